"""A clock that can be moved forward, so that a week of reminders passes in a minute, and be wrong."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from bot.clock import SystemClock


class MovableClock:
    """Real time plus an offset; it may start at another moment than now, and goes back only when it is told to."""

    def __init__(self, start: datetime | None = None) -> None:
        self._real = SystemClock()
        self._offset = start - self._real.now() if start else timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The moment it is on this clock, in UTC."""
        with self._lock:
            return self._real.now() + self._offset

    def move_to(self, moment: datetime) -> None:
        """Make it that moment; when it is later already, nothing changes."""
        with self._lock:
            self._offset = max(self._offset, moment - self._real.now())

    def turn_back(self, span: timedelta) -> None:
        """Be wrong from now on, as a machine is whose clock was set."""
        with self._lock:
            self._offset -= span
