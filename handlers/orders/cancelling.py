"""Cancelling: an admin ends an order, and is asked first. `reopening` is the way back."""

from dataclasses import replace

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards import elements as e
from cards.notice import notice
from cards.words import say
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
    """Ask before an order is cancelled: its people hear of it."""
    confirmations.ask(ctx, "cancel_order", order=number)


def what_is_cancelled(ctx: Context, order: str) -> Question:
    """Say whom a cancellation affects."""
    asked = still_open(ctx, order)
    touches = _("Order {order} for {customer} is cancelled, {person} is told, and its reminders end.")
    words = say(ctx.t, touches, order=order, customer=asked.customer_name, person=asked.holder)
    return Question([e.Paragraph(words)], found=asked)


@router.confirmation(
    "cancel_order",
    title=_("Cancel this order?"),
    yes=_("Cancel the order"),
    no=_("Keep it"),
    asks=what_is_cancelled,
    left=confirmations.saying(_("Order {order} stays as it is.")),
    role=Role.ADMIN,
)
def cancel(ctx: Context, order: Order) -> None:
    """End an order."""
    order_changed(ctx, order, replace(order, state=OrderState.CANCELLED), "order_cancelled")
    ctx.reply_here(notice(ctx.t, _("Order {order} is cancelled."), order=order.number))


def still_open(ctx: Context, number: str) -> Order:
    """Return an order that can be cancelled; refuse one that is over."""
    order = existing(ctx, number)
    if order.state.is_over:
        raise Refusal(_("Order {order} is over already."), order=number)
    return order
