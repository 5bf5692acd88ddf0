"""The relay: carries what is owed from the outbox to Webex, in order within a chat, never faster than allowed."""

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.errors import Rejected, Uncertain, Unreachable, WebexError
from bot.events import Envelope
from bot.outgoing import Deed, OutboxEntry, Posted
from bot.retry import next_attempt
from bot.webex_port import Webex

if TYPE_CHECKING:
    from store import Store

log = logging.getLogger(__name__)

# Webex grants a token about 300 calls a minute, and for messages a higher number that changes with its load
# (developer.webex.com, REST API Basics). A 429 slows us down; the budget keeps a storm from asking for one.
CALLS_PER_MINUTE = 600
BURST = 200
# A clock that differs between Webex and this machine must not hide a message that did arrive.
CLOCK_SKEW = timedelta(minutes=2)
CARDS_CAN_BE_EDITED = "cards_can_be_edited"


class Pace:
    """A budget of calls: `rate` a minute, with a burst; by the moments it is given, so that tests can turn them."""

    def __init__(self, rate: int = CALLS_PER_MINUTE, burst: int = BURST) -> None:
        self._every = timedelta(minutes=1) / rate
        self._most_ahead = self._every * burst
        self._paid_until: datetime | None = None
        self._lock = threading.Lock()

    def allows(self, now: datetime) -> bool:
        """Return whether the budget has a call left now."""
        with self._lock:
            return self._ahead(now) < self._most_ahead

    def spend(self, now: datetime) -> None:
        """Use one call of the budget."""
        with self._lock:
            self._paid_until = now + self._ahead(now) + self._every

    def _ahead(self, now: datetime) -> timedelta:
        ahead = (self._paid_until or now) - now
        # Far more than could have been spent: the clock was set back, and must not silence the bot.
        return timedelta(0) if ahead < timedelta(0) or ahead > 2 * self._most_ahead else ahead


class Relay:
    """Delivers one outbox entry at a time; called by several threads."""

    def __init__(
        self,
        store: "Store",
        webex: Webex,
        clock: Clock,
        owner: str,
        *,
        pace: Pace | None = None,
        after_undelivered: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._webex = webex
        self._clock = clock
        self._owner = owner
        self._pace = pace or Pace()
        self._after_undelivered = after_undelivered
        self._random = random.Random()  # noqa: S311 - jitter needs no secrecy

    def __call__(self) -> bool:
        """Deliver the next entry, if one is due and the budget allows; returns whether there was one."""
        now = self._clock.now()
        if not self._pace.allows(now):
            return False
        with self._store.reading() as uow:
            due = uow.outbox.next_due()
        if due is None or due > now:
            return False
        with self._store.unit_of_work() as uow:
            entry = uow.outbox.lease(self._owner, now)
        if entry is None:
            return False
        self._pace.spend(now)
        self._deliver(entry)
        return True

    def _deliver(self, entry: OutboxEntry) -> None:
        try:
            posted = self._do(entry)
        except Unreachable as error:
            self._try_again(entry, error)
        except Rejected as error:
            self._give_up(entry, error)
        else:
            self._sent(entry, posted)

    def _do(self, entry: OutboxEntry) -> Posted | None:
        if entry.deed is Deed.POST:
            return self._found(entry) or self._webex.post(entry.address, entry.message, entry.parent_id)
        if entry.deed is Deed.EDIT and self._cards_can_be_edited():
            self._edit(entry)
        else:
            self._delete(entry)
        return None

    def _found(self, entry: OutboxEntry) -> Posted | None:
        """Look whether an uncertain post did arrive, so that the person sees one message."""
        if not entry.uncertain:
            return None
        return self._webex.find_own(entry.address, entry.message, entry.created_at - CLOCK_SKEW)

    def _edit(self, entry: OutboxEntry) -> None:
        """Retire a card in place; where the cloud refuses that once, remember it and take the card away instead."""
        try:
            self._webex.edit(entry.message_id, entry.room_id, entry.message)
        except Rejected as error:
            if error.status != 400:
                raise
            with self._store.unit_of_work() as uow:
                uow.settings.set(CARDS_CAN_BE_EDITED, "no")
            self._delete(entry)

    def _delete(self, entry: OutboxEntry) -> None:
        try:
            self._webex.delete(entry.message_id)
        except Rejected as error:
            if error.status != 404:
                raise

    def _cards_can_be_edited(self) -> bool:
        with self._store.reading() as uow:
            return uow.settings.get(CARDS_CAN_BE_EDITED) != "no"

    def _sent(self, entry: OutboxEntry, posted: Posted | None) -> None:
        with self._store.unit_of_work() as uow:
            uow.outbox.sent(entry, self._owner, posted, self._clock.now())
            if posted and entry.address.email:
                uow.people.set_room(entry.address.email, posted.room_id)
        log.info("sent", extra={"action": "sent", "entry": entry.id, "deed": entry.deed, "attempts": entry.attempts})

    def _try_again(self, entry: OutboxEntry, error: Unreachable) -> None:
        now = self._clock.now()
        due_at = next_attempt(error, entry.attempts, now, self._random)
        if due_at is None:
            self._give_up(entry, error)
            return
        uncertain = entry.uncertain or isinstance(error, Uncertain)
        facts = {"action": "send_again", "entry": entry.id, "cause": error.reason, "tracking_id": error.tracking_id}
        log.warning("will be sent again", extra=facts)
        with self._store.unit_of_work() as uow:
            uow.outbox.retry(entry, self._owner, due_at, error.reason, uncertain=uncertain)

    def _give_up(self, entry: OutboxEntry, error: WebexError) -> None:
        """Set an entry aside; where a person waits for it, that becomes an event, which calls the reps."""
        facts = {"action": "send_given_up", "entry": entry.id, "cause": error.reason, "tracking_id": error.tracking_id}
        log.error("could not be sent", extra=facts)
        now = self._clock.now()
        with self._store.unit_of_work() as uow:
            uow.outbox.bury(entry, self._owner, error.reason, now)
            if entry.awaited and entry.deed is Deed.POST and entry.address.email:
                uow.inbox.add(undelivered(entry, error.reason, now))
        self._after_undelivered()


def undelivered(entry: OutboxEntry, reason: str, now: datetime) -> Envelope:
    """Return the event that a message could not be delivered."""
    data = {"outbox_id": entry.id, "line": entry.address.line, "order": entry.order, "reason": reason}
    return Envelope("outbox", "undelivered", str(entry.id), f"order:{entry.order}", data, now)
