"""Resting: a service that failed is left alone for a while."""

from datetime import datetime, timedelta

from bot.errors import RateLimited, WebexError
from bot.webex.retry_after import rate_limit_wait


def rest_after(error: WebexError, usual: timedelta, now: datetime) -> timedelta:
    """Return how long a service is left alone after an error: as long as it asks for, and never less than usual."""
    return max(usual, rate_limit_wait(error, now)) if isinstance(error, RateLimited) else usual


class Rest:
    """Knows until when a service is left alone; `usual` is how long, unless it asks for more."""

    def __init__(self, usual: timedelta) -> None:
        self._usual = usual
        self._until: datetime | None = None

    def begin(self, error: WebexError, now: datetime) -> None:
        """Leave the service alone after an error."""
        self._until = now + rest_after(error, self._usual, now)

    def is_on(self, now: datetime) -> bool:
        """Return whether the service is still left alone."""
        return self._until is not None and now < self._until
