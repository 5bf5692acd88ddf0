"""The inbox worker: leases the next event whose turn it is, and handles it."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import count

from bot.clock import Clock
from bot.delivery.worker_pool import WorkerPool
from bot.domain.events import Envelope
from bot.domain.outgoing import Lane, OutboxEntry
from bot.webex.budget import PATIENCE, Budget
from store import Store, UnitOfWork

# Events of these resources need a call to Webex, which fetches what they are about.
READ_AT_WEBEX = frozenset({"messages", "attachmentActions", "memberships", "rooms"})
# How many lines are compared where calls are short, and how many people are remembered.
MOST_COMPARED, MOST_REMEMBERED = 50, 10_000


class TakenTurns:
    """Remembers whose turn was when: where calls are short, whoever has many events would always have the oldest."""

    def __init__(self) -> None:
        self._count = count(1)
        self._last: dict[str, int] = {}

    def note(self, envelope: Envelope) -> None:
        """Note that an event was taken."""
        if len(self._last) >= MOST_REMEMBERED:
            self._last.clear()
        self._last[envelope.sender or envelope.line] = next(self._count)

    def next_of(self, heads: Sequence[Envelope]) -> Envelope | None:
        """Return the oldest event of whoever has waited longest for a turn; None where there is none."""
        return min(heads, key=lambda each: self._last.get(each.sender or each.line, 0), default=None)


class InboxWorker:
    """The job of the threads that handle events: lease the next event, and hand it to `handle`.

    Where a thread has nothing in hand, or may be hired, an event is leased in the transaction that accepts it, and
    needs none of its own. An event whose handling could not be stored is kept here, still leased, and handled again
    first of all.
    """

    def __init__(
        self,
        store: Store,
        handle: Callable[[Envelope], OutboxEntry | None],
        clock: Clock,
        owner: str,
        *,
        budget: Budget,
        pool: WorkerPool,
        after: Callable[[], None] = lambda: None,
        carry: Callable[[OutboxEntry], None] = lambda entry: None,
    ) -> None:
        self._store = store
        self._handle = handle
        self._clock = clock
        self._owner = owner
        self._budget = budget
        self._pool = pool
        self._after = after
        self._carry = carry
        self._unfinished: deque[Envelope] = deque()
        self._turns = TakenTurns()

    def __call__(self) -> bool:
        """Handle the next event, if one is due and the budget allows to read it; returns whether there was one."""
        try:
            return self._handle_next()
        finally:
            self._budget.give_back()

    def _handle_next(self) -> bool:
        envelope = self._next()
        if envelope is not None:
            self._finish(envelope)
        return envelope is not None

    def _finish(self, envelope: Envelope) -> None:
        try:
            answer = self._handle(envelope)
        except Exception:
            self._unfinished.append(envelope)
            raise
        if answer is None:
            self._after()
        else:
            self._carry(answer)

    def lease_at_once(self, accepted: Envelope, uow: UnitOfWork) -> Callable[[], None]:
        """Lease an event in the transaction that accepts it, if it is next and the pool has room.

        Returns what is to be done once the transaction is committed: the event is handed to that thread, or the threads
        are called. Nobody is called for one that stands behind another: whoever ends that one looks for the next.
        """
        if not uow.inbox.is_first(accepted):
            return nothing
        if not (self._pool.has_room and self._budget.take(lane_of(accepted))):
            return self._pool.nudge
        envelope = uow.inbox.lease(self._owner, accepted.arrived_at, accepted.key)
        if envelope is None:
            self._budget.give_back()
            return self._pool.nudge
        self._turns.note(envelope)
        return partial(self._hand_over, envelope)

    def _hand_over(self, envelope: Envelope) -> None:
        """Let a thread of the pool handle an event, with the call that this thread has set aside for it."""
        self._pool.hand(partial(self._handle_leased, envelope, self._budget.hand_on()))

    def _handle_leased(self, envelope: Envelope, calls: Sequence[datetime]) -> bool:
        self._budget.take_over(calls)
        try:
            self._finish(envelope)
        finally:
            self._budget.give_back()
        return True

    def _next(self) -> Envelope | None:
        try:
            return self._unfinished.popleft()
        except IndexError:
            return self._lease(self._clock.now())

    def _lease(self, now: datetime) -> Envelope | None:
        # Idle workers look often, so a look must not write.
        with self._store.reading() as uow:
            envelope = uow.inbox.next_up(now)
            has_waited = uow.inbox.has_stranger(now - PATIENCE)
            if envelope is not None and self._budget.was_short:
                envelope = self._turns.next_of(uow.inbox.heads(now, MOST_COMPARED))
        if has_waited and self._budget.take_for_stranger():
            return self._leased(lambda uow: uow.inbox.lease_of_stranger(self._owner, now - PATIENCE), now)
        if envelope is None or not self._may_be_read(envelope):
            return None
        return self._leased(partial(self._lease_this, key=envelope.key, now=now), now)

    def _lease_this(self, uow: UnitOfWork, key: str, now: datetime) -> Envelope | None:
        """Lease an event, or where another thread was faster, the one that comes first."""
        return uow.inbox.lease_head(self._owner, now, key) or uow.inbox.lease(self._owner, now)

    def _leased(self, lease: Callable[[UnitOfWork], Envelope | None], now: datetime) -> Envelope | None:
        """Lease an event, and call another thread where more are due."""
        with self._store.unit_of_work() as uow:
            envelope = lease(uow)
            is_more = envelope is not None and uow.inbox.is_followed(envelope, now)
        if is_more:
            self._pool.nudge()
        if envelope is not None:
            self._turns.note(envelope)
        return envelope

    def _may_be_read(self, envelope: Envelope) -> bool:
        """Set aside the call that an event needs."""
        return envelope.resource not in READ_AT_WEBEX or self._budget.take(lane_of(envelope))


def nothing() -> None:
    """Do nothing."""


def lane_of(envelope: Envelope) -> Lane:
    """Return the lane from whose share of the calls an event is read."""
    return Lane.STRANGERS if envelope.comes_last else Lane.REPLY
