"""The event relay: carries finished setups to the partner's own system, at least once, each under one id.

A crash between delivering and noting it delivers the event again: its id tells the receiver that it is the same.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bot.clock import Clock
from bot.delivery.system_answers import take
from bot.domain.internal_events import SetupUndelivered, SystemUnclear
from bot.domain.provisioning import AnswerConflict, PartnerEvent, SystemAnswer
from bot.errors import Rejected, Unreachable
from bot.services.partner_system import NotUnderstood, ProvisioningSystem
from bot.services.resting import rest_after
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# For a day, as Standard Webhooks advises: soon at first, then seldom.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, *[2 * 3600] * 11))
LONGEST_TRYING = timedelta(days=1)


def next_try(event: PartnerEvent, error: Unreachable, now: datetime, rng: Random) -> datetime | None:
    """Return when an event is tried again after a try that failed; None when a day is over."""
    wait = rest_after(error, WAITS[min(event.attempts, len(WAITS)) - 1] * rng.uniform(0.8, 1.2), now)
    ends = (event.created_at or now) + LONGEST_TRYING
    return min(now + wait, ends) if now < ends else None


class EventRelay:
    """Delivers one event at a time from the store."""

    def __init__(
        self, store: Store, system: ProvisioningSystem, clock: Clock, owner: str, *, after: Callable[[], None]
    ) -> None:
        self._store = store
        self._system = system
        self._clock = clock
        self._owner = owner
        self._after = after
        self._random = Random()  # noqa: S311 - jitter needs no secrecy

    def __call__(self) -> bool:
        """Deliver the next event, if one is due; returns whether there was one."""
        now = self._clock.now()
        with self._store.reading() as uow:
            due = uow.partner_events.next_due()
        if due is None or due > now:
            return False
        with self._store.unit_of_work() as uow:
            event = uow.partner_events.lease(self._owner, now)
        if event is None:
            return False
        self._deliver(event)
        self._after()
        return True

    def _deliver(self, event: PartnerEvent) -> None:
        facts = {"action": "event_sent", "event": event.event_id, "order": event.order, "attempts": event.attempts}
        try:
            answer = self._system.deliver(event)
        except NotUnderstood as error:
            log.warning("answer not understood", extra={**facts, "cause": error.reason})
            self._arrived(event, None, unclear=error.reason)
        except Unreachable as error:
            log.warning("event will be sent again", extra={**facts, "action": "event_again", "cause": error.reason})
            self._try_again(event, error)
        except Rejected as error:
            self._give_up(event, error.reason)
        else:
            log.info("event sent", extra=facts | {"answer": answer.verdict if answer else "none"})
            self._arrived(event, answer)

    def _arrived(self, event: PartnerEvent, answer: SystemAnswer | None, unclear: str = "") -> None:
        now = self._clock.now()
        with self._store.unit_of_work() as uow:
            if not uow.partner_events.sent(event, self._owner, now):
                return
            detail = {"event": event.type} | ({"unclear": unclear} if unclear else {})
            uow.audit.add(now, "", "system_told", order=event.order, detail=detail)
            if unclear:
                uow.inbox.add(SystemUnclear(event.order, event.event_id, unclear).pack(now))
            if answer is not None:
                self._take(uow, event, answer, now)

    def _take(self, uow: UnitOfWork, event: PartnerEvent, answer: SystemAnswer, now: datetime) -> None:
        try:
            take(uow, event.order, answer, now)
        except AnswerConflict as conflict:
            facts = {"action": "answer_conflict", "event": event.event_id, "order": event.order}
            log.warning("answer contradicts", extra=facts | {"cause": conflict.kind})

    def _try_again(self, event: PartnerEvent, error: Unreachable) -> None:
        due_at = next_try(event, error, self._clock.now(), self._random)
        if due_at is None:
            self._give_up(event, error.reason)
            return
        with self._store.unit_of_work() as uow:
            uow.partner_events.retry(event, self._owner, due_at, error.reason)

    def _give_up(self, event: PartnerEvent, cause: str) -> None:
        now = self._clock.now()
        facts = {"action": "event_given_up", "event": event.event_id, "order": event.order, "cause": cause}
        log.error("event given up", extra=facts)
        with self._store.unit_of_work() as uow:
            if uow.partner_events.give_up(event, self._owner, cause, now):
                uow.audit.add(now, "", "system_not_told", order=event.order, outcome="failed")
                uow.inbox.add(SetupUndelivered(event.order, event.id, cause).pack(now))
