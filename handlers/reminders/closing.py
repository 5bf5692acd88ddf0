"""Closing: the order line closes because the setup was not finished in time."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.internal_events import ReminderDue
from bot.domain.orders import OrderState
from bot.reminders.rules import CLOSED
from handlers.orders.changes import order_changed

router = Router()


@router.reminder(CLOSED.name)
def closed_due(ctx: Context, event: ReminderDue) -> None:
    """Close an order whose line has closed, and tell its person and the representatives."""
    standing = holds_still(ctx, event)
    if standing is None:
        return
    order_changed(ctx, standing.order, replace(standing.order, state=OrderState.CLOSED), "closed")
