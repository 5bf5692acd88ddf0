"""Breaths: long work in many transactions pauses between them, so that other processes can write.

SQLite has no queue for the write lock. A process that waits for it looks again after a millisecond, then at ever longer
intervals, up to a tenth of a second. An interval is about a third of the time waited so far, so a pause of a third of
the time that the lock was held is usually found.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

SHARE, LONGEST_SECONDS = 1 / 3, 0.1


class Breaths:
    """Measures how long each transaction takes, and pauses accordingly before the next.

    `pause` waits for so many seconds, or until the bot stops.
    """

    def __init__(self, pause: Callable[[float], object]) -> None:
        self._pause = pause
        self._held = 0.0

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Wrap one transaction."""
        if self._held:
            self._pause(min(self._held * SHARE, LONGEST_SECONDS))
        began = monotonic()
        yield
        self._held = monotonic() - began
