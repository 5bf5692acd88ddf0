"""The budget: how many calls Webex grants our token. Every call spends from it, whether it reads or sends.

Webex counts the calls of a token, grants about 300 a minute and says 429 to one too many (developer.webex.com, REST
API Basics). The figure for one token is not published, so it is learnt (`grant`).
"""

import logging
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.compute_slots import ComputeSlots
from bot.domain.outgoing import Lane
from bot.errors import BudgetSpent, RateLimited
from bot.webex.grant import MINUTE, Grant
from bot.webex.retry_after import LONGEST_RATE_LIMIT, rate_limit_wait

log = logging.getLogger(__name__)

# Lanes other than replies get their share in each span of this length, so that they are spread over the minute.
WHILE = timedelta(seconds=10)

# Up to which part of the granted calls each lane may go; the rest is for the lanes before it. The last twentieth is for
# the further calls of an answer, such as looking up somebody new.
SHARES = {
    Lane.REPLY: 0.95,
    Lane.REMINDER: 0.9,
    Lane.BROADCAST: 0.85,
    Lane.TIDYING: 0.8,
    Lane.CATCHING_UP: 0.75,
    Lane.STRANGERS: 0.7,
}
# Strangers come last, but those who have waited this long behind others are guaranteed a small part of the calls.
PATIENCE = timedelta(seconds=20)
OF_STRANGERS = 0.1
# How long later lanes wait for a lane that was told no.
WAITED_FOR = timedelta(seconds=2)
# Where calls go one by one, how long the next one waits at most for the answer of the last. An answer waits for nothing
# else, as long as a while has not had its part.
ANSWER_WAITED_FOR = timedelta(seconds=0.5)
# Of what is trusted right after a start, calls that nobody waits for may take this much.
LEFT_TO_OTHERS = 0.5


class Share(threading.local):
    """What one thread has set aside: the moments of calls not made yet, and the lane for which it was last told no."""

    def __init__(self) -> None:
        self.calls: list[datetime] = []
        self.short_of: Lane | None = None


class Budget:
    """Calls a minute, shared by all threads. It never blocks: a thread that is told no comes again later.

    A worker sets a call aside before it leases anything, so that nothing is leased that cannot be done now.
    """

    def __init__(self, clock: Clock, calls_per_minute: int) -> None:
        self._clock = clock
        self._grant = Grant(calls_per_minute)
        self._calls: list[datetime] = []
        self._of_strangers: list[datetime] = []
        self._mine = Share()
        self._told_no: dict[Lane, datetime] = {}
        self._short_at: datetime | None = None
        self._set_aside = self._under_way = 0
        self._paused_until: datetime | None = None
        self._careful_until: datetime | None = None
        self._seen = clock.now()
        self._lock = threading.Lock()
        self._count_refusal: Callable[[], None] = lambda: None
        self.slots = ComputeSlots()
        self._answered_at: datetime | None = None
        # What wakes those who want to answer and were told no; whoever has threads sets it.
        self.call: Callable[[], None] = lambda: None

    @property
    def granted(self) -> float:
        """How many calls a minute Webex is believed to grant now."""
        with self._lock:
            self._now()
            return self._grant.calls

    @property
    def pause(self) -> timedelta:
        """How long from now Webex is not to be called, after it refused a call; zero otherwise."""
        with self._lock:
            now = self._now()
            return (self._paused_until or now) - now

    @property
    def is_ample(self) -> bool:
        """Whether nobody was told no, and has come in vain since."""
        with self._lock:
            return not self._told_no

    def has_one_for(self, lane: Lane) -> bool:
        """Return whether a call could be set aside now."""
        with self._lock:
            return self._allows(lane, self._now())

    @property
    def was_short(self) -> bool:
        """Whether somebody was told no within the last while: then it counts whose turn is next."""
        with self._lock:
            return self._short_at is not None and abs(self._now() - self._short_at) <= WHILE

    def take(self, lane: Lane) -> bool:
        """Set one call aside for this thread; False when its lane may have none now."""
        with self._lock:
            now = self._now()
            if not self._allows(lane, now):
                self._mine.short_of = lane
                self._told_no[lane] = self._short_at = now
                return False
            self._mine.short_of = None
            self._told_no.pop(lane, None)
            self._put_aside(now)
            self._answered_at = now if lane is Lane.REPLY else self._answered_at
            return True

    def take_for_stranger(self) -> bool:
        """Set one call aside for a stranger who has waited for long, as for an answer; False where they had their part.

        Whoever else waits: so a flood of others keeps no stranger waiting for its end.
        """
        with self._lock:
            now = self._now()
            if len(self._of_strangers) >= self._grant.calls * OF_STRANGERS or not self._allows(Lane.REPLY, now):
                return False
            self._of_strangers.append(now)
            self._put_aside(now)
            return True

    def give_back(self) -> None:
        """Return the calls that this thread set aside and did not make."""
        if not self._mine.calls:
            return
        with self._lock:
            self._set_aside -= len(self._mine.calls)
            for moment in self._mine.calls:
                self._forget(moment)
            self._mine.calls.clear()

    def hand_on(self) -> list[datetime]:
        """Return the calls that this thread set aside, for another thread to make."""
        calls = self._mine.calls
        self._mine.calls = []
        return calls

    def take_over(self, calls: Iterable[datetime]) -> None:
        """Make the calls of this thread's that another one has set aside for it."""
        self._mine.calls.extend(calls)

    def spend(self) -> None:
        """Count a call that is about to be made: one that was set aside, else one more.

        Raises BudgetSpent when it must not be made now.
        """
        with self._lock:
            now = self._now()
            if self._paused_until is not None:
                raise BudgetSpent("Webex wants to be left alone", wait=self._paused_until - now)
            if self._mine.calls:
                self._set_aside -= 1
                self._forget(self._mine.calls.pop())
            elif len(self._calls) >= self._grant.calls:
                raise BudgetSpent("no calls left in this minute", wait=self._calls[0] + MINUTE - now)
            self._count(now)
            self._under_way += 1

    def answered(self) -> None:
        """Note that a call has ended, with or without an answer."""
        with self._lock:
            self._under_way -= 1
            is_waited_for = Lane.REPLY in self._told_no
        if is_waited_for:
            self.call()

    def count_refusals(self, count: Callable[[], None]) -> None:
        """Have each time counted that Webex asks us to slow down."""
        self._count_refusal = count

    def refused(self, error: RateLimited) -> None:
        """Pause all calls for as long as Webex said in refusing one, and expect fewer calls a minute from then on."""
        with self._lock:
            now = self._now()
            is_known = self._paused_until is not None
            self._paused_until = max(self._paused_until or now, now + rate_limit_wait(error, now))
            self._careful_until = self._paused_until + MINUTE
            self._grant.rests_until(self._careful_until)
            if not is_known:
                self._count_refusal()
                self._grant.refused(len(self._calls) - 1, now)
                facts = {"action": "rate_limited", "until": self._paused_until, "granted": round(self._grant.calls)}
                log.warning("webex wants fewer calls", extra=facts | {"tracking_id": error.tracking_id})

    def seconds_to_wait(self, otherwise: float) -> float:
        """Return after how many seconds a thread looks again; sooner than `otherwise` where it was told no.

        What only tidies up has time: it would be looked for again and again in vain while people are answered.
        """
        with self._lock:
            lane = self._mine.short_of
            is_soon = lane is not None and lane < Lane.TIDYING and self._paused_until is None
            return min(otherwise, self._apart.total_seconds()) if is_soon else otherwise

    @property
    def _apart(self) -> timedelta:
        """The time between two calls that go one by one."""
        return MINUTE / self._grant.calls

    def _allows(self, lane: Lane, now: datetime) -> bool:
        """Return whether a lane may have a call now.

        Calls go at once as far as Webex has proved to grant them. Beyond that, and after a refusal, they go one by one.
        """
        is_spent = len(self._calls) >= self._allowed(lane)
        if self._paused_until is not None or is_spent or self._is_another_s_turn(lane, now):
            return False
        return self._allows_answer(now) if lane is Lane.REPLY else self._allows_other(lane, now)

    def _allows_answer(self, now: datetime) -> bool:
        if self._careful_until is None:
            is_alone = self._is_free and self._has_share(Lane.REPLY, now)
            if is_alone or len(self._calls) < self._grant.proven:
                return True
        return self._is_time(now)

    def _allows_other(self, lane: Lane, now: datetime) -> bool:
        if not self._has_share(lane, now):
            return False
        if self._careful_until is None and len(self._calls) < self._grant.proven * LEFT_TO_OTHERS:
            return True
        # Right after an answer what only tidies up stays away: its call would hold up the next one.
        is_in_the_way = lane >= Lane.TIDYING and self._answered_at and now - self._answered_at < ANSWER_WAITED_FOR
        return not is_in_the_way and self._is_time(now)

    def _allowed(self, lane: Lane) -> float:
        """Return up to how many calls a minute a lane may go."""
        return self._grant.calls * SHARES[lane]

    def _has_share(self, lane: Lane, now: datetime) -> bool:
        """Return whether the last while has had fewer calls than its part of the minute."""
        return len(self._calls) - bisect_right(self._calls, now - WHILE) < self._allowed(lane) * (WHILE / MINUTE)

    @property
    def _is_free(self) -> bool:
        """Whether no call is made, or about to be made, by anybody."""
        return not (self._under_way or self._set_aside)

    def _is_time(self, now: datetime) -> bool:
        """Return whether the next of the calls that go one by one may follow the last, and waits for its answer."""
        apart = self._apart if self._is_free else max(self._apart, ANSWER_WAITED_FOR)
        return not self._calls or now - self._calls[-1] >= apart

    def _is_another_s_turn(self, lane: Lane, now: datetime) -> bool:
        return any(other < lane and now - told <= WAITED_FOR for other, told in self._told_no.items())

    def _now(self) -> datetime:
        """Return the current moment, after dropping what is older than a minute and ending pauses that are over."""
        now = self._clock.now()
        if now < self._seen:
            # The clock was set back. Calls that seem to lie in the future must not keep the bot from calling.
            self._calls.clear()
            self._of_strangers.clear()
            self._told_no.clear()
            self._answered_at = None
            self._grant.clock_was_set_back()
        self._seen = now
        del self._calls[: bisect_right(self._calls, now - MINUTE)]
        del self._of_strangers[: bisect_right(self._of_strangers, now - MINUTE)]
        self._paused_until = still_to_come(self._paused_until, now)
        self._careful_until = still_to_come(self._careful_until, now)
        self._grant.recover(now)
        return now

    def _put_aside(self, now: datetime) -> None:
        self._count(now)
        self._set_aside += 1
        self._mine.calls.append(now)

    def _count(self, now: datetime) -> None:
        self._calls.append(now)
        if self._careful_until is None:
            self._grant.prove(len(self._calls))

    def _forget(self, moment: datetime) -> None:
        at = bisect_right(self._calls, moment) - 1
        if at >= 0 and self._calls[at] == moment:
            del self._calls[at]


def still_to_come(until: datetime | None, now: datetime) -> datetime | None:
    """Return the end of a pause, or None where it is past, or so far ahead that the clock was set back."""
    return until if until and now < until <= now + LONGEST_RATE_LIMIT + MINUTE else None
