"""A clock that can be moved forward, so that a week of reminders passes in a minute, and be wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import SystemClock


class MovableClock:
    """Real time plus an offset; it may start at another moment than now, and goes back only when it is told to.

    One that stands still goes on only when it is moved.
    """

    def __init__(self, start: datetime | None = None, *, stands_still: bool = False) -> None:
        now = SystemClock().now()
        self._real: Callable[[], datetime] = (lambda: now) if stands_still else SystemClock().now
        self._offset = start - now if start else timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the moment it is on this clock, in UTC."""
        with self._lock:
            return self._real() + self._offset

    def move_to(self, moment: datetime) -> None:
        """Make it that moment; when it is later already, nothing changes."""
        with self._lock:
            self._offset = max(self._offset, moment - self._real())

    def turn_back(self, span: timedelta) -> None:
        """Be wrong from now on, as a machine is whose clock was set."""
        with self._lock:
            self._offset -= span
