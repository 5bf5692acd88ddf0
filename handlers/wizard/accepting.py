"""Accepting: an answer is kept, what follows from it is done, and the card that asked is retired."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address
from bot.language.texts import _
from bot.wizard.ahead import address_ahead
from bot.wizard.engine import Progress
from bot.wizard.step import Step, Stop
from cards.step import NO_FEEDBACK, Feedback
from handlers.chat import live_card, steps
from handlers.escalations import opening
from handlers.wizard import handover, mapping, services

Act = Callable[[Context, Order, Progress], None]

# The acts that steps name as following an accepted answer; after any other step comes the next one.
ACTS: Mapping[str, Act] = {
    "ask_colleague": handover.ask_colleague,
    "hand_to_customer": handover.hand_to_customer,
    "map": mapping.map_order,
    "start_service_setup": mapping.start_service_setup,
    "reserve": services.reserve,
    "finish": services.finish,
    "provision": services.provision,
}
FILLED_IN = _("I have filled in the address that you wrote. Please check it before you go on.")
# Acts that cannot be undone here, besides those of steps that seal.
FOR_GOOD = frozenset({"hand_to_customer"})


def accept(ctx: Context, order: Order, stop: Stop, progress: Progress) -> None:
    """Keep an accepted answer, do what follows from it, and retire the card that asked once the next one is out."""
    step = stop.step
    steps.save(ctx, progress)
    order = begun(ctx, order)
    ctx.uow.audit.add(ctx.now, progress.person, "answered", order=order.number, detail={"step": step.name})
    asked = ctx.uow.live_cards.forget(live_card.wizard_key(order, progress.person))
    for_good = step.seals or step.then in FOR_GOOD
    if for_good:
        record_what_was_shown(ctx, order, progress.person, step, asked)
    ACTS.get(step.then, partial(show_next, stop))(ctx, order, progress)
    if asked is not None:
        t = ctx.texts_of(progress.person, order)
        shown_as = partial(steps.as_answered, stop, progress, t, for_good=for_good)
        live_card.retire(ctx, asked, Address(email=progress.person), shown_as)


def show_next(answered: Stop, ctx: Context, order: Order, progress: Progress) -> None:
    """Show the step that follows, with the address filled in that somebody gave with their answer to the one before."""
    following = steps.stop_of(ctx, order, progress) if "@" in ctx.words else None
    given = address_ahead(answered, following, ctx.words) if following else {}
    steps.show(ctx, order, progress, Feedback(given, note=ctx.t(FILLED_IN)) if given else NO_FEEDBACK)


def record_what_was_shown(ctx: Context, order: Order, person: str, step: Step, asked: int | None) -> None:
    """Keep the words under which somebody took a step that cannot be undone, with their language."""
    entry = ctx.uow.posted.shown(asked) if asked is not None else None
    shown = entry.message.text if entry else ""
    detail = {"step": step.name, "language": ctx.texts_of(person, order).language, "shown": shown}
    ctx.uow.audit.add(ctx.now, person, "agreed", order=order.number, detail=detail)


def begun(ctx: Context, order: Order) -> Order:
    """Return the order as begun, if this is its first answer; reps who were called for want of one are told."""
    if order.begun_at is not None:
        return order
    opening.contact_began(ctx, order)
    order = replace(order, state=OrderState.STARTED, begun_at=ctx.now)
    ctx.uow.orders.save(order)
    return order
