"""Desks: only a few threads compute at a time, and one that waits for Webex leaves its desk to another.

Python runs one thread at a time. Each further thread that is ready to run costs nevertheless: it wakes every five
milliseconds to ask for its turn, and every change of turns empties the caches of the processor. Where hundreds of
people press at once, most threads should wait for a desk, which costs nothing, and not for the interpreter.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.turns import Turns

# One thread computes while the commit of another is written to disk.
DESKS = 2
# Whoever comes back goes on without a desk after so long: those who sit may be waiting for what it holds.
PATIENCE_SECONDS = 0.5


class Seat(threading.local):
    """Whether a thread sits at a desk."""

    is_taken = False


class Desks:
    """A few places to compute at, shared by the threads of all pools. A thread takes one for each piece of work."""

    def __init__(self) -> None:
        self._turns = Turns(DESKS)
        self._mine = Seat()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Compute at a desk, once one is free."""
        self._mine.is_taken = self._turns.take()
        try:
            yield
        finally:
            self._stand_up()

    @contextmanager
    def left(self) -> Iterator[None]:
        """Leave the desk to others for something that takes long, and come back. A thread without a desk goes on."""
        if not self._mine.is_taken:
            yield
            return
        self._stand_up()
        try:
            yield
        finally:
            # Whoever comes back has something in hand, and goes before those who look for something.
            self._mine.is_taken = self._turns.take(PATIENCE_SECONDS, is_urgent=True)

    def _stand_up(self) -> None:
        if self._mine.is_taken:
            self._mine.is_taken = False
            self._turns.hand_on()
