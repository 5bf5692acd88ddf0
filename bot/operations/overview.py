"""The overview for whoever runs the bot: what is due, what waits, and what failed. It names orders, and no people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.dead_letters import DeadLetter
from bot.reminders.reminder import Reminder
from store import Store, UnitOfWork

AHEAD = timedelta(days=1)
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits to be handled or sent: a resource or an operation, since when, how often it was tried."""

    what: str
    order: str
    since: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How things stand at a moment. Lists have only their first items; `counts` says how many there are."""

    at: datetime
    counts: dict[str, int]
    is_paused: bool
    due: tuple[Reminder, ...]
    waiting: tuple[Waiting, ...]
    failed: tuple[DeadLetter, ...]


def overview(store: Store, now: datetime) -> Overview:
    """Return how things stand now."""
    with store.reading() as uow:
        due = uow.reminders.due_by(now + AHEAD)
        counts = {
            "due": len(due),
            "events": uow.backlog.events(),
            "messages": uow.backlog.messages(),
            "escalations": len(uow.escalations.open_ones()),
            "failed": uow.dead_letters.count(),
        }
        failed = tuple(uow.dead_letters.all(MOST_SHOWN))
        return Overview(now, counts, uow.pauses.current() is not None, tuple(due[:MOST_SHOWN]), waiting(uow), failed)


def waiting(uow: UnitOfWork) -> tuple[Waiting, ...]:
    """Return the events and messages that have waited longest, the oldest first."""
    events = [
        Waiting(each.resource, each.order, each.arrived_at, each.attempts)
        for each in uow.backlog.oldest_events(MOST_SHOWN)
    ]
    messages = [
        Waiting(each.operation, each.order, each.created_at, each.attempts)
        for each in uow.backlog.oldest_messages(MOST_SHOWN)
    ]
    return tuple(sorted((*events, *messages), key=lambda each: each.since)[:MOST_SHOWN])
