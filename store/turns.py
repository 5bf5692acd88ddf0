"""Turns: threads that wait for the same thing get it in the order in which they came."""

from collections import deque
from threading import Lock


class Turns:
    """A lock that is handed on to whoever waits longest; Python's own goes to whoever is quickest."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, timeout: float) -> bool:
        """Take the lock, or wait for it; False when it was not our turn in time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            ours = Lock()
            ours.acquire()
            self._waiting.append(ours)
        return ours.acquire(timeout=timeout) or self._was_handed_to(ours)

    def hand_on(self) -> None:
        """Give the lock to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def _was_handed_to(self, ours: Lock) -> bool:
        """Leave the line; True when it was our turn in that very moment."""
        with self._guard:
            if ours not in self._waiting:
                return True
            self._waiting.remove(ours)
            return False
