"""Closing: the order line closes because the setup was not finished in time."""

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.internal_events import ReminderDue
from bot.domain.orders import OrderState
from bot.reminders.rules import CLOSED
from handlers.chat import live_card
from handlers.reminders import closed_lines

router = Router()


@router.reminder(CLOSED.name)
def closed_due(ctx: Context, event: ReminderDue) -> None:
    """The deadline has passed: the order is closed."""
    standing = holds_still(ctx, event)
    if standing is None:
        return
    order = live_card.with_state(ctx, standing.order, OrderState.CLOSED)
    ctx.uow.audit.add(ctx.now, "", "closed", order=order.number)
    closed_lines.tell_of_closing(ctx, order)
