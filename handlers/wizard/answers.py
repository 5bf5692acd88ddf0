"""Answering: a step is answered by card or by text, taken back, changed or left; then the wizard shows the next."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.events import PasswordCreated
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address
from bot.errors import InvalidAnswer
from bot.language.texts import _
from bot.language.typed import folded
from bot.wizard.engine import Answer, Progress, Step, Stop
from bot.wizard.steps import NOTHING
from bot.wizard.typing import ONWARD, Typed, understand
from cards.help import help_card
from cards.notice import notice
from cards.outcome import replaced_card
from cards.pressing import inputs_on
from handlers.chat import live_card, own_orders, typed_buttons
from handlers.escalations import opening
from handlers.help import unknown
from handlers.wizard import flags, handover, mapping, services, start

router = Router()

Deed = Callable[[Context, Order, Progress], None]

# What follows an accepted answer, by the deed its step names; every other step is followed by the next one.
DEEDS: Mapping[str, Deed] = {
    "ask_colleague": handover.ask_colleague,
    "hand_to_customer": handover.hand_to_customer,
    "map": mapping.map_order,
    "start_service_setup": mapping.start_service_setup,
    "reserve": services.reserve,
    "provision": services.provision,
}
# Deeds that nobody can take back here, beside those of the steps that seal.
FOR_GOOD = frozenset({"hand_to_customer"})
OUT_OF_DATE = _("That card is out of date. This is where you are.")
UNFILLED = _(
    "I can't tell which answers these are. Reply with one line for each, or write a name, a colon and the value."
)
NO_BUTTON = _("That is none of the buttons. Press one, or type its words.")
WHICH = _("Which answer do you want to change? Reply with its number or its words. If everything is right, type next.")
ONE_SCOLDING = timedelta(minutes=1)


@router.command("back", "رجوع", "الرجوع", "عودة", "العودة", help=_("Go back one step; answers are kept"))
def back_typed(ctx: Context) -> None:
    if typed_buttons.pressed_instead(ctx):
        return
    at_current_step(ctx, lambda stop, shown: Typed("back"))


@router.command("exit", "خروج", "الخروج", help=_("Leave the setup; everything is kept"))
def exit_typed(ctx: Context) -> None:
    at_current_step(ctx, lambda stop, shown: Typed("exit"))


def typed(ctx: Context) -> bool:
    """Take a typed message as the answer to the step that the person is at; returns whether there was one."""
    text = ctx.words
    orders = [each for each in own_orders.open_orders(ctx) if is_being_answered(ctx, each)]
    if not ctx.is_direct or not orders:
        return False
    typed_buttons.refuse_unless_a_step_asks(ctx)
    at_current_step(ctx, lambda stop, shown: understand(stop, text, shown))
    return True


def is_being_answered(ctx: Context, order: Order) -> bool:
    """Return whether a step of this order is before the person now: begun, and not left by Exit."""
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    return progress is not None and not progress.paused and order.holder == ctx.person.email


def at_current_step(ctx: Context, read: Callable[[Stop, Answer], Typed]) -> None:
    """Do what a typed message means at the person's current step."""
    order = live_card.owned_order(ctx, own_orders.current_order(ctx).number)
    if start.show_instead(ctx, order):
        return
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    if progress.revision == 0:
        start.show_start(ctx, order)
        return
    stop = ctx.wizard.current(progress, live_card.situation_of(ctx, order, ctx.person.email))
    if stop is None:
        live_card.show_step(ctx, order, progress)
        return
    card = live_card.card_before(ctx, order)
    asked = live_card.step_asked(ctx, card)
    if asked not in ("", stop.step.name):
        live_card.show_step(ctx, order, progress, note=ctx.t(OUT_OF_DATE))
        return
    shown = shown_values(stop, progress)
    do(ctx, order, progress, stop, read(stop, {**shown, **inputs_on(card)} if asked else shown))


def shown_values(stop: Stop, progress: Progress) -> Answer:
    """Return the values that the step's card shows when it comes."""
    given = progress.answers.get(stop.step.name, {})
    return {each.id: given.get(each.id) or each.default(stop.situation) for each in stop.step.fields(stop.situation)}


def press(ctx: Context, action: Action) -> None:
    """Do what a button of a step's card asks for, unless the card is out of date."""
    order = live_card.owned_order(ctx, action.order)
    if start.show_instead(ctx, order):
        return
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    stop = ctx.wizard.current(progress, live_card.situation_of(ctx, order, ctx.person.email))
    if stop is None or action.revision != progress.revision or action.step != stop.step.name:
        refuse_stale(ctx, order, progress, action)
        return
    do(ctx, order, progress, stop, Typed(action.verb, {**ctx.inputs, **action.given}))


def refuse_stale(ctx: Context, order: Order, progress: Progress, action: Action) -> None:
    """Say that a card is out of date and show the live one; a double click, or fifty, gets that once."""
    since = ctx.now - ONE_SCOLDING
    told = any(
        line.verb == "stale_card" and line.at > since and line.detail.get("revision") == action.revision
        for line in ctx.uow.audit.of_order(order.number)
    )
    ctx.audit("stale_card", order.number, outcome="refused", step=action.step, revision=action.revision)
    if not told:
        live_card.show_step(ctx, order, progress, note=ctx.t(OUT_OF_DATE))


def do(ctx: Context, order: Order, progress: Progress, stop: Stop, meant: Typed) -> None:
    """Do one thing at a step; what cannot be taken is said on the same card, with what was entered kept."""
    try:
        with ctx.uow.savepoint():
            VERBS[allowed(stop, meant.verb)](ctx, order, progress, stop, meant.inputs)
    except InvalidAnswer as complaint:
        if folded(ctx.words) not in ONWARD:
            unknown.refuse_what_is_nearly_a_word(ctx)
        live_card.show_step(ctx, order, progress, entered=meant.inputs, complaint=complaint)


def allowed(stop: Stop, verb: str) -> str:
    """Return the verb if the step has such a button now, or it is one that works everywhere."""
    if (
        verb not in {"back", "exit", *(button.verb for button in stop.step.buttons(stop.situation))}
        or verb not in VERBS
    ):
        raise InvalidAnswer(UNFILLED if len(stop.step.fields(stop.situation)) > 1 else NO_BUTTON)
    return verb


def take_answer(ctx: Context, order: Order, progress: Progress, stop: Stop, inputs: Answer) -> None:
    """Take the answer to the current step, and do what follows it."""
    refuse_unpressed_change(stop, inputs)
    situation = live_card.situation_of(ctx, order, progress.person)
    accept(ctx, order, stop, *ctx.wizard.answered(progress, situation, inputs))


def accept(ctx: Context, order: Order, stop: Stop, step: Step, progress: Progress) -> None:
    """Keep an accepted answer, do what follows it, and retire the card that asked, once the next one is out."""
    live_card.save(ctx, progress)
    order = begun(ctx, order)
    ctx.audit("answered", order.number, step=step.name)
    asked = ctx.uow.live_cards.forget(live_card.wizard_key(order, progress.person))
    if step.seals or step.then in FOR_GOOD:
        record_what_was_shown(ctx, order, step, asked)
    DEEDS.get(step.then, live_card.show_step)(ctx, order, progress)
    if asked is not None:
        shown_as = live_card.as_answered(stop, progress, ctx.texts_of(progress.person, order))
        live_card.retire(ctx, asked, Address(email=progress.person), shown_as)


def refuse_unpressed_change(stop: Stop, inputs: Answer) -> None:
    """Next with an answer chosen to change is a slip that could not be taken back: ask which was meant."""
    if "change" in {button.verb for button in stop.step.buttons(stop.situation)}:
        chosen = stop.step.parse(inputs, stop.situation).get("change", "")
        if chosen not in ("", NOTHING):
            raise InvalidAnswer(
                _("You chose an answer to change: press Change. To confirm instead, choose to change nothing.")
            )


def record_what_was_shown(ctx: Context, order: Order, step: Step, asked: int | None) -> None:
    """Keep the words under which somebody took a step that cannot be undone, with their language."""
    entry = ctx.uow.outbox.get(asked) if asked is not None else None
    shown = entry.message.text if entry else ""
    ctx.audit("agreed", order.number, step=step.name, language=ctx.t.language, shown=shown)


def begun(ctx: Context, order: Order) -> Order:
    """The first Next makes the order begun, and takes back the escalation that waited for it."""
    if order.begun_at is not None:
        return order
    opening.contact_began(ctx, order)
    return live_card.with_state(ctx, order, OrderState.STARTED, begun_at=ctx.now)


def go_back(ctx: Context, order: Order, progress: Progress, stop: Stop, inputs: Answer) -> None:
    situation = live_card.situation_of(ctx, order, progress.person)
    moved = ctx.wizard.back(progress, situation)
    if moved is progress:
        live_card.show_step(ctx, order, progress, note=ctx.t(_("This is as far back as you can go.")))
    else:
        live_card.show_step(ctx, order, live_card.save(ctx, moved))


def leave(ctx: Context, order: Order, progress: Progress, stop: Stop, inputs: Answer) -> None:
    """Keep everything and take the card away; `setup` brings it back."""
    live_card.save(ctx, replace(progress, paused=True, revision=progress.revision + 1))
    ctx.audit("exit", order.number, step=stop.step.name)
    sentence = _("Everything is saved at “{title}”. Type setup to go on with order {order} at any time.")
    message = notice(ctx.t, sentence, title=ctx.t(stop.step.title), order=order.number)
    before = ctx.uow.live_cards.forget(live_card.wizard_key(order, progress.person))
    ctx.reply_here(message, order=order.number)
    if before is not None:
        live_card.retire(ctx, before, ctx.chat, replaced_card(ctx.t))


def change_answer(ctx: Context, order: Order, progress: Progress, stop: Stop, inputs: Answer) -> None:
    """Go to one answer, to come back to review afterwards."""
    chosen = stop.step.parse(inputs, stop.situation).get("change", "")
    if chosen in ("", NOTHING):
        live_card.show_step(ctx, order, progress, note=ctx.t(WHICH))
        return
    situation = live_card.situation_of(ctx, order, progress.person)
    live_card.show_step(ctx, order, live_card.save(ctx, ctx.wizard.change(progress, situation, chosen)))


def stop_unrecognized(ctx: Context, order: Order, progress: Progress, stop: Stop, inputs: Answer) -> None:
    mapping.stop_for_unknown_organization(ctx, order, progress, stop)


def check_availability(ctx: Context, order: Order, progress: Progress, stop: Stop, inputs: Answer) -> None:
    services.check_availability(ctx, order, progress, stop, inputs)


def explain(ctx: Context, order: Order, progress: Progress, stop: Stop, inputs: Answer) -> None:
    """Say what the words of a step mean; the step stays as it is, and its card stays live."""
    t = ctx.texts_of(progress.person, order)
    ctx.reply_privately(
        help_card([(t(term.name), t(term.meaning)) for term in stop.step.terms], t, title=t(stop.step.title))
    )


VERBS: Mapping[str, Callable[[Context, Order, Progress, Stop, Answer], None]] = {
    "answer": take_answer,
    "back": go_back,
    "exit": leave,
    "change": change_answer,
    "explain": explain,
    "check": check_availability,
    "unrecognized": stop_unrecognized,
    "wrong": flags.ask_what_is_wrong,
    "flag": flags.flag,
    "withdraw": flags.withdraw,
}
for each_verb in VERBS:
    router.action(each_verb)(press)


@router.event(PasswordCreated)
def password_created(ctx: Context, event: PasswordCreated) -> None:
    """The one-time page took the password: that step is answered, if it is still this person's and still asked."""
    order = ctx.uow.orders.get(event.order)
    progress = ctx.uow.progress.get(event.order, event.email)
    if order is None or progress is None or order.holder != event.email:
        return
    situation = live_card.situation_of(ctx, order, event.email)
    stop = ctx.wizard.current(progress, situation)
    if stop is not None and stop.is_answered_on_a_page:
        accept(ctx, order, stop, *ctx.wizard.answered(progress, situation, {}))
