"""Leaps: a clock that is set by more than a year while the bot serves is believed only if Webex has the same time.

By a clock fifty years ahead every order line has closed, and everybody would be told so, for good.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock, SteadyClock
from bot.errors import WebexError

log = logging.getLogger(__name__)

# Nobody sets a clock this far on purpose, and Webex's is never this far from ours.
LEAP = timedelta(days=400)
# How often Webex is asked while a leap lasts.
ASKED_EACH = timedelta(seconds=30)


class Leaps:
    """Tells whether the clock can be believed. `at_webex` returns the time by Webex's clock, if that is known."""

    def __init__(self, clock: Clock, at_webex: Callable[[], datetime | None]) -> None:
        self._clock = clock
        self._steady = SteadyClock(clock)
        self._at_webex = at_webex
        self._asked: datetime | None = None
        self._is_believed = True

    def are_believed(self) -> bool:
        """Return whether we may act by the clock: it has made no leap, or Webex does not contradict it."""
        now = self._steady.now()
        if abs(self._clock.now() - now) < LEAP:
            self._asked = None
            return True
        if self._asked is None or now - self._asked > ASKED_EACH:
            self._asked, self._is_believed = now, self._webex_agrees()
        return self._is_believed

    def _webex_agrees(self) -> bool:
        try:
            there = self._at_webex()
        except WebexError:
            return True
        is_believed = there is None or abs(self._clock.now() - there) < LEAP
        if not is_believed:
            log.error("the clock has leapt: reminders wait", extra={"action": "clock_leapt", "at_webex": str(there)})
        return is_believed
