"""The budget: the calls that Webex grants our token, which every call spends from, read or send.

Webex counts the calls of a token, grants about 300 a minute and says 429 to one too many (developer.webex.com, REST
API Basics). Nobody publishes the figure for a token, so it is learnt: from each refusal downwards, in quiet minutes
slowly up again.
"""

import logging
import threading
from bisect import bisect_right
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.outgoing import Lane
from bot.errors import BudgetSpent, RateLimited
from bot.webex.retry_after import LONGEST_RATE_LIMIT, rate_limit_wait

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
# What nobody asked for is spread over the minute, a share for each such while.
WHILE = timedelta(seconds=10)

# How much of what is granted each lane may bring it to; the rest is for the lanes before it. What an answer needs
# beside its first call, such as the name of somebody new, has the last twentieth.
SHARES = {Lane.REPLY: 0.95, Lane.REMINDER: 0.9, Lane.BROADCAST: 0.85, Lane.TIDYING: 0.8, Lane.CATCHING_UP: 0.75}
# So long a lane that was told no is waited for by those behind it.
WAITED_FOR = timedelta(seconds=2)
# Where calls go one by one, one that is not answered holds the next up for so long.
ANSWER_WAITED_FOR = timedelta(seconds=0.5)
# So much is taken for granted at once; beyond the most that a minute has had, calls go one by one. So one call too
# many is one refusal, not one for each call that is under way.
TRUSTED = 0.1
# A refusal takes a tenth off what was granted before it, but never more than half at once: after a restart we do not
# know what was spent before. Each quiet minute gives back a hundredth of the setting.
LEARNT, MOST_TAKEN_OFF, LEAST, GIVEN_BACK = 0.9, 0.5, 0.1, 0.01


class Share(threading.local):
    """What a thread has set aside and not spent yet, by when it did; and whether it was told no last."""

    def __init__(self) -> None:
        self.calls: list[datetime] = []
        self.is_short = False


class Budget:
    """Calls a minute, for all threads. Nobody waits in here: who is told no comes again later.

    A worker sets a call aside before it takes anything in hand, so that nothing is leased that cannot be done now.
    """

    def __init__(self, clock: Clock, calls_per_minute: int) -> None:
        self._clock = clock
        self._setting = calls_per_minute
        self._granted = float(calls_per_minute)
        self._proven = TRUSTED * calls_per_minute
        self._calls: list[datetime] = []
        self._mine = Share()
        self._told_no: dict[Lane, datetime] = {}
        self._under_way = 0
        self._paused_until: datetime | None = None
        self._careful_until: datetime | None = None
        self._learnt_at: datetime | None = None
        self._seen = clock.now()
        self._lock = threading.Lock()

    @property
    def granted(self) -> float:
        """How many calls a minute we hold for granted now."""
        with self._lock:
            self._now()
            return self._granted

    @property
    def pause(self) -> timedelta:
        """How long from now Webex wants to be left alone; nought while it does not."""
        with self._lock:
            now = self._now()
            return (self._paused_until or now) - now

    def take(self, lane: Lane) -> bool:
        """Set one call aside for this thread; False when its lane may have none now."""
        with self._lock:
            now = self._now()
            self._mine.is_short = not self._allows(lane, now)
            if self._mine.is_short:
                self._told_no[lane] = now
                return False
            self._told_no.pop(lane, None)
            self._count(now)
            self._mine.calls.append(now)
            return True

    def give_back(self) -> None:
        """Return the calls that this thread set aside and did not make."""
        with self._lock:
            for moment in self._mine.calls:
                self._forget(moment)
            self._mine.calls.clear()

    def spend(self) -> None:
        """Count a call that is about to be made: one that was set aside, else one more.

        Raises BudgetSpent when it must not be made now.
        """
        with self._lock:
            now = self._now()
            if self._paused_until is not None:
                raise BudgetSpent("Webex wants to be left alone", wait=self._paused_until - now)
            if self._mine.calls:
                self._forget(self._mine.calls.pop())
            elif len(self._calls) >= self._granted:
                raise BudgetSpent("no calls left in this minute", wait=self._calls[0] + MINUTE - now)
            self._count(now)
            self._under_way += 1

    def answered(self) -> None:
        """Note that a call has come to its end, whatever came of it."""
        with self._lock:
            self._under_way -= 1

    def refused(self, error: RateLimited) -> None:
        """Keep everybody away for as long as Webex said to one of us, and hold less for granted from then on."""
        with self._lock:
            now = self._now()
            is_known = self._paused_until is not None
            self._paused_until = max(self._paused_until or now, now + rate_limit_wait(error, now))
            self._careful_until = self._learnt_at = self._paused_until + MINUTE
            if not is_known:
                self._learn(len(self._calls) - 1)
                facts = {"action": "rate_limited", "until": self._paused_until, "granted": round(self._granted)}
                log.warning("webex wants fewer calls", extra=facts | {"tracking_id": error.tracking_id})

    def seconds_to_wait(self, otherwise: float) -> float:
        """Return how long a thread that was told no last waits before it comes again; `otherwise` for any other."""
        with self._lock:
            is_soon = self._mine.is_short and self._paused_until is None
            return min(otherwise, self._apart.total_seconds()) if is_soon else otherwise

    @property
    def _apart(self) -> timedelta:
        """How far calls are apart that go one by one."""
        return MINUTE / self._granted

    def _allows(self, lane: Lane, now: datetime) -> bool:
        allowed, made = self._granted * SHARES[lane], len(self._calls)
        if self._paused_until is not None or made >= allowed or self._is_another_s_turn(lane, now):
            return False
        if lane is not Lane.REPLY and made - bisect_right(self._calls, now - WHILE) >= allowed * (WHILE / MINUTE):
            return False
        is_trusted = made < self._proven and self._careful_until is None
        apart = max(self._apart, ANSWER_WAITED_FOR) if self._under_way else self._apart
        return is_trusted or not made or now - self._calls[-1] >= apart

    def _is_another_s_turn(self, lane: Lane, now: datetime) -> bool:
        return any(other < lane and now - told <= WAITED_FOR for other, told in self._told_no.items())

    def _learn(self, made: int) -> None:
        granted = max(self._granted * MOST_TAKEN_OFF, min(self._granted, made) * LEARNT)
        self._granted = self._proven = max(granted, self._setting * LEAST, 1.0)

    def _now(self) -> datetime:
        """Return the moment, with everything brought up to it."""
        now = self._clock.now()
        if now < self._seen:
            # The clock was set back. What seems to be still to come must not silence the bot.
            self._calls.clear()
            self._told_no.clear()
        self._seen = now
        del self._calls[: bisect_right(self._calls, now - MINUTE)]
        self._paused_until = still_to_come(self._paused_until, now)
        self._careful_until = still_to_come(self._careful_until, now)
        self._recover(now)
        return now

    def _recover(self, now: datetime) -> None:
        """Give back a little for each minute without a refusal."""
        if self._learnt_at is None or now < self._learnt_at + MINUTE:
            return
        minutes = (now - self._learnt_at) // MINUTE
        self._granted = min(self._setting, self._granted + minutes * GIVEN_BACK * self._setting)
        self._learnt_at += minutes * MINUTE

    def _count(self, now: datetime) -> None:
        self._calls.append(now)
        if self._careful_until is None:
            self._proven = max(self._proven, len(self._calls))

    def _forget(self, moment: datetime) -> None:
        at = bisect_right(self._calls, moment) - 1
        if at >= 0 and self._calls[at] == moment:
            del self._calls[at]


def still_to_come(until: datetime | None, now: datetime) -> datetime | None:
    """Return an end that lies ahead; None for one that is past, or so far ahead that the clock was set back."""
    return until if until and now < until <= now + LONGEST_RATE_LIMIT + MINUTE else None
