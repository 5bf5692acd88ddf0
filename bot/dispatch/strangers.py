"""Strangers: anyone on Webex can write to the bot, and all those it does not know share a small part of its calls."""

import logging
import threading
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.limits import Limit

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
# For all strangers together: how many messages at once, one each so often after that, and the longest wait. A message
# costs three calls to Webex, so strangers use at most a seventh of what a token is granted.
AT_ONCE = 10
EACH = timedelta(seconds=4)
LONGEST_LINE = timedelta(minutes=10)
# For each stranger: how many messages may wait.
MOST_OF_ONE = 5


class Strangers:
    """Says how long strangers wait for each other, by a clock that nobody sets (`spans`)."""

    def __init__(self, spans: Clock) -> None:
        self._spans = spans
        self._of_one = Limit(MOST_OF_ONE, MINUTE)
        self._of_log = Limit(1, MINUTE)
        self._next = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def wait_of(self, who: str) -> timedelta | None:
        """Return how long one of them has to wait; None for one event too many."""
        at = self._spans.now()
        wait = self._in_line(at) if self._of_one.allows(who, at) else None
        if wait is None and self._of_log.allows("", at):
            log.warning("strangers are let go", extra={"action": "strangers_let_go"})
        return wait

    def _in_line(self, now: datetime) -> timedelta | None:
        """Return how long it is until the next free moment; None where the line is too long."""
        with self._lock:
            free = max(self._next, now - AT_ONCE * EACH)
            if free - now > LONGEST_LINE:
                return None
            self._next = free + EACH
            return max(free, now) - now
