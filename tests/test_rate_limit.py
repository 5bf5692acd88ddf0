"""Limits: so many tries within a span, whatever the clock does meanwhile."""

from datetime import UTC, datetime, timedelta

from bot.rate_limit import RateLimit

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, BLINK = timedelta(minutes=1), timedelta(microseconds=50)


def test_threads_that_overtake_each_other_gain_no_tries() -> None:
    limit = RateLimit(10, MINUTE)
    taken = [limit.allows("mallory", NOON + BLINK * (n % 2)) for n in range(100)]
    assert sum(taken) == 10


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    limit = RateLimit(10, MINUTE)
    assert all(limit.allows("ann", NOON) for _ in range(10))
    assert not limit.allows("ann", NOON)
    assert limit.allows("ann", NOON - timedelta(hours=1))
