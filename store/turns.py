"""Turns: threads that wait for the same thing get it in the order in which they came, the urgent ones first."""

from collections import deque
from threading import Lock


class Turns:
    """A lock that is handed on to whoever waits longest; Python's own goes to whoever is quickest."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._urgent: deque[Lock] = deque()
        self._waiting: deque[Lock] = deque()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._urgent) + len(self._waiting)

    def take(self, timeout: float, *, is_urgent: bool = False) -> bool:
        """Take the lock, or wait for it; False when it was not our turn in time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            ours = Lock()
            ours.acquire()
            (self._urgent if is_urgent else self._waiting).append(ours)
        return ours.acquire(timeout=timeout) or self._was_handed_to(ours)

    def hand_on(self) -> None:
        """Give the lock to whoever waits longest."""
        with self._guard:
            line = self._urgent or self._waiting
            if line:
                line.popleft().release()
            else:
                self._is_taken = False

    def _was_handed_to(self, ours: Lock) -> bool:
        """Leave the line; True when it was our turn in that very moment."""
        with self._guard:
            for line in (self._urgent, self._waiting):
                if ours in line:
                    line.remove(ours)
                    return False
            return True
