"""Turns: a fair lock, which threads get in the order in which they asked, urgent ones first."""

from collections import deque
from threading import Lock


class Turns:
    """A lock that goes to the thread that has waited longest; Python's own goes to any of them."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._urgent: deque[Lock] = deque()
        self._waiting: deque[Lock] = deque()

    def __len__(self) -> int:
        """Return how many threads are waiting."""
        return len(self._urgent) + len(self._waiting)

    def take(self, timeout: float, *, is_urgent: bool = False) -> bool:
        """Wait for the lock; return False where it was not free within so many seconds."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            ours = Lock()
            ours.acquire()
            (self._urgent if is_urgent else self._waiting).append(ours)
        return ours.acquire(timeout=timeout) or self._was_handed_to(ours)

    def hand_on(self) -> None:
        """Pass the lock to the next thread."""
        with self._guard:
            line = self._urgent or self._waiting
            if line:
                line.popleft().release()
            else:
                self._is_taken = False

    def _was_handed_to(self, ours: Lock) -> bool:
        """Stop waiting; return True where the lock was passed to us in the same moment."""
        with self._guard:
            for line in (self._urgent, self._waiting):
                if ours in line:
                    line.remove(ours)
                    return False
            return True
