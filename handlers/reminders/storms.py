"""Storms: when very many reminders are due, the admins hear what waits, and for how long."""

from bot.delivery.relay import CALLS_PER_MINUTE
from bot.dispatch.context import Context
from bot.language.texts import _
from bot.scheduling.sweep import MOST_A_DAY, Swept
from handlers.chat.admins import tell_admins

STORM = 100
MOST_NAMED = 5
TOLD_OF_HELD = "told_of_held"
MANY = _(
    "{reminders} reminders were due at once. They go out one after another, as {messages} messages, in about {minutes} "
    "minutes; answers to people go first. Type /forecast for what follows, or /pause to hold reminders back."
)
HELD = _(
    "{people} had {most} messages today that they did not ask for. {reminders} more were due for them and wait until "
    "tomorrow; so does whatever else comes due for anybody who has had as many."
)


def tell_of_storm(ctx: Context, swept: Swept) -> None:
    """Tell the admins of a storm; fewer reminders at once are no news. Of people who had enough, once a day."""
    if swept.reminders > STORM:
        messages = len(swept.envelopes)
        minutes = messages // CALLS_PER_MINUTE + 1
        tell_admins(ctx, MANY, reminders=swept.reminders, messages=messages, minutes=minutes)
    today = f"{ctx.now:%Y-%m-%d}"
    if swept.held and ctx.uow.settings.get(TOLD_OF_HELD) != today:
        ctx.uow.settings.set(TOLD_OF_HELD, today)
        people = sorted({each.person for each in swept.held})
        others = " …" if len(people) > MOST_NAMED else ""
        tell_admins(
            ctx, HELD, people=", ".join(people[:MOST_NAMED]) + others, most=MOST_A_DAY, reminders=len(swept.held)
        )
