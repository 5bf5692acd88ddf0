"""A fair semaphore: threads get it in the order in which they asked, urgent ones first."""

from collections import deque
from threading import Lock

FOREVER = -1.0


class FairSemaphore:
    """A semaphore that goes to the thread that has waited longest; Python's own goes to any of them.

    As many threads may hold it at a time as there are `permits`; with a single one it is a fair lock.
    """

    def __init__(self, permits: int = 1) -> None:
        self._guard = Lock()
        self._free = permits
        self._urgent: deque[Lock] = deque()
        self._waiting: deque[Lock] = deque()

    def __len__(self) -> int:
        """Return how many threads are waiting."""
        return len(self._urgent) + len(self._waiting)

    @property
    def urgent(self) -> int:
        """How many of those who wait are urgent."""
        return len(self._urgent)

    def acquire(self, timeout: float = FOREVER, *, is_urgent: bool = False) -> bool:
        """Wait for a permit; return False where none became free within `timeout` seconds."""
        with self._guard:
            if self._free:
                self._free -= 1
                return True
            ours = Lock()
            ours.acquire()
            (self._urgent if is_urgent else self._waiting).append(ours)
        return ours.acquire(timeout=timeout) or self._stop_waiting(ours)

    def release(self) -> None:
        """Pass a permit to the next thread."""
        with self._guard:
            line = self._urgent or self._waiting
            if line:
                line.popleft().release()
            else:
                self._free += 1

    def _stop_waiting(self, ours: Lock) -> bool:
        """Stop waiting; return True where the permit was passed to us in the same moment."""
        with self._guard:
            for line in (self._urgent, self._waiting):
                if ours in line:
                    line.remove(ours)
                    return False
            return True
