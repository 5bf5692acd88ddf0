"""Inviting: on the requested start date the order's person gets the Set Up Now card."""

from datetime import timedelta

from bot.context import Context
from bot.errors import Refusal
from bot.events import ReminderDue
from bot.orders import Order, OrderState
from bot.outgoing import Lane
from bot.people import Role
from bot.reminders.rules import INVITE
from bot.routing import Router
from bot.texts import _
from cards.notice import notice
from handlers import coming_in, live

router = Router()

# Later than this is not a slow beat but an outage, and the message says so.
LATE = timedelta(hours=1)


@router.reminder(INVITE.name)
def invite_due(ctx: Context, event: ReminderDue) -> None:
    """Invite the order's person, unless they have begun or the order is over."""
    order = ctx.uow.orders.get(event.order)
    if order is None or not INVITE.while_(order):
        return
    invite(ctx, order, late=ctx.now - event.due_at > LATE)


def invite(ctx: Context, order: Order, *, late: bool = False) -> None:
    """Owe the Set Up Now card to the order's person; the first time, the closing clock starts."""
    if order.invited_at is None:
        order = live.with_state(ctx, order, OrderState.INVITED, invited_at=ctx.now)
    progress = ctx.uow.progress.get(order.number, order.holder)
    coming_in.put_start(ctx, order, order.holder, progress, late=late, first_contact=True, lane=Lane.REMINDER)


@router.command(
    "/remind",
    usage="/remind N",
    arguments=r"(?P<number>\S+)",
    role=Role.ADMIN,
    help=_("Send the contact of an order its Set Up Now card again"),
)
def remind(ctx: Context, number: str) -> None:
    """Send the way in again, now."""
    order = ctx.uow.orders.get(number)
    if order is None:
        raise Refusal(_("There is no order {order}."), order=number[:40])
    if order.state.is_over:
        raise Refusal(_("Order {order} is over; nobody needs to be reminded of it."), order=number)
    invite(ctx, order)
    ctx.audit("remind", order.number)
    ctx.reply(
        notice(
            ctx.t,
            _("The Set Up Now card of order {order} goes to {person} now."),
            order=order.number,
            person=order.holder,
        )
    )
