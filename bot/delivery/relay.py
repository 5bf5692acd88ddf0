"""The relay: sends the entries of the outbox to Webex, in order within a chat, as fast as the budget allows."""

import logging
import random
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.delivery import editing
from bot.delivery.next_out import NextOut
from bot.delivery.sending import Sending, Sent
from bot.delivery.unsent import Unsent, lease_lost
from bot.domain.internal_events import Reached
from bot.domain.outgoing import Lane, Operation, OutboxEntry, Posted
from bot.errors import FileWithheld, Rejected, StoreUnavailable, Unreachable, WebexError
from bot.metrics import Metrics
from bot.tracing import traces
from bot.webex.budget import Budget
from bot.webex.port import Webex
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

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
        self._metrics = metrics or Metrics()
        self._unfinished: deque[Step] = deque()
        self.next_out = NextOut(store, owner, budget, found, is_stopping)
        jitter = jitter or random.Random()  # noqa: S311 - jitter needs no secrecy
        self._unsent = Unsent(
            store, clock, owner, self._metrics, jitter, found=found, after_undelivered=after_undelivered
        )

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
            entry = self.next_out.lease(self._clock.now())
            return partial(self._deliver, entry) if entry else None

    def _taken(self, step: Step) -> Step | None:
        try:
            return step()
        except StoreUnavailable:
            self._unfinished.append(step)
            raise

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
            return partial(self._unsent.try_again, entry, error)
        except (Rejected, FileWithheld) as error:
            return partial(self._unsent.give_up, entry, error)
        except Exception as error:
            # A bug that one message meets must not hold up its room for ever.
            log.exception("could not be carried", extra={"action": "carry_failed", "entry": entry.id})
            return partial(self._unsent.give_up, entry, WebexError(type(error).__name__))

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
            following = self.next_out.lease_in(uow, now, is_answer=False)
        self._note_sent(entry, is_ours=is_ours)
        return partial(self._deliver, following) if following else None

    def _note_sent(self, entry: OutboxEntry, *, is_ours: bool) -> None:
        if not is_ours:
            lease_lost(entry)
            return
        if entry.operation is Operation.POST:
            self._unsent.others_went_well = self._clock.now()
        self._metrics.sent.labels(entry.operation).inc()
        log.info(
            "sent",
            extra={"action": "sent", "entry": entry.id, "operation": entry.operation, "attempts": entry.attempts},
        )


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
