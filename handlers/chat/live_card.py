"""The live card: each person has one per order that can write; showing a new one retires the one before."""

from dataclasses import replace
from functools import partial
from typing import Any

from bot.delivery import editing
from bot.dispatch.bots import is_bot
from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import MOST_EDITS, Address, Lane, Message, Operation
from bot.domain.password_links import has_link
from bot.errors import NotAllowed, Refusal
from bot.language.texts import Texts, _
from bot.wizard.engine import Position, Progress
from bot.wizard.fields import Toggle
from bot.wizard.step import Fact, Situation, Stop
from cards.notice import notice_card
from cards.outcome import replaced_card, retired_card
from cards.pressing import carried
from cards.step import NO_FEEDBACK, Feedback, Surroundings, step_card
from cards.words import said
from handlers.chat import completion
from handlers.chat.passwords import password_link

NOT_THEIRS = _("Order {order} is not with you.")
# The message that a deleted one leaves.
GONE = Message("")


def wizard_key(order: Order, email: str) -> str:
    """Return the place of a person's live card of an order."""
    return f"wizard:{order.number}:{email}"


def situation_of(ctx: Context, order: Order, email: str) -> Situation:
    """Return what the wizard's steps decide by, for one person and order."""
    flags = tuple(ctx.uow.flags.open_of(order.number))
    helpers = helpers_with(ctx, order) - {email}
    return Situation(
        order,
        email,
        ctx.uow.directory,
        ctx.policy.zone,
        flags=flags,
        helpers=helpers,
        provisioning=ctx.policy.provisioning,
        language=ctx.texts_of(email, order).language,
        is_bot=partial(is_bot, ctx.uow),
    )


def helpers_with(ctx: Context, order: Order) -> frozenset[str]:
    """Return who helps others with an order: the admins, its representative, and those in the rep spaces."""
    here = (email for room in ctx.rep_spaces.rooms for email in ctx.uow.spaces.members(room))
    return (ctx.policy.admins | {order.rep} | set(filter(ctx.may_be_rep, here))) - {""}


def progress_of(ctx: Context, order: Order, email: str) -> Progress:
    """Return how far a person is; without answers when they have not begun."""
    return ctx.uow.progress.get(order.number, email) or Progress(order.number, email)


def stop_of(ctx: Context, order: Order, progress: Progress) -> Stop | None:
    """Return the step at which a person is; None where every step is answered."""
    return ctx.wizard.current(progress, situation_of(ctx, order, progress.person))


def save(ctx: Context, progress: Progress) -> Progress:
    """Save progress that follows directly on what is stored; refuses when somebody was faster."""
    if not ctx.uow.progress.save(progress, progress.revision - 1):
        raise Refusal(_("That was already answered."))
    return progress


def show_step(ctx: Context, order: Order, progress: Progress, feedback: Feedback = NO_FEEDBACK) -> None:
    """Show the person's current step as their live card; the summary when everything is done."""
    path = ctx.wizard.path(progress, situation_of(ctx, order, progress.person))
    stop = ctx.wizard.current_on(path, progress)
    if stop is None:
        message = completion.last_card(ctx, order, progress.person, path)
    else:
        around = surroundings(ctx, order, progress, stop, ctx.wizard.place_on(path, stop))
        message = step_card(stop, progress, ctx.texts_of(progress.person, order), around, feedback)
    key, place = wizard_key(order, progress.person), Address(email=progress.person)
    is_changed = feedback and is_pressed(ctx, key) and change_in_place(ctx, key, place, message)
    if not is_changed:
        put_before(ctx, order, progress.person, message)


def surroundings(ctx: Context, order: Order, progress: Progress, stop: Stop, place: Position) -> Surroundings:
    """Return what the card of a step shows and carries beside the step."""
    return Surroundings(
        place,
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        pack=ctx.packer(order, person=progress.person, step=stop.step.name, revision=progress.revision),
        link=password_link(ctx) if stop.is_answered_on_a_page else "",
    )


def is_pressed(ctx: Context, key: str) -> bool:
    """Return whether the event is a press of the live card of this key, so that its person is looking at it."""
    entry = ctx.uow.live_cards.get(key)
    posted = ctx.uow.posted.message_of(entry) if entry is not None else None
    return posted is not None and posted.message_id == getattr(ctx.event, "message_id", "")


def card_before(ctx: Context, order: Order) -> dict[str, Any]:
    """Return the live card that stands before the person; empty where there is none."""
    shown = ctx.uow.live_cards.get(wizard_key(order, ctx.person.email))
    return card_shown(ctx, shown) if shown is not None else {}


def card_shown(ctx: Context, entry_id: int) -> dict[str, Any]:
    """Return the card that an entry shows now; empty where it has none."""
    entry = ctx.uow.outbox.shown(entry_id)
    return (entry.message.card if entry else None) or {}


def step_asked(ctx: Context, card: dict[str, Any]) -> str:
    """Return which step a card asks; "" for one that asks none, such as the way in."""
    carries = carried(card)
    return ctx.signer.unpack(carries).step if carries else ""


def put_before(ctx: Context, order: Order, email: str, message: Message, lane: Lane = Lane.REPLY) -> int:
    """Owe a person their live card of an order, and return its outbox entry."""
    return put_live(ctx, wizard_key(order, email), Address(email=email), message, order, lane)


def put_live(ctx: Context, key: str, address: Address, message: Message, order: Order, lane: Lane = Lane.REPLY) -> int:
    """Owe a card that takes the place of the live one under this key; the one before is retired, or never sent.

    One that asks the same step, as after an answer that could not be taken, is deleted: nothing came of it.
    """
    entry = ctx.send_to(address, message, lane=lane, order=order.number)
    before = ctx.uow.live_cards.replace(key, entry)
    if before is not None and not ctx.uow.outbox.supersede(before):
        if asks_the_same(ctx, before, message):
            ctx.uow.outbox.add(address, Operation.DELETE, GONE, Lane.TIDYING, ctx.now, about=before, awaited=False)
        else:
            retire(ctx, before, address, replaced_card(ctx.texts_of(address.email, order)))
    return entry


def asks_the_same(ctx: Context, before: int, message: Message) -> bool:
    """Return whether a message asks the step that a card before it asks."""
    asked = step_asked(ctx, card_shown(ctx, before))
    return bool(asked) and asked == step_asked(ctx, message.card or {})


def change_in_place(ctx: Context, key: str, address: Address, message: Message, lane: Lane = Lane.REPLY) -> bool:
    """Owe an edit of the live card where it stands; False where a new one is needed.

    One of the edits that Webex allows is left for its end. Until Webex has taken an edit of any card, nobody knows
    whether it does.
    """
    entry = ctx.uow.live_cards.get(key)
    # The link to a page is made only when its card is posted.
    if entry is None or has_link(message) or not editing.is_known_to_work(ctx.uow):
        return False
    posted = ctx.uow.posted.message_of(entry)
    if posted is None or address.room_id not in ("", posted.room_id):
        return False
    if ctx.uow.posted.edits_of(entry) >= MOST_EDITS - 1:
        return False
    ctx.answered.add(address.line)
    ctx.uow.outbox.add(address, Operation.EDIT, message, lane, ctx.now, about=entry, awaited=False)
    return True


def retire(ctx: Context, entry: int, address: Address, shown_as: Message) -> None:
    """Owe the end of a used card, behind everybody's answers: it shows what became of it, if Webex lets us edit."""
    ctx.uow.outbox.add(address, Operation.EDIT, shown_as, Lane.TIDYING, ctx.now, about=entry, awaited=False)


def as_answered(stop: Stop, progress: Progress, t: Texts, *, for_good: bool = False) -> Message:
    """Return what a step's card becomes once it is answered: its title and the answer, without buttons.

    If it was answered `for_good`, it shows what was agreed to, and what was confirmed.
    """
    answer, fields = progress.answers.get(stop.step.name, {}), stop.fields
    shown = {each: each.show(answer.get(each.id, ""), t, stop.situation) for each in fields}
    if not for_good:
        return retired_card(
            t(stop.step.title), ", ".join(words for words in shown.values() if words) or seen(stop, t), t
        )
    agreed = [words for each, words in shown.items() if isinstance(each, Toggle)]
    entered = [Fact(each.label, words) for each, words in shown.items() if not isinstance(each, Toggle)]
    confirmed = stop.facts(t) or entered
    lines = [t.labelled(t(fact.label), said(fact.value)) for fact in confirmed]
    return retired_card(t(stop.step.title), "\n".join([*agreed, *lines]), t, done=_("Confirmed"))


def seen(stop: Stop, t: Texts) -> str:
    """Return the first fact that a step without inputs showed, such as the name of an organization."""
    facts = [] if stop.step.hub else stop.facts(t)
    return next((said(fact.value) for fact in facts), "")


def owned_order(ctx: Context, number: str) -> Order:
    """Return an order if this is its person now; refuse everybody else."""
    order = ctx.uow.orders.get(number)
    if order is None or order.holder != ctx.person.email:
        raise NotAllowed(NOT_THEIRS, order=number)
    if order.state is OrderState.CANCELLED:
        raise Refusal(_("Order {order} was cancelled. There is nothing left to do."), order=number)
    return order


def with_state(ctx: Context, order: Order, state: OrderState, **changes: object) -> Order:
    """Save an order in another state, with what else changed."""
    changed = replace(order, state=state, **changes)  # type: ignore[arg-type]
    ctx.uow.orders.save(changed)
    return changed


def drop_live(ctx: Context, order: Order, email: str, shown_as: Message | None = None) -> None:
    """End a person's card of an order that is no longer theirs: it says so, or becomes `shown_as`."""
    entry = ctx.uow.live_cards.forget(wizard_key(order, email))
    if entry is not None:
        t = ctx.texts_of(email, order)
        gone = notice_card(t, t(NOT_THEIRS, order=order.number), [])
        retire(ctx, entry, Address(email=email), shown_as or gone)


def is_being_answered(ctx: Context, order: Order) -> bool:
    """Return whether the person is at a step of this order: they have begun, and not left by Exit."""
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    if order.state in {OrderState.READY_AT_CISCO, OrderState.STOPPED}:
        return False
    return progress is not None and not progress.paused and order.holder == ctx.person.email
