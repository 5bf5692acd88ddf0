"""Refused requests in the log: at most one line a minute for each kind, so that a flood does not fill it."""

import logging
import threading
from datetime import datetime, timedelta
from math import inf

from bot.clock import is_within

QUIET_SPELL = timedelta(minutes=1)

log = logging.getLogger(__name__)


class RefusalLog:
    """Logs refused requests, each kind at most once a minute, and then how many were not logged."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._lock = threading.Lock()
        self._said_at: dict[str, datetime] = {}
        self._unsaid: dict[str, int] = {}

    def __call__(self, status: int, cause: str, now: datetime) -> None:
        unsaid = self._turn(cause, now)
        if unsaid is not None:
            facts = {"action": "request_refused", "status": status, "cause": cause, "unsaid": unsaid}
            log.warning(self._message, extra=facts)

    def _turn(self, cause: str, now: datetime) -> int | None:
        """Return how many were not logged since the last line; None while another line would be too soon."""
        with self._lock:
            if cause in self._said_at and is_within(QUIET_SPELL, self._said_at[cause], now):
                self._unsaid[cause] = self._unsaid.get(cause, 0) + 1
                return None
            self._said_at[cause] = now
            return self._unsaid.pop(cause, 0)


class OnceAMinute(logging.Filter):
    """Lets a log line through unless one with the same message was let through within a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind = str(record.msg)
        if 0 <= record.created - self._said.get(kind, -inf) < QUIET_SPELL.total_seconds():
            return False
        self._said[kind] = record.created
        return True
