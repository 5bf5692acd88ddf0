"""Returning: an order stopped for an unknown organization goes back to its contact."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from handlers.chat import live_card
from handlers.escalations import card, opening
from handlers.escalations.who_may_act import leave_to_owner, order_for_rep

router = Router()


@router.action("return")
def return_pressed(ctx: Context, action: Action) -> None:
    give_back(ctx, action.order)


@router.command(
    "/return",
    usage="/return N",
    arguments=r"(?P<number>\S+)",
    role=Role.ORDER_REP,
    help=_("Give an order stopped for an unknown organization back to its contact"),
)
def give_back(ctx: Context, number: str) -> None:
    """The organization is cleared up: the contact goes on at the step where they stopped."""
    order = order_for_rep(ctx, number)
    if order.state is not OrderState.STOPPED:
        raise Refusal(_("Order {order} is not stopped."), order=number[:40])
    escalation = ctx.uow.escalations.get(number)
    if escalation is not None:
        leave_to_owner(ctx, escalation)
    order = live_card.with_state(ctx, order, OrderState.STARTED)
    ctx.audit("return", number)
    card.say(ctx, order, _("{person} has returned order {order} to its contact."))
    opening.close(ctx, order, opening.resolution(ctx, _("Returned to the contact by {person}.")))
    progress = live_card.progress_of(ctx, order, order.holder)
    t = ctx.texts_of(order.holder, order)
    live_card.show_step(ctx, order, progress, note=t(_("Your Cisco representative has cleared this up. Please go on.")))
