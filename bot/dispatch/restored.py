"""After a restore: the bot that ran before may have handled and said things that this file does not know.

A file that is restored goes as far as its backup, or as the last seconds that were streamed to another machine. What
came in until then and was not handled may have been handled since; what was to be sent may have been sent. So all of
that is handled and sent, but each post is looked for in its chat first.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery.sending import CLOCK_SKEW
from bot.domain.events import Envelope, Event, MessagePosted
from bot.domain.internal_events import InternalEvent, ReminderDue, RemindersDue
from bot.domain.outgoing import Address, Said
from bot.webex.port import Webex
from store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """A file that was restored: `since` is how far it went, `until` when it was put into place."""

    since: datetime
    until: datetime

    def placed(self, event: Event | InternalEvent, store: Store, webex: Webex) -> Event | InternalEvent:
        """Return a message, with whether the bot said something before it of which this file knows nothing.

        Messages still owed to its sender count as known: they answer earlier words, and may have been posted already.
        """
        if not isinstance(event, MessagePosted) or not event.is_direct or not self.is_of_before(event):
            return event
        since = self.since - CLOCK_SKEW
        said = webex.said_to(event.person.email, since)
        with store.reading() as uow:
            address = Address(email=event.person.email)
            known, owed = uow.posted.to(address, since), uow.outbox.owed_to(address)
        unknown = [each for each in said if each.message_id not in known and is_before(each, event)]
        return replace(event, is_out_of_context=len(unknown) > owed)

    def is_of_before(self, event: MessagePosted) -> bool:
        """Return whether a message was written before the restore, and after what the file knows."""
        return event.happened_at is not None and self.since - CLOCK_SKEW <= event.happened_at <= self.until

    def may_have_handled(self, envelope: Envelope, event: Event | InternalEvent) -> bool:
        """Return whether this may have been handled already, by the bot whose last hours or seconds are lost."""
        return any(moment <= self.until for moment in (envelope.arrived_at, *moments_of(event)))


def is_before(said: Said, event: MessagePosted) -> bool:
    """Return whether something was said before a message was written."""
    return event.happened_at is not None and said.at < event.happened_at


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
    """Take over what the earlier bot had in hand, doubt what it was to send, and return how far the file goes.

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
