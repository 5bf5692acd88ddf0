"""Acceptance: what may be acknowledged is on disk."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.events import Envelope
from bot.metrics import Metrics
from store import Store


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Keeps what Webex delivers. `nudge` wakes whoever handles events."""

    store: Store
    metrics: Metrics
    nudge: Callable[[], None]

    def __call__(self, envelope: Envelope) -> None:
        """Keep an event for good; when this returns, it may be acknowledged. Raises StoreUnavailable."""
        with self.store.unit_of_work(is_urgent=True) as uow:
            is_new = uow.inbox.add(envelope)
        counter = self.metrics.accepted if is_new else self.metrics.repeated
        counter.labels(envelope.kind).inc()
        self.nudge()
