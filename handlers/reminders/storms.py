"""Storms: when very many reminders are due, the admins hear what waits, and for how long."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import StormSwept
from bot.domain.outgoing import Lane
from bot.language.texts import _
from bot.scheduling.sweep import MOST_A_DAY, STORM
from bot.webex.budget import SHARES
from handlers.chat.admins import tell_admins

router = Router()

MOST_NAMED = 5
TOLD_OF_HELD = "told_of_held"
MANY = _(
    "{reminders} reminders were due at once. They go out one after another, as {messages} messages, in about {minutes} "
    "minutes; answers to people go first. Type /forecast for what follows, or /pause reminders to hold reminders back."
)
HELD = _(
    "{people} had {most} messages today that they did not ask for. {reminders} more were due for them and wait until "
    "tomorrow; so does anything else that comes due for somebody who has had that many."
)


@router.event(StormSwept)
def tell_of_storm(ctx: Context, event: StormSwept) -> None:
    """Tell the admins of a storm; fewer reminders at once are no news. Of people who had enough, once a day."""
    if event.reminders > STORM:
        minutes = int(event.messages / (ctx.policy.calls_per_minute * SHARES[Lane.REMINDER])) + 1
        tell_admins(ctx, MANY, reminders=event.reminders, messages=event.messages, minutes=minutes)
    if event.held and ctx.uow.bot_state.note_today(TOLD_OF_HELD, ctx.now):
        others = " …" if len(event.people) > MOST_NAMED else ""
        people = ", ".join(event.people[:MOST_NAMED]) + others
        tell_admins(ctx, HELD, people=people, most=MOST_A_DAY, reminders=event.held)
