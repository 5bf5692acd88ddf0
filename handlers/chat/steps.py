"""Steps: at which step of the wizard a person is, what they have answered, and the card that asks them next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.dispatch.bots import is_bot
from bot.dispatch.context import Context, Policy
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address, Message
from bot.errors import Refusal
from bot.language.texts import Texts, _
from bot.wizard.engine import Position, Progress
from bot.wizard.fields import Toggle
from bot.wizard.step import Fact, Situation, Stop
from cards.outcome import retired_card
from cards.step import NO_FEEDBACK, Feedback, Surroundings, step_card
from cards.words import said
from handlers.chat import completion, live_card
from handlers.chat.passwords import password_link
from store import UnitOfWork


@dataclass(frozen=True, slots=True)
class AtStep:
    """The order, how far its person is, the step (`stop`) they are at, and what they entered there: untrusted."""

    order: Order
    progress: Progress
    stop: Stop
    inputs: Mapping[str, str] = field(default_factory=dict)


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


def situation_outside_a_turn(uow: UnitOfWork, policy: Policy, order: Order) -> Situation:
    """Return what decides where the person of an order stands, without what only a step on their screen asks for."""
    return Situation(order, order.holder, uow.directory, policy.zone, provisioning=policy.provisioning)


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


def step_title(ctx: Context, order: Order, t: Texts) -> str:
    """Return the title of the step at which the order's person is."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is None:
        return t(_("not begun"))
    stop = stop_of(ctx, order, progress)
    return t(stop.step.title) if stop else t(_("finished"))


def at_step(ctx: Context, order: Order) -> AtStep | None:
    """Return the step of an order at which the writer is; None where every step is answered."""
    progress = progress_of(ctx, order, ctx.person.email)
    stop = stop_of(ctx, order, progress)
    return AtStep(order, progress, stop) if stop is not None else None


def is_being_answered(ctx: Context, order: Order) -> bool:
    """Return whether the person is at a step of this order: they have begun, and not left by Exit."""
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    if order.state in {OrderState.READY_AT_CISCO, OrderState.STOPPED}:
        return False
    return progress is not None and not progress.paused and order.holder == ctx.person.email


def save(ctx: Context, progress: Progress) -> Progress:
    """Save progress that follows directly on what is stored; refuses when somebody was faster."""
    if not ctx.uow.progress.save(progress, progress.revision - 1):
        raise Refusal(_("That was already answered."))
    return progress


def show(ctx: Context, order: Order, progress: Progress, feedback: Feedback = NO_FEEDBACK) -> None:
    """Show the person's current step as their live card; the summary when everything is done."""
    path = ctx.wizard.path(progress, situation_of(ctx, order, progress.person))
    stop = ctx.wizard.current_on(path, progress)
    if stop is None:
        message = completion.last_card(ctx, order, progress.person, path)
    else:
        around = surroundings(ctx, order, progress, stop, ctx.wizard.place_on(path, stop))
        message = step_card(stop, progress, ctx.texts_of(progress.person, order), around, feedback)
    key, place = live_card.wizard_key(order, progress.person), Address(email=progress.person)
    is_changed = feedback and live_card.is_pressed(ctx, key) and live_card.change_in_place(ctx, key, place, message)
    if not is_changed:
        live_card.show_to(ctx, order, progress.person, message)


def surroundings(ctx: Context, order: Order, progress: Progress, stop: Stop, place: Position) -> Surroundings:
    """Return what the card of a step shows and carries beside the step."""
    return Surroundings(
        place,
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        pack=ctx.packer(order, person=progress.person, step=stop.step.name, revision=progress.revision),
        link=password_link(ctx) if stop.is_answered_on_a_page else "",
    )


def as_answered(stop: Stop, progress: Progress, t: Texts, *, for_good: bool = False) -> Message:
    """Return what a step's card becomes once it is answered: its title and the answer, without buttons.

    If it was answered `for_good`, it shows what was agreed to, and what was confirmed.
    """
    answer, fields = progress.answers.get(stop.step.name, {}), stop.fields
    shown = {each: each.show(answer.get(each.id, ""), t, stop.situation) for each in fields}
    if not for_good:
        return retired_card(
            t(stop.step.title), " · ".join(words for words in shown.values() if words) or seen(stop, t), t
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
