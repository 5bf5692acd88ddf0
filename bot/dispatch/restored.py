"""After a restore: the bot of before may have handled and said what this file does not know of.

A file that is restored goes as far as its backup, or as the last seconds that were streamed to another machine. What
came in until then and was not handled may have been handled since; what was to be sent may have been sent. So all of
that is handled and sent, but each post is looked for in its chat first.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Envelope, Event
from bot.domain.internal_events import InternalEvent, ReminderDue, RemindersDue
from store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """A file that was restored: `since` is how far it went, `until` when it was put into place."""

    since: datetime
    until: datetime

    def may_have_handled(self, envelope: Envelope, event: Event | InternalEvent) -> bool:
        """Return whether this may have been handled before, by the bot whose last hours or seconds are lost."""
        return any(moment <= self.until for moment in (envelope.arrived_at, *moments_of(event)))


def moments_of(event: Event | InternalEvent) -> list[datetime]:
    """Return since when an event could have been handled, where it says so itself."""
    match event:
        case ReminderDue():
            return [event.due_at]
        case RemindersDue():
            return [each.due_at for each in event.reminders]
        case InternalEvent():
            return []
    return [event.happened_at] if event.happened_at else []


def come_back(store: Store) -> Restored | None:
    """Return what is known of the last restore; None where there was none.

    At the first start after it, nothing that was being sent or handled is in anybody's hand any more.
    """
    with store.reading() as uow:
        until, since = uow.restorations.restored_at(), uow.restorations.held_until()
    if until is None:
        return None
    return Restored(since or settle(store, until), until)


def settle(store: Store, until: datetime) -> datetime:
    """Take from the bot of before what it had in hand, doubt what it was to send, and return how far the file goes.

    That is the latest moment anywhere in it.
    """
    with store.unit_of_work() as uow:
        since = min(uow.moments.latest() or until, until)
        for dead in uow.processes.others(""):
            uow.give_back(dead.owner)
            uow.processes.leave(dead.owner)
        doubted = uow.outbox.doubt()
        uow.restorations.settle(since)
    log.info("restored", extra={"action": "restored", "since": since, "until": until, "doubted": doubted})
    return since
