"""The quota: how many calls a token may make in a minute."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta
from math import ceil

from playground.ground import Ground
from playground.model import Person

MINUTE = timedelta(minutes=1)
GRANTED = 300
"""About what Webex grants a token, says Cisco's page "REST API Basics"; exact figures are not published."""


class Quota:
    """The calls of each token in the last minute of the world's clock; `Faults.quota_per_minute` limits them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)
        self.refusals = 0
        """How many calls were one too many."""

    def take_call(self, person: Person) -> int | None:
        """Count a call. Returns None, or for one too many how many seconds the caller should wait."""
        with self._ground.turn():
            allowed, now = self._ground.faults.quota_per_minute, self._ground.now()
            calls = self._calls[person.id]
            while calls and calls[0] <= now - MINUTE:
                calls.popleft()
            if allowed and len(calls) >= allowed:
                self.refusals += 1
                return max(1, ceil((calls[0] + MINUTE - now).total_seconds()))
            calls.append(now)
            return None
