"""Storms: when very many reminders are due at once, the admins hear what waits and for how long."""

from bot.context import Context
from bot.outgoing import Address
from bot.relay import CALLS_PER_MINUTE
from bot.texts import _, texts
from cards.notice import notice

STORM = 100
WORDS = _(
    "{reminders} reminders were due at once. They go out one after another, in about {minutes} minutes; answers to "
    "people go first. Type /forecast for what follows, or /pause to hold reminders back."
)


def tell_admins(ctx: Context, reminders: int) -> None:
    """Tell the admins of a storm; fewer reminders at once are no news."""
    if reminders <= STORM:
        return
    minutes = reminders // CALLS_PER_MINUTE + 1
    for admin in sorted(ctx.policy.admins):
        known = ctx.uow.people.by_email(admin)
        t = texts((known.language if known else None) or "en")
        message = notice(t, WORDS, reminders=reminders, minutes=minutes)
        ctx.send(Address(email=admin), message, awaited=False)
