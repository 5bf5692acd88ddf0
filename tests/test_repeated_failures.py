"""Whatever fails with each beat is told once with its cause, and then as a count."""

import logging

import pytest

from bot.errors import StoreUnavailable
from bot.repeated_failures import SPAN_SECONDS, RepeatedFailures
from tests.logged import logged_by

log = logging.getLogger(__name__)


class Stopwatch:
    """Shows what it is set to."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_what_fails_each_second_is_told_once_and_then_counted(caplog: pytest.LogCaptureFixture) -> None:
    watch = Stopwatch()
    failures = RepeatedFailures(log, watch)
    broken, other = ValueError("no such table: orders"), StoreUnavailable("The database is out of disk space")
    for second in range(int(SPAN_SECONDS) + 2):
        watch.seconds = float(second)
        failures.note("beat failed", broken, action="beat_failed", beat="calendar")
    failures.note("beat failed", other, action="beat_failed", beat="calendar")
    first, counted, second_cause = (vars(each) for each in logged_by(__name__, caplog))
    assert first["exc_info"][1] is broken
    assert (first["action"], first["beat"], "times" in first) == ("beat_failed", "calendar", False)
    assert (counted["times"], counted["exc_info"]) == (SPAN_SECONDS + 1, None)
    assert counted["cause"] == "ValueError: no such table: orders"
    assert (second_cause["action"], second_cause["cause"]) == ("store_unavailable", str(other))
    assert second_cause["exc_info"] is None, "a full disk has no room for a traceback"

    caplog.clear()
    watch.seconds += 2 * SPAN_SECONDS
    failures.note("beat failed", broken, action="beat_failed", beat="calendar")
    (again,) = logged_by(__name__, caplog)
    assert again.exc_info, "after so long it is another failure"
