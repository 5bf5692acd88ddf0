"""Stopping: somebody wants no more reminders, or wants them again."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.language.texts import _
from cards.notice import notice
from cards.words import Whole
from handlers.chat import own_orders
from handlers.escalations.places import places_of, texts_at

router = Router()

NO_MORE = _(
    "You will get no more reminders from me: only the first message about a new order, and answers to what you type. "
    "Your orders stay with you: type setup at any time, or reminders to be reminded again."
)
TELL_REPS = _("{person} wants no more reminders. Please keep an eye on: {orders}.")


@router.command("stop", help=_("Get no more reminders"))
def stop(ctx: Context) -> None:
    """End reminders for this person, and tell the reps, who are now the only ones to think of the order."""
    ctx.uow.people.set_wants_reminders(ctx.person.email, False)
    ctx.audit("stop_reminders")
    orders = own_orders.open_orders(ctx)
    for order in orders:
        # An order with a new line on the audit log is planned anew: its reminders that wait to be sent are withdrawn.
        ctx.audit("stop_reminders", order.number)
    tell_reps(ctx, orders)
    ctx.reply_here(notice(ctx.t, NO_MORE))


def tell_reps(ctx: Context, orders: list[Order]) -> None:
    """Tell the representatives in each place which of their orders it concerns."""
    numbers: dict[Address, list[str]] = {}
    for order in orders:
        for place in places_of(ctx, order):
            numbers.setdefault(place, []).append(order.number)
    for place, theirs in numbers.items():
        t = texts_at(ctx, place)
        ctx.send_to(place, notice(t, TELL_REPS, person=ctx.person.called, orders=Whole(t.side_by_side(theirs))))


@router.command("reminders", help=_("Get reminders again"))
def again(ctx: Context) -> None:
    """Remind this person again."""
    ctx.uow.people.set_wants_reminders(ctx.person.email, True)
    ctx.audit("want_reminders")
    for order in own_orders.open_orders(ctx):
        ctx.audit("want_reminders", order.number)
    ctx.reply_here(
        notice(ctx.t, _("I will remind you again when one of your orders needs you. Type stop to end that."))
    )
