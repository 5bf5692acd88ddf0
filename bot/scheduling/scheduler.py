"""The door to APScheduler: a metronome. What is due stands in the database, so a missed beat loses nothing.

APScheduler knows only the wall clock, and wall clocks are set: forwards, backwards, by fifty years. Our beats keep
their pace all the same, because what APScheduler has planned is moved along with the clock.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import Clock, SteadyClock, SystemClock
from bot.repeated_failures import RepeatedFailures

log = logging.getLogger(__name__)

# How often we look whether the clock was set.
LOOK_SECONDS = 1.0
# Less than this is no jump: machines correct their clocks in small steps, which add up until they count.
SMALLEST_JUMP = timedelta(seconds=0.5)


class Every(BaseTrigger):  # type: ignore[misc] # APScheduler has no types
    """Plans the next beat from now on. APScheduler's own lists all that were missed: in fifty years over a billion."""

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self._interval


class Jumps:
    """Tells by how far the wall clock was set, as a stopwatch shows it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._steady = SteadyClock(clock)
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return what the wall clock shows."""
        return self._clock.now()

    def latest(self) -> timedelta:
        """Return by how far the clock was set since the last jump; nothing for less than one."""
        jump = self._clock.now() - self._steady.now() - self._ahead
        if abs(jump) < SMALLEST_JUMP:
            return timedelta()
        self._ahead += jump
        return jump


class SteadyScheduler(BackgroundScheduler):  # type: ignore[misc] # APScheduler has no types
    """APScheduler, whose jobs keep their distance from now however the wall clock is set."""

    def __init__(self, jumps: Jumps) -> None:
        super().__init__(timezone=UTC)
        self._jumps = jumps

    def _process_jobs(self) -> float:
        jump = self._jumps.latest()
        if jump:
            log.warning("the clock was set", extra={"action": "clock_set", "seconds": jump.total_seconds()})
            for job in self.get_jobs():
                # What was planned by the clock as it is now, just before we noticed, is not to be moved once more.
                latest = job.trigger.get_next_fire_time(None, self._jumps.now())
                job.modify(next_run_time=min(job.next_run_time + jump, latest))
        wait: Any = super()._process_jobs()
        return min(wait if wait is not None else LOOK_SECONDS, LOOK_SECONDS)


class Beats:
    """Calls functions again and again, each at its own pace and never twice at once."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._scheduler = SteadyScheduler(Jumps(clock or SystemClock()))
        self._beats: dict[str, Callable[[], object]] = {}

    def every(self, seconds: float, name: str, beat: Callable[[], object]) -> None:
        """Call a function every so many seconds, the first time after as many.

        A beat that comes late is still made: left to itself APScheduler drops one that is a second late.
        """
        self._beats[name] = beat
        self._scheduler.add_job(
            guarded(name, beat),
            Every(seconds),
            id=name,
            name=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def make(self, name: str) -> None:
        """Make one beat now, in this thread, and let it fail as it does."""
        self._beats[name]()

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Make no further beats, and wait for those that are being made."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


def guarded(name: str, beat: Callable[[], object]) -> Callable[[], None]:
    """Return a beat that logs what goes wrong and comes again."""

    failures = RepeatedFailures(log)

    def guarded_beat() -> None:
        try:
            beat()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged
            failures.note("beat failed", error, action="beat_failed", beat=name)

    return guarded_beat
