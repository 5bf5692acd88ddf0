"""The forecast: which reminders would be sent if nobody did anything.

It is found by letting the days go by inside a transaction that is rolled back.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from bot.dispatch.context import Context
from bot.dispatch.following import let_reminders_follow
from bot.dispatch.middleware import compose
from bot.dispatch.routing import Router
from bot.domain.internal_events import ReminderDue, RemindersDue
from bot.domain.outgoing import Operation
from bot.domain.people import NOBODY, Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.rules import title_of
from bot.scheduling.sweep import PAUSED, fire_due
from cards.forecast import Foreseen, forecast_card
from handlers.chat.rehearsal import rehearsal

router = Router()

MOST_DAYS, USUAL_DAYS = 60, 14


# A rehearsal holds the database, so it ends early rather than late.
MOST_REHEARSED = 500


@router.command(
    "/forecast",
    usage="/forecast [days]",
    arguments=r"(?P<days>\d{0,3})",
    role=Role.ADMIN,
    help=_("Which reminders will be sent, as things stand"),
)
def forecast(ctx: Context, days: str = "") -> None:
    """List what would be sent in the next days if nobody did anything."""
    length = int(days or USUAL_DAYS)
    if not 1 <= length <= MOST_DAYS:
        raise Refusal(_("Type a number of days from 1 to {most}."), most=MOST_DAYS)
    ctx.reply_privately(forecast_card(rehearsed(ctx, ctx.now + timedelta(days=length)), ctx.t))


def rehearsed(ctx: Context, until: datetime) -> list[Foreseen]:
    """Let time pass until a moment, and return what would be sent; nothing of it stays."""
    with rehearsal(ctx):
        return list(islice(play(ctx, until), MOST_REHEARSED))


def play(ctx: Context, until: datetime) -> Iterator[Foreseen]:
    """Go from reminder to reminder, handling each as it would be handled then: for nobody, and with none paused."""
    ctx, now = replace(ctx, person=NOBODY, roles=frozenset()), ctx.now
    ctx.uow.settings.set(PAUSED, "")
    while True:
        due = ctx.uow.reminders.next_due()
        if due is None or due > until:
            return
        now = max(now, due)
        swept = fire_due(lambda: nullcontext(ctx.uow), now, ctx.policy.timing)
        for event in swept.events:
            yield from said_by(replace(ctx, now=now), event)


def said_by(ctx: Context, event: ReminderDue | RemindersDue) -> Iterator[Foreseen]:
    """Handle one event of the clock, and return what it would send."""
    before = ctx.uow.outbox.newest()
    ctx.uow.touched.clear()
    compose([let_reminders_follow], lambda inner: ctx.router.handler_of(event)(inner, event))(replace(ctx, event=event))
    due = event.reminders if isinstance(event, RemindersDue) else (event,)
    rules = tuple(ctx.t(title_of(rule)) for rule in dict.fromkeys(each.rule for each in due))
    orders = tuple(each.order for each in due)
    for entry in ctx.uow.outbox.owed_since(before):
        if entry.operation is Operation.POST:
            yield Foreseen(ctx.now, entry.address.email, rules, orders)
