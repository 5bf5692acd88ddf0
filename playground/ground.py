"""The ground on which the parts of a world stand: clock, lock and faults of all, and who hears what happens."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from playground.faults import Faults
from playground.model import Clock, Happening

Watcher = Callable[[Happening], None]


class Ground:
    """What people, rooms, messages and webhooks share. Whoever watches sees what happens while it happens."""

    def __init__(self, clock: Clock, faults: Faults, seed: int | None) -> None:
        self.clock = clock
        self.faults = faults
        self.dice = random.Random(seed)
        self._lock = threading.RLock()
        self._news = threading.Condition(self._lock)
        self._changes = 0
        self._depth = 0
        self._watchers: list[Watcher] = []
        self._after_turns: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the moment it is, on the clock the world was given."""
        return self.clock.now()

    def new_uuid(self) -> str:
        """Return a UUID that nothing has yet."""
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    # One act at a time

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One act at a time, with all that belongs to it."""
        with self._lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    for each in self._after_turns:
                        each()

    def after_turns(self, act: Callable[[], None]) -> None:
        """Let something be done at the end of each act from now on."""
        self._after_turns.append(act)

    # What happens

    def happened(self, happening: Happening) -> None:
        """Note what happened, for those who may know of it at this moment."""
        with self._lock:
            for each in self._watchers:
                each(happening)
            self.changed()

    def watch(self, watcher: Watcher) -> None:
        """Let somebody see whatever happens from now on, while it happens."""
        with self._lock:
            self._watchers.append(watcher)

    def changed(self) -> None:
        """Wake whoever waits for changes."""
        with self._news:
            self._changes += 1
            self._news.notify_all()

    @property
    def changes(self) -> int:
        """Grows with everything that happens, so that a page knows whether it is out of date."""
        with self._lock:
            return self._changes

    def wait_for_change(self, since: int, timeout: float) -> int:
        """Wait until there were more changes than these, or the time is up; tells how many there were."""
        with self._news:
            self._news.wait_for(lambda: self._changes > since, timeout)
            return self._changes
