"""Nudging: people are reminded on the days of the calendar, or on the day that they chose."""

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.internal_events import ReminderDue
from bot.reminders.rule import Audience
from bot.reminders.rules import RULES
from bot.scheduling.sweep import is_late
from handlers.reminders import reminding

router = Router()


@router.reminder(Audience.PERSON)
def nudge_due(ctx: Context, event: ReminderDue) -> None:
    """Remind the person whose turn it is."""
    standing = holds_still(ctx, event)
    if standing is not None:
        reminding.remind(ctx, standing, rule=RULES[event.rule], late=is_late(event.due_at, ctx.now))
