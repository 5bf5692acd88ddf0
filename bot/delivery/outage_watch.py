"""The outage watch: notes since when Webex could not reach us, so that what was said meanwhile is fetched.

Webex does not repeat an event: while we or our webhooks are down, the machine sleeps, or nothing can be stored, its
events are lost.
"""

import threading
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.outages import SHORTEST, Outage
from store import Store

HEARD_UNTIL = "heard_until"
# How far to look back where the clock was set back since the last event. What was handled by then is known by its key.
NOBODY_KNOWS = timedelta(days=1)
# A clock that leaps further was wrong: nobody slept. What was said long before was handled, and that may be forgotten.
LONGEST_SLEEP = timedelta(days=7)


class OutageWatch:
    """Hears whether Webex can reach us, and knows whether we have caught up with every outage.

    `newly_noted` is set when an outage begins or grows, and cleared by whoever begins to look at what it hid. `spans`
    is a clock that nobody sets, and that stands while the machine sleeps.
    """

    def __init__(self, store: Store, clock: Clock, spans: Clock) -> None:
        self._store = store
        self._clock = clock
        self._spans = spans
        self.is_reachable = False
        self.newly_noted = threading.Event()
        self._is_level = threading.Event()
        self._is_level.set()
        # Held while an outage and what is to be done about it do not agree yet.
        self._noting = threading.RLock()
        self._is_sure = False
        # How often an event could not be stored, and how many of those are known to be an outage.
        self._refused = self._refused_before = 0
        # How far the clock on the wall is ahead of the other one.
        self._ahead = clock.now() - spans.now()

    @property
    def is_behind(self) -> bool:
        """Whether messages may be missing that are still to be fetched."""
        return not self._is_level.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until everything was fetched; return False when that takes longer than so many seconds."""
        return self._is_level.wait(seconds)

    def current(self) -> Outage | None:
        """Return what there is to catch up with; where there is nothing, nobody need wait any more."""
        with self._noting, self._store.reading() as uow:
            outage = uow.outages.current()
            if outage is None:
                self._is_level.set()
        return outage

    def refused(self) -> None:
        """Note that Webex told us of something that could not be stored, so that it counts as an outage."""
        self._refused += 1

    def unreachable(self) -> None:
        """Note that Webex cannot be reached, so that nothing is fetched until it can."""
        self.is_reachable = False

    def reachable(self, looked_at: datetime, *, was_repaired: bool) -> None:
        """Note that Webex can reach us, as somebody saw who began to look at a moment: what came later is not sure.

        There was an outage before the first call of a process, whenever a webhook had to be repaired, where an event
        could not be stored, and while the machine slept.
        """
        now, refused = self._clock.now(), self._refused
        ahead = now - self._spans.now()
        was_awake = ahead - self._ahead < SHORTEST
        was_heard = self._is_sure and was_awake and not was_repaired and refused == self._refused_before
        with self._noting:
            with self._store.unit_of_work() as uow:
                noted = uow.bot_state.moment(HEARD_UNTIL)
                if noted and not was_heard:
                    since = heard_until(noted, now)
                    uow.outages.begin(since if was_awake else max(since, now - LONGEST_SLEEP), now)
                uow.bot_state.set_moment(HEARD_UNTIL, looked_at)
            if noted and not was_heard:
                self.newly_noted.set()
                self._is_level.clear()
        self._ahead, self._refused_before = ahead, refused
        self._is_sure = self.is_reachable = True


def heard_until(noted: datetime, now: datetime) -> datetime:
    """Return until when Webex reached us; a while ago where a clock that was ahead has noted it."""
    return noted if noted <= now else now - NOBODY_KNOWS
