"""Limits: so many tries within a span of time, and no more."""

import threading
from collections import deque
from datetime import datetime, timedelta

NO_TIME = timedelta()


class Limit:
    """Allows so many tries within a span of time, counted by key; keys that are quiet are forgotten."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._tries: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def allows(self, key: str, now: datetime) -> bool:
        """Count a try and return whether it may go on."""
        return not self.wait(key, now)

    def wait(self, key: str, now: datetime) -> timedelta:
        """Count a try and return for how long it has to wait; one that has to is not counted."""
        with self._lock:
            self._forget(now - self._within)
            tries = self._tries.setdefault(key, deque())
            if len(tries) >= self._most:
                return max(tries[0] + self._within - now, timedelta(seconds=1))
            tries.append(now)
            return NO_TIME

    def _forget(self, before: datetime) -> None:
        for key, tries in list(self._tries.items()):
            while tries and tries[0] <= before:
                tries.popleft()
            if not tries:
                del self._tries[key]
