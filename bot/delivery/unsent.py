"""Unsent: what becomes of an entry whose call to Webex failed. It is tried again, or given up and told of."""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.retry import is_fruitless, is_hopeless, next_attempt
from bot.domain.internal_events import SpaceSeen, Undelivered
from bot.domain.outgoing import Operation, OutboxEntry
from bot.errors import (
    BeingScanned,
    FileWithheld,
    RateLimited,
    Rejected,
    TokenRefused,
    Uncertain,
    Unreachable,
    WebexError,
)
from bot.metrics import Metrics
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# Whether an uncertain post arrived in a room can be learnt only from its webhook, so the next try waits for it.
WEBHOOK_TIME = timedelta(seconds=10)
# A file that is scanned for longer is not passed on any more.
LONGEST_SCAN = timedelta(days=1)
# The statuses with which Webex refuses a post to a room that the bot is not in.
NOT_OURS = frozenset({403, 404})


class Unsent:
    """Stores what becomes of entries that could not be sent. `others_went_well` is when a post last succeeded.

    One that is given up lets its line go on, for which a thread is called by `found`, and may leave an event, for which
    one is called by `after_undelivered`.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        owner: str,
        metrics: Metrics,
        jitter: random.Random,
        *,
        found: Callable[[], None],
        after_undelivered: Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._owner = owner
        self._metrics = metrics
        self._jitter = jitter
        self._found = found
        self._after_undelivered = after_undelivered
        self.others_went_well: datetime | None = None

    def try_again(self, entry: OutboxEntry, error: Unreachable) -> None:
        """Put an entry back, to be tried again later; give it up where that is hopeless."""
        now = self._clock.now()
        if isinstance(error, BeingScanned) and now - entry.created_at > LONGEST_SCAN:
            self.give_up(entry, FileWithheld(423, error.reason, error.tracking_id))
            return
        is_failure = not isinstance(error, RateLimited | TokenRefused)
        fruitless = is_failure and is_fruitless(entry, error, self.others_went_well)
        due_at = next_attempt(error, entry.attempts, now, self._jitter)
        if due_at is None or (is_failure and is_hopeless(entry, now, fruitless=fruitless)):
            self.give_up(entry, error)
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

    def give_up(self, entry: OutboxEntry, error: WebexError) -> None:
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
