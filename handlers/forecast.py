"""The forecast: what reminders would be sent if nobody did anything, found by doing it and taking it all back."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from bot.context import Context
from bot.dispatch import NOBODY, reminders_of
from bot.errors import Refusal
from bot.events import Envelope, RemindersDue
from bot.middleware import compose
from bot.outgoing import Deed, OutboxEntry
from bot.people import Role
from bot.reminders.following import let_reminders_follow
from bot.reminders.sweep import PAUSED, fire_due
from bot.reminders.why import RULE_NAMES
from bot.routing import Router
from bot.texts import Texts, _
from cards.notice import notice_card

router = Router()

MOST_DAYS, USUAL_DAYS = 60, 14
MOST_SHOWN, MOST_NAMED = 30, 3
# A rehearsal holds the database, so it ends early rather than late.
MOST_REHEARSED = 500


class TakenBack(Exception):
    """Ends a rehearsal: everything in it is undone."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message that will be sent, to whom, and by which rules."""

    at: datetime
    to: str
    rules: tuple[str, ...]
    orders: tuple[str, ...]


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
    foreseen = rehearsed(ctx, ctx.now + timedelta(days=length))
    lines = [line_of(each, ctx.t) for each in foreseen]
    title = ctx.t(_("Forecast: {n}"), n=len(lines))
    rest = len(lines) - MOST_SHOWN
    more = [ctx.t.count(_("{n} more is not shown."), _("{n} more are not shown."), rest)] if rest > 0 else []
    nothing = [_("Nothing will be sent.")] if not lines else []
    ctx.tell(notice_card(ctx.t, title, [*lines[:MOST_SHOWN], *more, *nothing]))


def line_of(each: Foreseen, t: Texts) -> str:
    """Say when which rules write to whom about which orders."""
    orders = ", ".join(each.orders[:MOST_NAMED])
    others = f" … ({len(each.orders)})" if len(each.orders) > MOST_NAMED else ""
    rules = t.listing(t(RULE_NAMES.get(rule, rule)) for rule in each.rules)
    return f"{each.at:%Y-%m-%d %H:%M} UTC · {rules} · {orders}{others} → {each.to}"


def rehearsed(ctx: Context, until: datetime) -> list[Foreseen]:
    """Let time pass until a moment, and return what would be sent; nothing of it stays."""
    with rehearsal(ctx):
        return list(islice(play(ctx, until), MOST_REHEARSED))


@contextmanager
def rehearsal(ctx: Context) -> Iterator[None]:
    """Undo everything that is done inside, and nothing else of this transaction."""
    with suppress(TakenBack), ctx.uow.savepoint():
        yield
        raise TakenBack


def play(ctx: Context, until: datetime) -> Iterator[Foreseen]:
    """Go from reminder to reminder, handling each as it would be handled then: as nobody's deed, with none paused."""
    ctx, now = replace(ctx, person=NOBODY, roles=frozenset()), ctx.now
    ctx.uow.settings.set(PAUSED, "")
    while True:
        due = ctx.uow.reminders.next_due()
        if due is None or due > until:
            return
        now = max(now, due)
        fired = fire_due(lambda: nullcontext(ctx.uow), now, ctx.policy.timing)
        for envelope in fired:
            yield from said_by(replace(ctx, now=now), envelope)


def said_by(ctx: Context, envelope: Envelope) -> Iterator[Foreseen]:
    """Handle one event of the clock, and return what it would send."""
    from handlers import ROUTER

    before = ctx.uow.outbox.newest()
    event = reminders_of(envelope)
    handler = ROUTER.events[RemindersDue] if isinstance(event, RemindersDue) else ROUTER.reminders[event.rule]
    ctx.uow.touched.clear()
    compose([let_reminders_follow], lambda inner: handler(inner, event))(replace(ctx, event=event))
    due = event.reminders if isinstance(event, RemindersDue) else (event,)
    rules, orders = tuple(dict.fromkeys(each.rule for each in due)), tuple(each.order for each in due)
    for entry in ctx.uow.outbox.owed_since(before):
        if entry.deed is Deed.POST:
            yield Foreseen(ctx.now, address_of(entry, ctx.t), rules, orders)


def address_of(entry: OutboxEntry, t: Texts) -> str:
    return entry.address.email or t(_("the rep space"))
