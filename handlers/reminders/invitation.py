"""Inviting: on the requested start date the order's person gets the Set Up Now card."""

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.internal_events import ReminderDue
from bot.reminders.rules import INVITE
from bot.scheduling.sweep import is_late
from handlers.reminders import inviting

router = Router()


@router.reminder(INVITE.name)
def invite_due(ctx: Context, event: ReminderDue) -> None:
    """Invite the order's person, unless they have begun or the order is over."""
    standing = holds_still(ctx, event)
    if standing is not None:
        inviting.invite(ctx, standing.order, late=is_late(event.due_at, ctx.now))
