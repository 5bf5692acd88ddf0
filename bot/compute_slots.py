"""Compute slots: only a few threads compute at a time, and one that waits for Webex gives its slot to another.

Python runs one thread at a time. Each further thread that is ready to run costs nevertheless: it wakes every five
milliseconds to ask for its turn, and every change of turns empties the caches of the processor. Where hundreds of
people press at once, most threads should wait for a slot, which costs nothing, and not for the interpreter.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.fair_semaphore import FairSemaphore

# One thread computes while the commit of another is written to disk.
SLOTS = 2
# A thread that comes back goes on without a slot after this time: those who hold one may be waiting for what it holds.
PATIENCE_SECONDS = 0.5


class Own(threading.local):
    """Whether this thread holds a slot."""

    is_held = False


class ComputeSlots:
    """A few permissions to compute, shared by the threads of all pools. A thread takes one for each piece of work."""

    def __init__(self) -> None:
        self._slots = FairSemaphore(SLOTS)
        self._own = Own()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a slot inside, once one is free."""
        self._own.is_held = self._slots.acquire()
        try:
            yield
        finally:
            self._release()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Lend the slot to others while something takes long, and take it back. A thread without one just goes on."""
        if not self._own.is_held:
            yield
            return
        self._release()
        try:
            yield
        finally:
            # A thread that comes back has work in hand, and goes before those that look for some.
            self._own.is_held = self._slots.acquire(PATIENCE_SECONDS, is_urgent=True)

    def _release(self) -> None:
        if self._own.is_held:
            self._own.is_held = False
            self._slots.release()
