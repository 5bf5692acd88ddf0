"""The forecast: which reminders would be sent if nobody did anything.

The first ones are found by rehearsing the days to come beside the file, which stays as it is; how many there are in all
is counted in the calendar.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context, Contexts
from bot.dispatch.following import let_reminders_follow
from bot.dispatch.middleware import compose
from bot.dispatch.routing import Router
from bot.domain.internal_events import ReminderDue, RemindersDue
from bot.domain.outgoing import Message, Operation
from bot.domain.people import NOBODY, Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.rules import title_of
from bot.scheduling.sweep import fire_due
from cards.forecast import Foreseen, Planned, forecast_card
from cards.notice import notice
from store import Store

router = Router()

JOB = "forecast"
MOST_DAYS, USUAL_DAYS = 60, 14
# Each takes a few milliseconds, and a card shows only a few.
MOST_REHEARSED = 100


@router.command(
    "/forecast",
    usage=_("/forecast [days]"),
    arguments=r"(?P<days>\d{0,9})",
    role=Role.ADMIN,
    help=_("Which reminders will be sent, as things stand"),
)
def forecast(ctx: Context, days: str = "") -> None:
    """Have a forecast made of what would be sent in the next days if nobody did anything."""
    length = int(days or USUAL_DAYS)
    if not 1 <= length <= MOST_DAYS:
        raise Refusal(_("Type a number of days from 1 to {most}."), most=MOST_DAYS)
    start_job(ctx, JOB, str(length))
    ctx.reply_privately(notice(ctx.t, _("I am looking ahead. The forecast comes in a moment.")))


def forecast_from(store: Store, contexts: Contexts) -> Work:
    """Return the work that looks ahead, as things stand at one moment."""

    def look_ahead(job: Job) -> list[Message]:
        until = job.now + timedelta(days=int(job.words))
        foreseen, is_all = foresee(store, contexts, job.now, until)
        zone = ZoneInfo(job.person.zone or contexts.policy.zone)
        if is_all:
            return [forecast_card(foreseen, job.t, zone)]
        with store.reading() as uow:
            counts = {job.t(title_of(rule)): count for rule, count in uow.reminders.planned(until).items()}
        return [forecast_card(foreseen, job.t, zone, Planned(until, counts))]

    return look_ahead


def foresee(
    store: Store, contexts: Contexts, now: datetime, until: datetime, most: int = MOST_REHEARSED
) -> tuple[list[Foreseen], bool]:
    """Return what would be sent up to a moment, the first messages of it, and whether these are all."""
    with store.reading() as uow:
        ahead = uow.reminders.ahead(until, most + 1)
    first, others = ahead[:most], ahead[most:]
    with store.rehearsing({order for order, _due_at in first}, now) as uow:
        ctx = contexts.of(None, uow, now)
        messages = list(islice(play(ctx, last_known(first, others, until)), most + 1))
    return messages[:most], not others and len(messages) <= most


def last_known(first: list[tuple[str, datetime]], others: list[tuple[str, datetime]], until: datetime) -> datetime:
    """Return the last moment up to which the first reminders are all that are due; the first one if there is none."""
    if not others:
        return until
    (_order, beyond), *_more = others
    return max((due_at for _order, due_at in first if due_at < beyond), default=beyond)


def play(ctx: Context, until: datetime) -> Iterator[Foreseen]:
    """Go from reminder to reminder, handling each as it would be handled then: for nobody, and with none paused."""
    ctx, now = replace(ctx, person=NOBODY, roles=frozenset()), ctx.now
    ctx.uow.pauses.let_reminders_run()
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
    rules = tuple(dict.fromkeys(title_of(each.rule) for each in due))
    orders = tuple(each.order for each in due)
    for entry in ctx.uow.outbox.owed_since(before):
        if entry.operation is Operation.POST:
            yield Foreseen(ctx.now, entry.address.email, rules, orders)
