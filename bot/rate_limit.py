"""Rate limits: only so many tries are allowed within a span of time."""

import threading
from collections import deque
from datetime import UTC, datetime, timedelta

NO_TIME = timedelta()
# Somebody who comes from very many places at once must not fill our memory: the oldest keys are forgotten early.
MOST_KEYS = 10_000


class RateLimit:
    """Allows at most `most` tries within a span of time, counted by key; keys that are quiet are forgotten."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._tries: dict[str, deque[datetime]] = {}
        self._forgets_at = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def allows(self, key: str, now: datetime) -> bool:
        """Count a try and return whether it may go on."""
        return not self.wait(key, now)

    def wait(self, key: str, now: datetime) -> timedelta:
        """Count a try and return for how long it has to wait; one that has to is not counted.

        Tries that are still to come were made before the clock was set back, and do not count.
        """
        with self._lock:
            self._forget_the_quiet(now)
            tries = self._tries.setdefault(key, deque())
            while tries and not now - self._within < tries[0] <= now + self._within:
                tries.popleft()
            if len(tries) >= self._most:
                return max(tries[0] + self._within - now, timedelta(seconds=1))
            tries.append(now)
            return NO_TIME

    def _forget_the_quiet(self, now: datetime) -> None:
        if not now < self._forgets_at <= now + self._within:
            self._forgets_at = now + self._within
            self._tries = {key: tries for key, tries in self._tries.items() if tries and tries[-1] > now - self._within}
        if len(self._tries) >= MOST_KEYS:
            del self._tries[next(iter(self._tries))]
