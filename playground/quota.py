"""The quota: how many calls a token may make in a minute."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from playground.model import Person

if TYPE_CHECKING:
    from playground.world import World

MINUTE = timedelta(minutes=1)
GRANTED = 300
"""About what Webex grants a token, says Cisco's page "REST API Basics"; exact figures are not published."""


class Quota:
    """The calls of each token in the last minute of the world's clock; `Faults.quota_per_minute` limits them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)
        self.refusals = 0
        """How many calls were one too many."""

    def take_call(self, person: Person) -> int | None:
        """Count a call. Returns None, or for one too many how many seconds the caller should wait."""
        with self._world.turn():
            allowed, now = self._world.faults.quota_per_minute, self._world.now()
            calls = self._calls[person.id]
            while calls and calls[0] <= now - MINUTE:
                calls.popleft()
            if allowed and len(calls) >= allowed:
                self.refusals += 1
                return max(1, ceil((calls[0] + MINUTE - now).total_seconds()))
            calls.append(now)
            return None
