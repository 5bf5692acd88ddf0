"""The relay: sends the entries of the outbox to Webex, in order within a chat, as fast as the budget allows."""

import logging
import random
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.delivery import editing
from bot.delivery.retry import is_fruitless, is_hopeless, next_attempt
from bot.delivery.sending import Sending, Sent
from bot.domain.internal_events import Reached, SpaceSeen, Undelivered
from bot.domain.outgoing import Lane, Operation, OutboxEntry, Posted
from bot.errors import (
    BeingScanned,
    FileWithheld,
    RateLimited,
    Rejected,
    StoreUnavailable,
    TokenRefused,
    Uncertain,
    Unreachable,
    WebexError,
)
from bot.metrics import Metrics
from bot.tracing import traces
from bot.webex.budget import PATIENCE, Budget
from bot.webex.port import Webex
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# Whether an uncertain post arrived in a room can be learnt only from its webhook, so the next try waits for it.
WEBHOOK_TIME = timedelta(seconds=10)
# A file that is scanned for longer is not passed on any more.
LONGEST_SCAN = timedelta(days=1)
# The statuses with which Webex refuses a post to a room that the bot is not in.
NOT_OURS = frozenset({403, 404})


Step = Callable[[], "Step | None"]


class Relay:
    """Delivers one outbox entry at a time; called by several threads.

    A result that could not be stored is kept here and stored first of all, so that nothing is sent twice.
    """

    def __init__(
        self,
        store: Store,
        webex: Webex,
        clock: Clock,
        owner: str,
        *,
        budget: Budget,
        found: Callable[[], None] = lambda: None,
        after_undelivered: Callable[[], None] = lambda: None,
        is_stopping: Callable[[], bool] = lambda: False,
        metrics: Metrics | None = None,
        jitter: random.Random | None = None,
    ) -> None:
        self._store = store
        self._send = Sending(store, webex, clock)
        self._clock = clock
        self._owner = owner
        self._budget = budget
        self._found = found
        self._after_undelivered = after_undelivered
        self._is_stopping = is_stopping
        self._metrics = metrics or Metrics()
        self._unfinished: deque[Step] = deque()
        self._posted_at: datetime | None = None
        self._jitter = jitter or random.Random()  # noqa: S311 - jitter needs no secrecy

    def __call__(self) -> bool:
        """Deliver what is due and within the budget, one entry after another; return whether there was any."""
        try:
            step = self._next()
            if step is None:
                return False
            self._go_on(step)
            return True
        finally:
            self._budget.give_back()

    def _go_on(self, step: Step | None) -> None:
        while step is not None:
            step = self._taken(step)

    def _next(self) -> Step | None:
        try:
            return self._unfinished.popleft()
        except IndexError:
            entry = self._lease(self._clock.now())
            return partial(self._deliver, entry) if entry else None

    def _taken(self, step: Step) -> Step | None:
        try:
            return step()
        except StoreUnavailable:
            self._unfinished.append(step)
            raise

    def _lease(self, now: datetime) -> OutboxEntry | None:
        # Idle threads look often, so a look must not write.
        with self._store.reading() as uow:
            lanes = uow.outbox.next_lanes(now)
            has_waited = uow.outbox.has_stranger(now - PATIENCE)
        if has_waited and self._budget.take_for_stranger():
            return self._leased(lambda uow: uow.outbox.lease_to_stranger(self._owner, now - PATIENCE), lanes)
        if not lanes or not self._budget.take(lanes[0]):
            return None
        return self._leased(lambda uow: uow.outbox.lease(self._owner, now), lanes[1:])

    def _leased(self, lease: Callable[[UnitOfWork], OutboxEntry | None], others: Sequence[Lane]) -> OutboxEntry | None:
        """Lease an entry, and call another thread where others can be sent now."""
        with self._store.unit_of_work() as uow:
            entry = lease(uow)
        if self._are_worth_a_look(others):
            self._found()
        return entry

    def lease_next(self, uow: UnitOfWork, now: datetime, *, is_answer: bool) -> OutboxEntry | None:
        """Lease what goes out next, an answer or what is none, in the transaction that ends what went before it.

        Where something is left that can be sent now, another thread is called then.
        """
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

    def _are_worth_a_look(self, lanes: Sequence[Lane]) -> bool:
        """Return whether another thread should look for what is left: an answer, or what the budget has a call for."""
        return any(lane is Lane.REPLY or self._budget.has_one_for(lane) for lane in lanes)

    def carry(self, entry: OutboxEntry) -> None:
        """Deliver an entry that this thread has leased, and what follows it."""
        self._go_on(partial(self._deliver, entry))

    def _deliver(self, entry: OutboxEntry) -> Step:
        """Make the call to Webex, and return the step that stores its result."""
        with traces.span(f"send {entry.operation}", entry.trace, lane=entry.lane.name, attempt=entry.attempts):
            return self._tried(entry)

    def _tried(self, entry: OutboxEntry) -> Step:
        try:
            return partial(self._sent, entry, self._send(entry))
        except StoreUnavailable:
            raise
        except Unreachable as error:
            return partial(self._try_again, entry, error)
        except (Rejected, FileWithheld) as error:
            return partial(self._give_up, entry, error)
        except Exception as error:
            # A bug that one message meets must not hold up its room for ever.
            log.exception("could not be carried", extra={"action": "carry_failed", "entry": entry.id})
            return partial(self._give_up, entry, WebexError(type(error).__name__))

    def _sent(self, entry: OutboxEntry, sent: Sent) -> Step | None:
        """Store that an entry was sent, and go on with the next."""
        now, posted = self._clock.now(), sent.posted
        with self._store.unit_of_work() as uow:
            is_ours = uow.outbox.sent(entry, self._owner, posted, now)
            if posted and entry.address.email:
                note_reached(uow, entry.address.email, posted, now)
            if sent.was_edited and not editing.is_known_to_work(uow):
                editing.learn_yes(uow)
            if is_ours and not sent.was_edited:
                show_anew(uow, entry, now)
            # Where calls are short, another answer is left to the next look: an event may wait to be read before it.
            following = self.lease_next(uow, now, is_answer=False)
        self._note_sent(entry, is_ours=is_ours)
        return partial(self._deliver, following) if following else None

    def _note_sent(self, entry: OutboxEntry, *, is_ours: bool) -> None:
        if not is_ours:
            lease_lost(entry)
            return
        if entry.operation is Operation.POST:
            self._posted_at = self._clock.now()
        self._metrics.sent.labels(entry.operation).inc()
        log.info(
            "sent",
            extra={"action": "sent", "entry": entry.id, "operation": entry.operation, "attempts": entry.attempts},
        )

    def _try_again(self, entry: OutboxEntry, error: Unreachable) -> None:
        now = self._clock.now()
        if isinstance(error, BeingScanned) and now - entry.created_at > LONGEST_SCAN:
            self._give_up(entry, FileWithheld(423, error.reason, error.tracking_id))
            return
        is_failure = not isinstance(error, RateLimited | TokenRefused)
        fruitless = is_failure and is_fruitless(entry, error, self._posted_at)
        due_at = next_attempt(error, entry.attempts, now, self._jitter)
        if due_at is None or (is_failure and is_hopeless(entry, now, fruitless=fruitless)):
            self._give_up(entry, error)
            return
        uncertain = isinstance(error, Uncertain)
        if (entry.uncertain or uncertain) and entry.address.room_id:
            due_at = max(due_at, now + WEBHOOK_TIME)
        failed_at = now if is_failure else None
        with self._store.unit_of_work() as uow:
            is_ours = uow.outbox.retry(
                entry, self._owner, due_at, error.reason, uncertain=uncertain, failed_at=failed_at, fruitless=fruitless
            )
        if not is_ours:
            lease_lost(entry)
            return
        self._note_retry(entry, error)

    def _note_retry(self, entry: OutboxEntry, error: Unreachable) -> None:
        self._metrics.retried.labels(type(error).__name__).inc()
        facts = {"action": "send_again", "entry": entry.id, "cause": error.reason, "tracking_id": error.tracking_id}
        log.warning("will be sent again", extra=facts)

    def _give_up(self, entry: OutboxEntry, error: WebexError) -> None:
        """Make an entry a dead letter, and an event of it where somebody has to know."""
        now = self._clock.now()
        with self._store.unit_of_work() as uow:
            is_ours = uow.outbox.give_up(entry, self._owner, error.reason, now)
            if is_ours and entry.operation is Operation.POST:
                tell_of(uow, entry, error, now)
        if not is_ours:
            lease_lost(entry)
            return
        self._metrics.dead.labels(entry.operation).inc()
        facts = {"action": "send_given_up", "entry": entry.id, "cause": error.reason, "tracking_id": error.tracking_id}
        log.error("could not be sent", extra=facts)
        self._after_undelivered()
        self._found()


def note_reached(uow: UnitOfWork, email: str, posted: Posted, now: datetime) -> None:
    """Note in which room somebody was reached, and add an event where nobody could reach them before."""
    uow.people.set_room(email, posted.room_id)
    if uow.encounters.unreachable_since(email):
        uow.inbox.add(Reached(email).pack(now))


def show_anew(uow: UnitOfWork, entry: OutboxEntry, now: datetime) -> None:
    """Post what an edit would have shown in somebody's live card, since they wait for it; the card before goes."""
    is_answer = entry.operation is Operation.EDIT and entry.lane is Lane.REPLY and bool(entry.address.email)
    before = uow.outbox.get(entry.about) if is_answer and entry.about is not None else None
    if before is None or not uow.live_cards.is_live(before.id) or uow.outbox.is_edited_later(entry):
        return
    anew = uow.outbox.post(entry.address, entry.message, Lane.REPLY, now, order=before.order)
    uow.live_cards.move(before.id, anew)
    uow.outbox.delete(before.id, entry.address, now)


def lease_lost(entry: OutboxEntry) -> None:
    """Log that another process has taken the entry over, so that its result counts and not ours."""
    log.warning("lease lost", extra={"action": "lease_lost", "entry": entry.id})


def tell_of(uow: UnitOfWork, entry: OutboxEntry, error: WebexError, now: datetime) -> None:
    """Add an event for a post that failed for good: somebody waits for it or was told of it, or its room is closed."""
    is_passed_on = uow.correspondence.carried_by(entry.id) is not None
    if is_passed_on or (entry.address.email and entry.awaited):
        uow.inbox.add(Undelivered(entry.id, entry.address.line, entry.order, error.reason).pack(now))
    # A follow-up may fail because the message above it is gone, which says nothing about the room.
    if entry.address.room_id and not entry.parent_id and isinstance(error, Rejected) and error.status in NOT_OURS:
        uow.inbox.add(SpaceSeen(entry.address.room_id, is_lost=True).pack(now, f"entry {entry.id}"))
