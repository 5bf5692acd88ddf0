"""Cancelling: an admin ends an order for good, and is asked first."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards.confirm import confirm_card
from cards.notice import notice
from handlers.chat import confirmations
from handlers.chat.lookup import existing
from handlers.orders.changes import order_changed

router = Router()


@router.command(
    "/order cancel",
    usage="/order cancel N",
    arguments=r"(?P<number>\S+)",
    role=Role.ADMIN,
    help=_("Cancel an order; asks first"),
)
def order_cancel(ctx: Context, number: str) -> None:
    """Ask before an order is cancelled: it cannot be taken back."""
    order = still_open(ctx, number)
    touches = _("Order {order} for {customer} is cancelled for good, {person} is told, and its reminders end.")
    card = confirm_card(
        ctx.t,
        title=_("Cancel this order?"),
        sentences=[ctx.t(touches, order=number, customer=order.customer_name, person=order.holder)],
        pack=ctx.packer(order, person=ctx.person.email),
        yes="cancel_order",
        no="keep_order",
        go_on=_("Cancel the order"),
        cancel=_("Keep it"),
    )
    confirmations.ask(ctx, card)


@router.action("cancel_order")
def cancel_confirmed(ctx: Context, action: Action) -> None:
    """An admin is sure."""
    ctx.require(Role.ADMIN)
    confirmations.close(ctx)
    order = still_open(ctx, action.order)
    order_changed(ctx, order, replace(order, state=OrderState.CANCELLED), "order_cancelled")
    ctx.reply_here(notice(ctx.t, _("Order {order} is cancelled."), order=order.number))


@router.action("keep_order")
def cancel_declined(ctx: Context, action: Action) -> None:
    confirmations.close(ctx)
    ctx.reply_here(notice(ctx.t, _("Order {order} stays as it is."), order=action.order))


def still_open(ctx: Context, number: str) -> Order:
    """Return an order that can be cancelled; refuse one that is over."""
    order = existing(ctx, number)
    if order.state.is_over:
        raise Refusal(_("Order {order} is over already."), order=number)
    return order
