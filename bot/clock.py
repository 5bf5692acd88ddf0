"""The clock: the only place where the present moment is read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

# Before this program was written: a clock that shows such a moment was never set. Some machines wake up in 1970.
EARLIEST = datetime(2026, 11, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the present moment. The system's clock is one; the playground brings one that can be moved."""

    def now(self) -> datetime:
        """Return the present moment: aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SteadyClock:
    """Runs on from the moment it was made, however the machine's clock is set: for spans, such as calls a minute."""

    def __init__(self, clock: Clock | None = None, stopwatch: Callable[[], float] = monotonic) -> None:
        self._stopwatch = stopwatch
        self._start, self._began = (clock or SystemClock()).now(), stopwatch()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._stopwatch() - self._began)


def is_within(span: timedelta, since: datetime, now: datetime) -> bool:
    """Return whether less than a span of time has passed since a moment.

    A moment that lies ahead was noted by a clock that has been set back since, and holds nobody up.
    """
    return timedelta() <= now - since < span
