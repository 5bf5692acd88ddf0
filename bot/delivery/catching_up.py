"""Catching up: messages that were sent while Webex could not reach us are fetched afterwards.

Webex does not repeat an event: while we or our webhooks are down, the machine sleeps, or nothing can be stored, its
events are lost. Direct messages, and those that mention us in a rep space, can still be listed. Presses of buttons
cannot, so people who are mid-way in the wizard get their card again.
"""

import logging
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.retry import LONGEST_WAIT, next_attempt
from bot.domain.internal_events import OutageEnded
from bot.domain.outages import SHORTEST, DirectRoom, Outage
from bot.domain.outgoing import Lane
from bot.errors import RateLimited, WebexError
from bot.webex.budget import Budget
from bot.webex.port import Webex
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

HEARD_UNTIL = "heard_until"
# Added to both ends of an outage: clocks differ, and an event may have been on its way when the outage began.
MARGIN = timedelta(minutes=2)
# How far to look back where the clock was set back since the last event. What was handled by then is known by its key.
NOBODY_KNOWS = timedelta(days=1)
# A clock that leaps further was wrong: nobody slept. What was said long before was handled, and that may be forgotten.
LONGEST_SLEEP = timedelta(days=7)
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
    """Remembers since when Webex cannot reach us, and fetches what was missed, one call to Webex at a time.

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
        after_missed: Callable[[], None] = lambda: None,
        rep_spaces: Callable[[UnitOfWork], Iterable[str]] = lambda uow: (),
    ) -> None:
        self._store = store
        self._after_missed = after_missed
        self._rep_spaces = rep_spaces
        self._webex = webex
        self._clock = clock
        self._spans = spans
        self._budget = budget
        self._random = random.Random()  # noqa: S311 - jitter needs no secrecy
        self._is_sure = False
        # How often an event could not be stored, and how many of those are known to be an outage.
        self._refused = self._refused_before = 0
        # How far the clock on the wall is ahead of the one that nobody sets, and that stands while the machine sleeps.
        self._ahead = clock.now() - spans.now()
        self._is_reachable = False
        self._is_to_be_listed = threading.Event()
        self._is_level = threading.Event()
        self._is_level.set()
        # Held while an outage and what is to be done about it do not agree yet.
        self._noting = threading.RLock()
        self._pages: Iterator[list[DirectRoom]] | None = None
        self._list_not_before = spans.now()
        self._unread: dict[str, Unread] = {}
        self._missed = 0

    @property
    def is_behind(self) -> bool:
        """Whether messages may be missing that are still to be fetched."""
        return not self._is_level.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until everything was fetched; return False when that takes longer than so many seconds."""
        return self._is_level.wait(seconds)

    def refused(self) -> None:
        """Note that Webex told us of something that could not be stored, so that it counts as an outage."""
        self._refused += 1

    def reachable(self, looked_at: datetime, *, was_repaired: bool) -> None:
        """Note that Webex can reach us, as somebody saw who began to look at a moment: what came later is not sure.

        There was an outage before the first call of a process, whenever a webhook had to be repaired, where an event
        could not be stored, and while the machine slept.
        """
        now, refused = self._clock.now(), self._refused
        ahead = now - self._spans.now()
        with self._noting:
            with self._store.unit_of_work() as uow:
                noted = uow.bot_state.get(HEARD_UNTIL)
                was_awake = ahead - self._ahead < SHORTEST
                was_heard = self._is_sure and was_awake and not was_repaired and refused == self._refused_before
                was_out = bool(noted) and not was_heard
                if noted and was_out:
                    since = heard_until(noted, now)
                    uow.outages.begin(since if was_awake else max(since, now - LONGEST_SLEEP), now)
                uow.bot_state.set(HEARD_UNTIL, looked_at.isoformat())
            if was_out:
                self._is_to_be_listed.set()
                self._is_level.clear()
        self._ahead, self._refused_before = ahead, refused
        self._is_sure = self._is_reachable = True

    def unreachable(self) -> None:
        """Note that Webex cannot be reached, so that nothing is fetched until it can."""
        self._is_reachable = False

    def __call__(self) -> bool:
        """Make the next call, if there is one to make and the budget has one left; returns whether there was."""
        if not (self.is_behind and self._is_reachable):
            return False
        outage = self._outage()
        if outage is None:
            return False
        try:
            return self._go_on(outage, self._spans.now())
        finally:
            self._budget.give_back()

    def _outage(self) -> Outage | None:
        """Return what there is to catch up with; where there is nothing, nobody need wait any more."""
        with self._noting, self._store.reading() as uow:
            outage = uow.outages.current()
            if outage is None:
                self._is_level.set()
        return outage

    def _go_on(self, outage: Outage, now: datetime) -> bool:
        if self._is_to_be_listed.is_set():
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
        self._is_to_be_listed.clear()
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
        self._outage()
        self._after_missed()
        log.info("caught up", extra={"action": "caught_up", "since": outage.since, "missed": self._missed})
        self._missed = 0


def heard_until(noted: str, now: datetime) -> datetime:
    """Return until when Webex reached us; a while ago where a clock that was ahead has noted it."""
    moment = datetime.fromisoformat(noted)
    return moment if moment <= now else now - NOBODY_KNOWS


def unread_since(outage: Outage, *, was_read: bool) -> datetime:
    """Return since when messages of a room may be missing; where it was read already, only those of the last outage."""
    return (outage.latest if was_read else outage.since) - MARGIN


def tell_who_is_midway(uow: UnitOfWork, outage: Outage) -> None:
    """Add an event for each person who may have pressed a button in vain; it is handled after what they wrote."""
    for email in uow.progress.people_midway():
        person = uow.people.by_email(email)
        if person is not None:
            uow.inbox.add(OutageEnded(person, outage.until).pack(outage.until, outage.since))
