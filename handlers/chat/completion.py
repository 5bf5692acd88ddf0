"""Completion: whether every step of an order is answered, and what its person sees then."""

from collections.abc import Sequence

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Message
from bot.domain.provisioning import Evidence, HandOver
from bot.settings.provisioning import Provisioning
from bot.wizard.finishing import FINISH
from bot.wizard.step import Stop
from cards.handed_over import handed_over_card
from cards.outcome import Told, provisioned_card, ready_card, told_card
from store.unit_of_work import UnitOfWork

EVIDENCE = frozenset(Evidence)


def last_card(ctx: Context, order: Order, person: str, stops: Sequence[Stop]) -> Message:
    """Return the card for a person whose order has no step left: what is done, and by whose word."""
    t = ctx.texts_of(person, order)
    if order.state is not OrderState.PROVISIONED:
        days_left = order.days_left(ctx.now, ctx.policy.zone)
        pack, handed = ctx.packer(order, person=person), handed_to_system(ctx, order)
        if handed is not None:
            zone = ctx.policy.zone
            return handed_over_card(
                order, t, stops=stops, days_left=days_left, pack=pack, handed=handed, default_zone=zone
            )
        return ready_card(order, t, stops=stops, days_left=days_left, pack=pack)
    told, others = told_by(ctx, order), others_of(ctx, person)
    if told:
        return told_card(order, t, stops=stops, told=told, others=others)
    return provisioned_card(order, t, stops=stops, others=others)


def others_of(ctx: Context, person: str) -> int:
    """Return how many orders wait for a person who has just finished one."""
    theirs = (order for order in ctx.uow.orders.of_person(person) if person in order.people)
    return sum(order.state is not OrderState.SCHEDULED and not order.state.is_over for order in theirs)


def handed_to_system(ctx: Context, order: Order) -> HandOver | None:
    """Return the hand-over to the partner's own system, if it has the order or gets it; None where people provision."""
    handed = ctx.uow.partner_events.latest(order.number)
    # What waited when the setting was changed goes nowhere any more.
    is_on = ctx.policy.provisioning is Provisioning.WEBHOOK
    return handed if handed is not None and (is_on or handed.has_arrived) else None


def told_by(ctx: Context, order: Order) -> Told | None:
    """Return who said that an order is provisioned; None where that was simulated."""
    first = next((line for line in ctx.uow.audit.of_order(order.number) if line.verb in EVIDENCE), None)
    if first is None:
        return None
    return Told(Evidence(first.verb), first.actor or str(first.detail.get("where", "")), first.at, ctx.policy.zone)


def is_finished(uow: UnitOfWork, order: Order) -> bool:
    """Return whether an order's answers are complete, and nobody has said yet that it is provisioned at Cisco."""
    return order.state not in {OrderState.PROVISIONED, OrderState.CANCELLED} and are_complete(uow, order)


def state_once_mapped(uow: UnitOfWork, order: Order) -> OrderState:
    """Return the state of an order whose customer and partner are confirmed, judging by its answers."""
    return OrderState.READY_AT_CISCO if are_complete(uow, order) else OrderState.IN_SERVICE_SETUP


def are_complete(uow: UnitOfWork, order: Order) -> bool:
    """Return whether an order's answers are complete."""
    progress = uow.progress.get(order.number, order.holder)
    return progress is not None and FINISH.name in progress.sealed
