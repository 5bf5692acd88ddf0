"""The dispatcher: takes one envelope through opening, one transaction and one handler."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter

from bot.clock import Clock
from bot.dispatch.context import Contexts
from bot.dispatch.handling import handle_event
from bot.dispatch.middleware import CHAIN, compose
from bot.dispatch.opener import Opener
from bot.dispatch.restored import Restored
from bot.dispatch.setbacks import LeaseLost, Setbacks
from bot.domain.events import Envelope, Event, Ignored
from bot.domain.internal_events import InternalEvent, ReminderDue, RemindersDue
from bot.domain.outgoing import OutboxEntry
from bot.errors import Rejected, StoreUnavailable, Unreachable, Unusable
from bot.metrics import Metrics
from bot.scheduling.sweep import is_late
from bot.tracing import traces
from bot.webex.contradictions import Contradicted
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# An event that was begun this often and never finished is given up: it has ended the process each time.
MOST_ATTEMPTS = 3


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
    setbacks: Setbacks
    owner: str
    metrics: Metrics = field(default_factory=Metrics)
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
                self.setbacks.give_up(envelope, "handling it stopped the process", is_confirmed=False)
            else:
                return self._handle_opened(envelope, self._opened(envelope))
        except (StoreUnavailable, LeaseLost):
            raise
        except Contradicted as error:
            self.setbacks.refuse(envelope, error)
        except Unreachable as error:
            if not self.setbacks.postpone(envelope, error):
                return self._handle_opened(envelope, Ignored("gone before it could be read"))
        except Unusable as error:
            log.warning("event refused", extra={"action": "event_refused", "key": envelope.key, "cause": error.reason})
            return self._handle_opened(envelope, Ignored(error.reason))
        except Rejected as error:
            self.setbacks.give_up(envelope, f"could not be read: {error.reason}", error, is_confirmed=False)
        except Exception as error:  # noqa: BLE001 - a bug in one handler must not stop anybody else's events
            self.setbacks.give_up(envelope, f"{type(error).__name__}", error)
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
            if not uow.inbox.done(envelope, self.owner, now, happened_at=event.happened_at):
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
