"""What goes out next: the heads of the lines of the outbox are leased, as far as the budget has calls for them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.outgoing import Lane, OutboxEntry
from bot.webex.budget import PATIENCE, Budget
from store import Store, UnitOfWork


class NextOut:
    """Leases entries for this process; called by several threads.

    `found` calls another thread, where something is left that can be sent now.
    """

    def __init__(
        self, store: Store, owner: str, budget: Budget, found: Callable[[], None], is_stopping: Callable[[], bool]
    ) -> None:
        self._store = store
        self._owner = owner
        self._budget = budget
        self._found = found
        self._is_stopping = is_stopping

    def lease(self, now: datetime) -> OutboxEntry | None:
        """Lease the next entry, or one to a stranger who has waited for long; None where none may be sent now."""
        # Idle threads look often, so a look must not write.
        with self._store.reading() as uow:
            lanes = uow.outbox.next_lanes(now)
            has_waited = uow.outbox.has_stranger(now - PATIENCE)
        if has_waited and self._budget.take_for_stranger():
            return self._leased(lambda uow: uow.outbox.lease_to_stranger(self._owner, now - PATIENCE), lanes)
        if not lanes or not self._budget.take(lanes[0]):
            return None
        return self._leased(lambda uow: uow.outbox.lease(self._owner, now), lanes[1:])

    def lease_in(self, uow: UnitOfWork, now: datetime, *, is_answer: bool) -> OutboxEntry | None:
        """Lease the next entry, an answer or what is none, in the transaction that ends what went before it."""
        lanes = uow.outbox.next_lanes(now)
        if not lanes:
            return None
        lane = lanes[0]
        is_ours = lane is Lane.REPLY if is_answer else lane is not Lane.REPLY or self._budget.is_ample
        may_be_taken = is_ours and not self._is_stopping() and self._budget.take(lane)
        entry = uow.outbox.lease(self._owner, now) if may_be_taken else None
        if self._are_worth_a_look(lanes[1:] if entry else lanes):
            uow.once_committed.append(self._found)
        return entry

    def _leased(self, lease: Callable[[UnitOfWork], OutboxEntry | None], others: Sequence[Lane]) -> OutboxEntry | None:
        with self._store.unit_of_work() as uow:
            entry = lease(uow)
        if self._are_worth_a_look(others):
            self._found()
        return entry

    def _are_worth_a_look(self, lanes: Sequence[Lane]) -> bool:
        """Return whether another thread should look for what is left: an answer, or what the budget has a call for."""
        return any(lane is Lane.REPLY or self._budget.has_one_for(lane) for lane in lanes)
