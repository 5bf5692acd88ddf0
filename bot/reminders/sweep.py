"""The sweep: moves due reminders into the inbox, where the clock's events wait like everybody else's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.events import Envelope
from bot.reminders.rules import Reminder

if TYPE_CHECKING:
    from store.unit_of_work import UnitOfWork

# Few enough that a sweep never holds the database for long.
AT_A_TIME = 200


def fire_due(unit_of_work: Callable[[], AbstractContextManager["UnitOfWork"]], now: datetime) -> int:
    """Put every due reminder into the inbox, once, together with the note that it was; returns how many."""
    fired = 0
    while True:
        with unit_of_work() as uow:
            due = uow.reminders.due(now, AT_A_TIME)
            fired += sum(uow.reminders.fire(each, now) and uow.inbox.add(envelope_of(each, now)) for each in due)
        if len(due) < AT_A_TIME:
            return fired


def envelope_of(reminder: Reminder, now: datetime) -> Envelope:
    """Return the event that a reminder is due; its key is the reminder's own, so it can be accepted only once."""
    data = {
        "order": reminder.order,
        "rule": reminder.rule,
        "occurrence": reminder.occurrence,
        "due_at": reminder.due_at.isoformat(),
    }
    name = f"{reminder.order}:{reminder.rule}:{reminder.occurrence}"
    return Envelope("reminders", "due", name, f"order:{reminder.order}", data, now)
