"""Catching up: messages that were sent while Webex could not reach us are fetched afterwards.

Direct messages, and those that mention us in a rep space, can still be listed. Presses of buttons cannot, so people who
are mid-way in the wizard get their card again.
"""

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.outage_watch import OutageWatch
from bot.delivery.retry import LONGEST_WAIT, next_attempt
from bot.domain.internal_events import OutageEnded
from bot.domain.outages import DirectRoom, Outage
from bot.domain.outgoing import Lane
from bot.errors import RateLimited, WebexError
from bot.webex.budget import Budget
from bot.webex.port import Webex
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# Added to both ends of an outage: clocks differ, and an event may have been on its way when the outage began.
MARGIN = timedelta(minutes=2)
# A room whose reading fails this often is left out. Webex works while our webhooks do, so the fault is the room's own.
MOST_TRIES = 8


@dataclass(frozen=True, slots=True)
class Unread:
    """A room that is still to be read: since when, not before which moment, and after how many tries.

    In a rep space (`is_space`) only what mentions us can be read.
    """

    room_id: str
    since: datetime
    not_before: datetime
    tries: int = 0
    is_space: bool = False


class CatchingUp:
    """Fetches what was missed in an outage, one call to Webex at a time.

    The rooms with the latest activity come first; rooms without any since the outage began are not read. The rep
    spaces come last: Webex does not list them by activity. Rooms that were read are noted in the store, so that a
    restart goes on from there. It uses only what is left of the call budget, so that people who write meanwhile are
    answered at once. `spans` is a clock that nobody sets, by which the pauses between tries are measured.
    """

    def __init__(
        self,
        store: Store,
        webex: Webex,
        clock: Clock,
        spans: Clock,
        budget: Budget,
        outages: OutageWatch,
        *,
        rep_spaces: Callable[[UnitOfWork], Iterable[str]],
        after_missed: Callable[[], None],
    ) -> None:
        self._store = store
        self._webex = webex
        self._clock = clock
        self._spans = spans
        self._budget = budget
        self._outages = outages
        self._rep_spaces = rep_spaces
        self._after_missed = after_missed
        self._random = random.Random()  # noqa: S311 - jitter needs no secrecy
        self._pages: Iterator[list[DirectRoom]] | None = None
        self._list_not_before = spans.now()
        self._unread: dict[str, Unread] = {}
        self._missed = 0

    def __call__(self) -> bool:
        """Make the next call, if there is one to make and the budget has one left; returns whether there was."""
        if not (self._outages.is_behind and self._outages.is_reachable):
            return False
        outage = self._outages.current()
        if outage is None:
            return False
        try:
            return self._go_on(outage, self._spans.now())
        finally:
            self._budget.give_back()

    def _go_on(self, outage: Outage, now: datetime) -> bool:
        if self._outages.newly_noted.is_set():
            self._begin_list(now)
        unread = next((each for each in self._unread.values() if each.not_before <= now), None)
        if self._pages is not None:
            return self._list_not_before <= now and self._may_call() and self._list(self._pages, outage, now)
        if unread is not None:
            return self._may_call() and self._read(unread, now)
        if not self._unread:
            self._finish(outage)
        return not self._unread

    def _may_call(self) -> bool:
        return self._budget.take(Lane.CATCHING_UP)

    def _begin_list(self, now: datetime) -> None:
        self._outages.newly_noted.clear()
        self._pages = self._webex.direct_rooms()
        self._list_not_before = now
        self._unread = {}

    def _list(self, pages: Iterator[list[DirectRoom]], outage: Outage, now: datetime) -> bool:
        """Fetch the next page of rooms. The list ends at the first room without activity since the outage began."""
        try:
            page = next(pages, None)
        except WebexError as error:
            self._list_again(error, now)
            return True
        lively = [each for each in page or () if each.last_activity >= outage.since - MARGIN]
        self._unread |= {each.room_id: each for each in self._to_read(lively, outage, now)}
        if page is None or len(lively) < len(page):
            self._pages = None
            self._unread |= {each.room_id: each for each in self._spaces_to_read(outage, now)}
        return True

    def _list_again(self, error: WebexError, now: datetime) -> None:
        """Begin the list of rooms anew, a little later, because it broke off."""
        log.warning("direct rooms cannot be listed", extra={"action": "list_failed", "cause": error.reason})
        self._begin_list(next_attempt(error, 1, now, self._random) or now + LONGEST_WAIT)

    def _to_read(self, lively: list[DirectRoom], outage: Outage, now: datetime) -> Iterator[Unread]:
        """Return the rooms that may hold something new; those that were read already only from that moment on."""
        with self._store.reading() as uow:
            read = uow.outages.read_among(each.id for each in lively)
        for room in lively:
            since = unread_since(outage, was_read=room.id in read)
            if room.last_activity >= since:
                yield Unread(room.id, since, now)

    def _spaces_to_read(self, outage: Outage, now: datetime) -> Iterator[Unread]:
        """Return the rep spaces, where representatives may have written to us."""
        with self._store.reading() as uow:
            rooms = sorted(self._rep_spaces(uow))
            read = uow.outages.read_among(rooms)
        for room in rooms:
            yield Unread(room, unread_since(outage, was_read=room in read), now, is_space=True)

    def _read(self, unread: Unread, now: datetime) -> bool:
        del self._unread[unread.room_id]
        written_since = self._webex.mentions_since if unread.is_space else self._webex.direct_messages_since
        try:
            envelopes = written_since(unread.room_id, unread.since, self._clock.now())
        except RateLimited:
            self._unread = {unread.room_id: unread, **self._unread}
        except WebexError as error:
            self._not_read(unread, error, now)
        else:
            with self._store.unit_of_work() as uow:
                self._missed += uow.inbox.add_missed(envelopes)
                uow.outages.note_read(unread.room_id)
            self._after_missed()
        return True

    def _not_read(self, unread: Unread, error: WebexError, now: datetime) -> None:
        """Put a room that could not be read behind the others, or leave it out where that is hopeless."""
        again = next_attempt(error, unread.tries + 1, now, self._random)
        if again is not None and unread.tries + 1 < MOST_TRIES:
            self._unread[unread.room_id] = replace(unread, not_before=again, tries=unread.tries + 1)
            return
        facts = {"action": "not_caught_up", "room": unread.room_id, "since": unread.since, "cause": error.reason}
        log.error("what was said in a room is not known", extra=facts | {"tracking_id": error.tracking_id})
        with self._store.unit_of_work() as uow:
            uow.outages.note_read(unread.room_id)

    def _finish(self, outage: Outage) -> None:
        with self._store.unit_of_work() as uow:
            if uow.outages.current() != outage:
                return
            if outage.is_noticed:
                tell_who_is_midway(uow, outage)
            uow.outages.end()
        # Another may have begun since.
        self._outages.current()
        self._after_missed()
        log.info("caught up", extra={"action": "caught_up", "since": outage.since, "missed": self._missed})
        self._missed = 0


def unread_since(outage: Outage, *, was_read: bool) -> datetime:
    """Return since when messages of a room may be missing; where it was read already, only those of the last outage."""
    return (outage.latest if was_read else outage.since) - MARGIN


def tell_who_is_midway(uow: UnitOfWork, outage: Outage) -> None:
    """Add an event for each person who may have pressed a button in vain; it is handled after what they wrote."""
    for email in uow.progress.people_midway():
        person = uow.people.by_email(email)
        if person is not None:
            uow.inbox.add(OutageEnded(person, outage.until).pack(outage.until, outage.since))
