"""The dispatcher: takes one envelope through opening, one transaction and one handler."""

import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from bot.clock import Clock
from bot.delivery.retry import fetch_attempt, next_attempt
from bot.dispatch.context import Contexts
from bot.dispatch.handling import handle_event
from bot.dispatch.middleware import CHAIN, compose
from bot.dispatch.opener import Opener
from bot.dispatch.restored import Restored
from bot.domain.events import Envelope, Event, Ignored
from bot.domain.internal_events import DeliveryContradicted, InternalEvent, ReminderDue, RemindersDue, RoomDoubted
from bot.domain.outgoing import Address, Lane, Message, Operation, OutboxEntry
from bot.domain.people import Person
from bot.errors import (
    BeingScanned,
    NotDecryptedYet,
    NotReadableYet,
    Rejected,
    StoreUnavailable,
    Unreachable,
    Unusable,
    WebexError,
)
from bot.language.texts import _, texts
from bot.metrics import Metrics
from bot.scheduling.sweep import is_late
from bot.tracing import traces
from bot.webex.contradictions import Contradicted
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# An event that was begun this often and never finished is given up: it has ended the process each time.
MOST_ATTEMPTS = 3
# How long a person's later events wait for one that Webex does not show yet. It usually comes within that time. Without
# a limit, somebody who knows our secret could block a person with an event that never happened. Once one has stepped
# aside, the next ones of that person do so at once.
PLACE_IS_KEPT = timedelta(seconds=4)
# Nor does it keep its place where more than so many of that person's events wait behind it: nobody is that fast.
MOST_BEHIND = 6
# A membership that does not show within this time does not exist, and a message that is said to be deleted is.
LOOKED_FOR = timedelta(seconds=15)
# What strangers and doubted people are said to have done is looked for again after these waits. Each look costs a call.
FEW_WAITS = (timedelta(seconds=4), timedelta(minutes=1))
# A list of what somebody wrote may be as late as the message itself, so a second look follows.
SECOND_LOOK = timedelta(seconds=2)
# How long a person is doubted in whose name something was told that Webex contradicts.
DOUBTED_FOR = timedelta(minutes=5)
APOLOGY = _(
    "Sorry, something went wrong on our side and I could not finish that. Nothing is lost. If it happens again, give "
    "a Cisco representative this reference: {reference}"
)


SCANNED = _(
    "Webex is still looking for malware in your file. I read it as soon as Webex lets me; you can go on meanwhile."
)


class LeaseLost(Exception):
    """Another process took the event over while we handled it, so our transaction is rolled back."""


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Opens each envelope and has its event handled. `owner` is the name of this process in leases.

    `lease_answer` leases the answer that goes out next, in the transaction that ends the event. `restored` tells what
    may have been handled before this file was restored.
    """

    store: Store
    clock: Clock
    opener: Opener
    contexts: Contexts
    owner: str
    metrics: Metrics = field(default_factory=Metrics)
    dice: random.Random = field(default_factory=random.Random)
    lease_answer: Callable[[UnitOfWork, datetime], OutboxEntry | None] = lambda uow, now: None
    restored: Restored | None = None

    def handle(self, envelope: Envelope) -> OutboxEntry | None:
        """Open an envelope and handle its event; return what was leased to be sent then.

        Raises only StoreUnavailable, and then nothing has changed.
        """
        started = perf_counter()
        try:
            with traces.span(f"handle {envelope.kind}", envelope.trace, attempt=envelope.attempts):
                return self._try_to_handle(envelope)
        except LeaseLost:
            log.warning("lease lost", extra={"action": "lease_lost", "key": envelope.key})
            return None
        finally:
            self.metrics.handle_seconds.observe(perf_counter() - started)

    def _try_to_handle(self, envelope: Envelope) -> OutboxEntry | None:
        try:
            if envelope.attempts - envelope.postponed > MOST_ATTEMPTS:
                self._give_up(envelope, "handling it stopped the process", is_confirmed=False)
            else:
                return self._handle_opened(envelope, self._opened(envelope))
        except (StoreUnavailable, LeaseLost):
            raise
        except Contradicted as error:
            self._refuse(envelope, error)
        except Unreachable as error:
            self._postpone(envelope, error)
        except Unusable as error:
            log.warning("event refused", extra={"action": "event_refused", "key": envelope.key, "cause": error.reason})
            return self._handle_opened(envelope, Ignored(error.reason))
        except Rejected as error:
            self._give_up(envelope, f"could not be read: {error.reason}", error, is_confirmed=False)
        except Exception as error:  # noqa: BLE001 - a bug in one handler must not stop anybody else's events
            self._give_up(envelope, f"{type(error).__name__}", error)
        return None

    def _opened(self, envelope: Envelope) -> Event | InternalEvent:
        event = self.opener.open(envelope)
        return self.restored.placed(event, self.store, self.opener.webex) if self.restored else event

    def _handle_opened(self, envelope: Envelope, event: Event | InternalEvent) -> OutboxEntry | None:
        with self.store.unit_of_work() as uow:
            now = self.clock.now()
            if self.restored is not None and self.restored.may_have_handled(envelope, event):
                uow.outbox.doubted_since = self.restored.since
            if not isinstance(event, Ignored):
                ctx = replace(self.contexts.of(event, uow, now), arrived_at=envelope.arrived_at)
                compose(CHAIN, handle_event)(ctx)
            if not uow.inbox.done(envelope, self.owner, now, happened_at=getattr(event, "happened_at", None)):
                raise LeaseLost
            answer = self.lease_answer(uow, now)
        self.metrics.handled.labels(envelope.kind).inc()
        self._count_reminders(event, now)
        return answer

    def _count_reminders(self, event: Event | InternalEvent, now: datetime) -> None:
        due = event.reminders if isinstance(event, RemindersDue) else [event] if isinstance(event, ReminderDue) else []
        for each in due:
            self.metrics.reminders.labels(each.rule).inc()
            if is_late(each.due_at, now):
                self.metrics.reminders_late.labels(each.rule).inc()

    def _postpone(self, envelope: Envelope, error: Unreachable) -> None:
        """Put an event back: for a limited time where it cannot be read yet, without limit while Webex is away."""
        now = self.clock.now()
        if isinstance(error, NotReadableYet):
            self._look_again_later(envelope, error, now)
        else:
            tried = envelope.postponed - envelope.too_early + 1
            # A file that Webex scans may take hours; what its sender does meanwhile is handled.
            line = f"files:{envelope.id}" if isinstance(error, BeingScanned) else ""
            self._put_back(envelope, error, next_attempt(error, tried, now, self.dice), line=line)
            if line and not envelope.postponed:
                self._say_that_it_is_scanned(envelope, now)

    def _look_again_later(self, envelope: Envelope, error: NotReadableYet, now: datetime) -> None:
        """Put back an event that cannot be read yet; after a while it holds nobody up, or is dropped or refused."""
        is_there = isinstance(error, NotDecryptedYet)
        looked_for = now - envelope.arrived_at
        is_deleted = not is_there and self._is_said_to_be_deleted(envelope)
        if is_there:
            self._put_back(envelope, error, fetch_attempt(envelope.too_early + 1, now), too_early=True)
        elif is_deleted and looked_for >= LOOKED_FOR:
            self._handle_opened(envelope, Ignored("gone before it could be read"))
        elif is_made_up(envelope, looked_for):
            self._refuse(envelope, Contradicted(error.reason))
        elif envelope.is_worth_few_looks:
            self._put_back(envelope, error, now + FEW_WAITS[envelope.too_early], too_early=True)
        else:
            steps_aside = is_deleted or looked_for >= PLACE_IS_KEPT or self._is_doubtful(envelope)
            self._put_back(envelope, error, look_again(envelope, now), too_early=True, steps_aside=steps_aside)

    def _say_that_it_is_scanned(self, envelope: Envelope, now: datetime) -> None:
        with self.store.unit_of_work() as uow:
            sender = uow.people.by_id(envelope.sender)
            if sender is not None:
                waits = Message(texts(sender.language)(SCANNED))
                uow.outbox.add(Address(email=sender.email), Operation.POST, waits, Lane.REPLY, now)

    def _put_back(self, envelope: Envelope, error: Unreachable, again: datetime | None, **how: Any) -> None:
        if again is None:
            self._give_up(envelope, f"could not be read: {error.reason}", error, is_confirmed=False)
            return
        facts = {"action": "event_postponed", "key": envelope.key, "tracking_id": error.tracking_id}
        log.info("event postponed", extra=facts | {"cause": error.reason})
        is_first = False
        with self.store.unit_of_work() as uow:
            if how.get("steps_aside"):
                is_first = doubt(envelope, uow, self.clock.now())
            if not uow.inbox.retry(envelope, self.owner, again, error.reason, **how):
                raise LeaseLost
        if is_first:
            self._look_into(envelope)

    def _look_into(self, envelope: Envelope) -> None:
        """List at once what a doubted person really wrote: events that do not exist may stand before it in the line."""
        try:
            self.opener.look_into(RoomDoubted.by(envelope, self.clock.now()))
        except (WebexError, StoreUnavailable) as error:
            log.info("not looked into", extra={"action": "look_failed", "key": envelope.key, "cause": str(error)})

    def _is_doubtful(self, envelope: Envelope) -> bool:
        """Return whether others in the same name could not be found, or more wait behind it than a person causes."""
        with self.store.reading() as uow:
            is_flood = len(uow.inbox.in_line(envelope.line)) > MOST_BEHIND
            return is_flood or uow.inbox.is_doubted(envelope.sender)

    def _is_said_to_be_deleted(self, envelope: Envelope) -> bool:
        """Return whether a webhook said that the message was deleted; asked only where it cannot be read."""
        with self.store.reading() as uow:
            is_told = uow.inbox.get(f"{envelope.resource}:deleted:{envelope.id}") is not None
        return is_told and envelope.event == "created"

    def _refuse(self, envelope: Envelope, error: Contradicted) -> None:
        """Drop an envelope that contradicts Webex, alert the admins, and accept what Webex says in its place."""
        now = self.clock.now()
        log.error(
            "a signed delivery was contradicted by Webex",
            extra={"action": "delivery_contradicted", "key": envelope.key, "cause": error.reason},
        )
        with self.store.unit_of_work() as uow:
            if not uow.inbox.refuse(envelope, self.owner, now):
                raise LeaseLost
            uow.inbox.add(DeliveryContradicted(envelope.key, error.reason).pack(now))
            is_first = doubt(envelope, uow, now, DOUBTED_FOR)
            if error.truth is not None:
                uow.inbox.add(error.truth)
        if is_first:
            self._look_into(envelope)
        self.metrics.contradicted.inc()

    def _give_up(
        self, envelope: Envelope, cause: str, error: Exception | None = None, *, is_confirmed: bool = True
    ) -> None:
        """Make an event a dead letter with its cause, and tell its sender the reference.

        `is_confirmed` is whether Webex itself named the sender, and not the envelope alone.
        """
        reference = secrets.token_hex(4).upper()
        facts = {"action": "event_given_up", "key": envelope.key, "reference": reference, "cause": cause}
        log.error("event given up", extra=facts, exc_info=error)
        with self.store.unit_of_work() as uow:
            now = self.clock.now()
            if not uow.inbox.give_up(envelope, self.owner, cause, reference, now):
                raise LeaseLost
            sender = uow.people.by_id(envelope.sender)
            if sender is not None and not sender.is_bot and (is_confirmed or first_today(uow, sender, now)):
                apology = Message(texts(sender.language)(APOLOGY, reference=reference))
                uow.outbox.add(Address(email=sender.email), Operation.POST, apology, Lane.REPLY, now)
        self.metrics.dead_letters.labels(envelope.kind).inc()


def doubt(envelope: Envelope, uow: UnitOfWork, now: datetime, lasts: timedelta = SECOND_LOOK) -> bool:
    """Doubt the person whom an event names for a while, at the end of which a look follows.

    Returns whether that is new, so that a look is due at once.
    """
    if not envelope.is_of_a_person or uow.inbox.is_doubted(envelope.sender):
        return False
    uow.inbox.add(RoomDoubted.by(envelope, now).pack(now + lasts), now + lasts)
    return True


def is_made_up(envelope: Envelope, looked_for: timedelta) -> bool:
    """Return whether an event that cannot be found was probably made up."""
    if envelope.resource == "memberships":
        return looked_for >= LOOKED_FOR
    return envelope.is_worth_few_looks and envelope.too_early >= len(FEW_WAITS)


def look_again(envelope: Envelope, now: datetime) -> datetime | None:
    """Return when to look again for what an event is about; None when another look would be pointless."""
    again, place_ends = fetch_attempt(envelope.too_early + 1, now), envelope.arrived_at + PLACE_IS_KEPT
    return min(again, place_ends) if again and now < place_ends else again


def first_today(uow: UnitOfWork, person: Person, now: datetime) -> bool:
    """Return whether this is the day's first apology to somebody whom only an envelope names as the sender.

    Without this limit, whoever knows our secret could make the bot write to anybody without end.
    """
    key, today = f"apologized:{person.id}", f"{now:%Y-%m-%d}"
    is_first = uow.settings.get(key) != today
    uow.settings.set(key, today)
    return is_first
