"""Acceptance: an event is stored before it is acknowledged."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.events import Envelope
from bot.domain.internal_events import DeliveryContradicted
from bot.errors import StoreUnavailable
from bot.metrics import Metrics
from store import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Turn:
    """In which line an event waits, and from when on it may be handled."""

    line: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Stores what Webex delivers.

    `turn` returns in which line an event waits and from when on it may be handled, or None for one that is not stored
    at all. `lease` returns what brings it to a worker, called once it is committed: it may be leased already, in the
    same transaction. `nudge` wakes the workers that handle events, and `refused` notes that an event could not be
    stored.
    """

    store: Store
    metrics: Metrics
    turn: Callable[[Envelope, UnitOfWork], Turn | None]
    lease: Callable[[Envelope, UnitOfWork], Callable[[], None]]
    nudge: Callable[[], None]
    refused: Callable[[], None]

    def __call__(self, envelope: Envelope) -> None:
        """Store an event; when this returns, it may be acknowledged. Raises StoreUnavailable."""
        try:
            self._store(envelope)
        except StoreUnavailable:
            self.refused()
            raise

    def _store(self, envelope: Envelope) -> None:
        with self.store.unit_of_work(is_urgent=True) as uow:
            kept = uow.inbox.get(envelope.key)
            turn = self.turn(envelope, uow) if kept is None else None
            if turn is not None:
                accepted = replace(envelope, line=turn.line)
                uow.inbox.add(accepted, turn.due_at)
                uow.once_committed.append(self.lease(accepted, uow))
            if kept is not None and tell_apart(kept, envelope):
                uow.inbox.add(DeliveryContradicted(envelope.key, "told twice, differently").pack(envelope.arrived_at))
                uow.once_committed.append(self.nudge)
                self.metrics.contradicted.inc()
        counter = self.metrics.accepted if turn else self.metrics.repeated if kept else self.metrics.let_go
        counter.labels(envelope.kind).inc()


def tell_apart(one: Envelope, other: Envelope) -> bool:
    """Return whether two deliveries with one key name different people or rooms: then one of them is forged."""
    return any(one.data[name] != other.data[name] for name in one.data.keys() & other.data.keys())
