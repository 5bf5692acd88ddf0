"""Dispatch: one envelope, one transaction, one handler."""

import logging
import random
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter

from bot.clock import Clock
from bot.delivery.retry import fetch_attempt, next_attempt
from bot.dispatch.context import Contexts
from bot.dispatch.handling import handle_event
from bot.dispatch.middleware import CHAIN, compose
from bot.dispatch.opener import Opener, is_deletion
from bot.domain.events import Envelope, Event, Ignored
from bot.domain.internal_events import InternalEvent, ReminderDue, RemindersDue
from bot.domain.outgoing import Address, Lane, Message, Operation
from bot.errors import NotReadableYet, Rejected, StoreUnavailable, Unreachable, Unusable
from bot.language.texts import _, texts
from bot.metrics import Metrics
from bot.scheduling.sweep import is_late
from store import Store

log = logging.getLogger(__name__)

# An event that was begun this often and never finished has taken the process down each time.
MOST_ATTEMPTS = 3
APOLOGY = _(
    "Sorry, something went wrong on our side and I could not finish that. Nothing is lost. If it stays, give a Cisco "
    "representative this reference: {reference}"
)


class LeaseLost(Exception):
    """Another process took the event over while we handled it; what we did is rolled back."""


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Has each envelope opened, and handles what is in it. `owner` is this process, as leases name it."""

    store: Store
    clock: Clock
    opener: Opener
    contexts: Contexts
    owner: str
    metrics: Metrics = field(default_factory=Metrics)
    dice: random.Random = field(default_factory=random.Random)

    def handle(self, envelope: Envelope) -> None:
        """Open an envelope and handle what is in it; raises only StoreUnavailable, and then nothing has changed."""
        started = perf_counter()
        try:
            self._try_to_handle(envelope)
        except LeaseLost:
            log.warning("lease lost", extra={"action": "lease_lost", "key": envelope.key})
        self.metrics.handle_seconds.observe(perf_counter() - started)

    def _try_to_handle(self, envelope: Envelope) -> None:
        try:
            if envelope.attempts - envelope.postponed > MOST_ATTEMPTS:
                self._give_up(envelope, "handling it stopped the process")
            else:
                self._handle_opened(envelope, self.opener.open(envelope))
        except (StoreUnavailable, LeaseLost):
            raise
        except Unreachable as error:
            self._postpone(envelope, error)
        except Unusable as error:
            log.warning("event refused", extra={"action": "event_refused", "key": envelope.key, "cause": error.reason})
            self._handle_opened(envelope, Ignored(error.reason))
        except Rejected as error:
            self._give_up(envelope, f"could not be read: {error.reason}", error)
        except Exception as error:  # noqa: BLE001 - a bug in one handler must not stop anybody else's events
            self._give_up(envelope, f"{type(error).__name__}", error)

    def _handle_opened(self, envelope: Envelope, event: Event | InternalEvent) -> None:
        with self.store.unit_of_work() as uow:
            now = self.clock.now()
            if is_deletion(envelope):
                uow.inbox.close_waiting(f"messages:created:{envelope.id}", now)
            if not isinstance(event, Ignored):
                ctx = replace(self.contexts.of(event, uow, now), arrived_at=envelope.arrived_at)
                compose(CHAIN, handle_event)(ctx)
            if not uow.inbox.done(envelope, self.owner, now):
                raise LeaseLost
        self.metrics.handled.labels(envelope.kind).inc()
        self._count_reminders(event, now)

    def _count_reminders(self, event: Event | InternalEvent, now: datetime) -> None:
        due = event.reminders if isinstance(event, RemindersDue) else [event] if isinstance(event, ReminderDue) else []
        for each in due:
            self.metrics.reminders.labels(each.rule).inc()
            if is_late(each.due_at, now):
                self.metrics.reminders_late.labels(each.rule).inc()

    def _postpone(self, envelope: Envelope, error: Unreachable) -> None:
        """Put an event back: for a while where it may only be too early to read it, for ever while Webex is away."""
        now = self.clock.now()
        too_early = isinstance(error, NotReadableYet)
        if too_early and self._is_deleted(envelope):
            self._handle_opened(envelope, Ignored("deleted by its author"))
            return
        again = (
            fetch_attempt(envelope.too_early + 1, now)
            if too_early
            else next_attempt(error, envelope.postponed - envelope.too_early + 1, now, self.dice)
        )
        if again is None:
            self._give_up(envelope, f"could not be read: {error.reason}", error)
            return
        facts = {"action": "event_postponed", "key": envelope.key, "tracking_id": error.tracking_id}
        log.info("event postponed", extra=facts | {"cause": error.reason})
        with self.store.unit_of_work() as uow:
            if not uow.inbox.retry(envelope, self.owner, again, error.reason, too_early=too_early):
                raise LeaseLost

    def _is_deleted(self, envelope: Envelope) -> bool:
        """Return whether Webex told us that a message we cannot read is gone: nobody waits for its answer."""
        with self.store.reading() as uow:
            return envelope.resource == "messages" and uow.inbox.get(f"messages:deleted:{envelope.id}") is not None

    def _give_up(self, envelope: Envelope, cause: str, error: Exception | None = None) -> None:
        """Set an event aside with its cause, and tell its sender with a reference."""
        reference = secrets.token_hex(4).upper()
        facts = {"action": "event_parked", "key": envelope.key, "reference": reference, "cause": cause}
        log.error("event parked", extra=facts, exc_info=error)
        with self.store.unit_of_work() as uow:
            now = self.clock.now()
            if not uow.inbox.give_up(envelope, self.owner, cause, reference, now):
                raise LeaseLost
            sender = uow.people.by_id(envelope.sender)
            if sender is not None and not sender.is_bot:
                apology = Message(texts(sender.language)(APOLOGY, reference=reference))
                uow.outbox.add(Address(email=sender.email), Operation.POST, apology, Lane.REPLY, now)
        self.metrics.dead_letters.labels(envelope.kind).inc()
