"""Returning: an order stopped for an unknown organization goes back to its contact."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from handlers.escalations.who_may_act import leave_to_owner, order_for_rep
from handlers.orders.changes import order_changed

router = Router()


@router.action("return")
def return_pressed(ctx: Context, action: Action) -> None:
    """Return the order of the card to its contact."""
    give_back(ctx, action.order)


@router.command(
    "/return",
    usage="/return N",
    arguments=r"(?P<number>\S+)",
    role=Role.ORDER_REP,
    help=_("Give an order stopped for an unknown organization back to its contact"),
)
def give_back(ctx: Context, number: str) -> None:
    """Let the contact go on at the step where they stopped, since the organization is cleared up."""
    order = order_for_rep(ctx, number)
    if order.state is not OrderState.STOPPED:
        raise Refusal(_("Order {order} is not stopped."), order=number[:40])
    escalation = ctx.uow.escalations.get(number)
    if escalation is not None:
        leave_to_owner(ctx, escalation)
    order_changed(ctx, order, replace(order, state=OrderState.STARTED), "return")
