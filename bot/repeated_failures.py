"""Failures that come again and again: the first is logged with its traceback, the same later on as a count."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from bot.errors import StoreUnavailable

# A failure that stays away for longer is a new one; one that does not is told of so often.
SPAN_SECONDS = 600.0


@dataclass(slots=True)
class Failing:
    """How often something has failed for one reason; when it did last, and when the log last said so."""

    times: int
    last: float
    said: float


class RepeatedFailures:
    """Logs the failures of one thing that is done again and again."""

    def __init__(self, log: logging.Logger, stopwatch: Callable[[], float] = monotonic) -> None:
        self._log = log
        self._stopwatch = stopwatch
        self._by_cause: dict[str, Failing] = {}
        self._guard = Lock()

    def note(self, message: str, error: Exception, *, action: str, **facts: object) -> None:
        """Log a failure, unless the same was logged within the last ten minutes; then only count it."""
        cause = f"{type(error).__name__}: {error}"
        times = self._times_to_say(cause)
        if isinstance(error, StoreUnavailable):
            # The cause says it all, and a full disk has no room for more.
            action, cause = "store_unavailable", str(error)
        said = {"action": action, **facts, "cause": cause}
        if times == 1:
            self._log.error(message, extra=said, exc_info=None if isinstance(error, StoreUnavailable) else error)
        elif times:
            self._log.error(message, extra=said | {"times": times})

    def _times_to_say(self, cause: str) -> int:
        """Count a failure, and return how often it has come; 0 where nothing is to be said."""
        now = self._stopwatch()
        with self._guard:
            failing = self._by_cause.get(cause)
            if failing is None or now - failing.last > SPAN_SECONDS:
                recent = {each: known for each, known in self._by_cause.items() if now - known.last <= SPAN_SECONDS}
                self._by_cause = recent | {cause: Failing(1, now, now)}
                return 1
            failing.times, failing.last = failing.times + 1, now
            if now - failing.said < SPAN_SECONDS:
                return 0
            failing.said = now
            return failing.times
