"""Acceptance: an event is stored before it is acknowledged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Envelope
from bot.domain.internal_events import DeliveryContradicted
from bot.metrics import Metrics
from store import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Stores what Webex delivers.

    `turn` returns the moment from which an event may be handled, or None for one that is not stored at all; `nudge`
    wakes the workers that handle events.
    """

    store: Store
    metrics: Metrics
    turn: Callable[[Envelope, UnitOfWork], datetime | None]
    nudge: Callable[[], None]

    def __call__(self, envelope: Envelope) -> None:
        """Store an event; when this returns, it may be acknowledged. Raises StoreUnavailable."""
        with self.store.unit_of_work(is_urgent=True) as uow:
            due_at = self.turn(envelope, uow)
            is_new = due_at is not None and uow.inbox.add(envelope, due_at)
            kept = None if is_new else uow.inbox.get(envelope.key)
            if kept is not None and tell_apart(kept, envelope):
                uow.inbox.add(DeliveryContradicted(envelope.key, "told twice, differently").pack(envelope.arrived_at))
                self.metrics.contradicted.inc()
        counter = self.metrics.accepted if is_new else self.metrics.let_go if due_at is None else self.metrics.repeated
        counter.labels(envelope.kind).inc()
        self.nudge()


def tell_apart(one: Envelope, other: Envelope) -> bool:
    """Return whether two deliveries with one key name different people or rooms: then one of them is forged."""
    return any(one.data[name] != other.data[name] for name in one.data.keys() & other.data.keys())
