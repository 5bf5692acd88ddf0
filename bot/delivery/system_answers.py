"""Taking the answers of the partner's own system: each is kept with its event, and handled like any other event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.internal_events import SystemAnswered
from bot.domain.orders import Order
from bot.domain.provisioning import AnswerConflict, Effect, SystemAnswer, effect_of
from store import Store, UnitOfWork


class NoSuchOrder(LookupError):
    """An answer about an order that was never received."""


def take(uow: UnitOfWork, number: str, answer: SystemAnswer, now: datetime) -> Effect:
    """Keep an answer about an order; its handler does what follows, in the order's line.

    One that contradicts what is known changes nothing, and the admins hear of it.
    """
    order, latest = uow.orders.get(number), uow.partner_events.latest(number)
    if order is None:
        raise NoSuchOrder(number)
    try:
        effect = effect_of(answer, latest, order)
    except AnswerConflict as conflict:
        uow.inbox.add(SystemAnswered.about(number, answer, conflict.kind).pack(now))
        raise
    if effect is Effect.TAKEN and latest is not None:
        uow.partner_events.answered(latest.event_id, answer, now)
        uow.inbox.add(SystemAnswered.about(number, answer, event_id=latest.event_id).pack(now))
    return effect


@dataclass(frozen=True, slots=True)
class SystemAnswers:
    """Takes the answers that come later, over HTTP.

    `nudge` wakes the workers that handle events; `steps` are those that a refusal may name.
    """

    steps: Sequence[str]
    store: Store
    clock: Clock
    nudge: Callable[[], None]

    def __call__(self, number: str, answer: SystemAnswer) -> tuple[Effect, Order]:
        """Take an answer; when this returns, it is on disk. Raises NoSuchOrder and AnswerConflict."""
        conflict = None
        with self.store.unit_of_work(is_urgent=True) as uow:
            effect = Effect.IGNORED
            try:
                effect = take(uow, number, answer, self.clock.now())
            except AnswerConflict as error:
                # Raised when it is on disk that somebody contradicts.
                conflict = error
            order = uow.orders.get(number)
        self.nudge()
        if conflict is not None or order is None:
            raise conflict or NoSuchOrder(number)
        return effect, order
