"""When a call is tried again: Webex's wish first, our own patience else."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.retry import LONGEST_WAIT, backoff, fetch_attempt, is_hopeless, next_attempt
from bot.domain.outgoing import Address, Lane, Message, Operation, OutboxEntry
from bot.errors import RateLimited, Rejected, Uncertain, Unreachable

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
attempts = st.integers(min_value=0, max_value=10_000)
chances = st.integers().map(Random)


def test_what_webex_rejects_is_not_tried_again() -> None:
    assert next_attempt(Rejected(404, "no such room"), 1, NOON, Random(1)) is None


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        (timedelta(seconds=17), 17),
        (timedelta(seconds=0), 1),
        (timedelta(seconds=-5), 1),
        (timedelta(seconds=3600), 3600),
        (timedelta(days=30), 3600),
        (None, 15),
    ],
)
def test_a_rate_limit_is_obeyed_within_reason(wait: timedelta | None, expected: int) -> None:
    again = next_attempt(RateLimited("slow down", wait=wait), 9, NOON, Random(1))
    assert again == NOON + timedelta(seconds=expected)


@pytest.mark.parametrize(("offset", "expected"), [(90, 90), (-90, 1), (9_000, 3600)])
def test_a_rate_limit_until_a_moment_ends_then(offset: int, expected: int) -> None:
    error = RateLimited("slow down", until=NOON + timedelta(seconds=offset))
    assert next_attempt(error, 1, NOON, Random(1)) == NOON + timedelta(seconds=expected)


@given(attempts, chances)
def test_an_outage_is_given_more_and_more_time_but_never_more_than_five_minutes(tries: int, rng: Random) -> None:
    for error in (Unreachable("503"), Uncertain("no answer")):
        again = next_attempt(error, tries, NOON, rng)
        assert again is not None
        assert timedelta(seconds=0.5) <= again - NOON <= LONGEST_WAIT


@given(st.integers(min_value=1, max_value=50), chances)
def test_a_wait_is_never_shorter_than_half_of_its_step(tries: int, rng: Random) -> None:
    step = min(timedelta(seconds=2 ** min(tries - 1, 20)), LONGEST_WAIT)
    assert step / 2 <= backoff(tries, rng) <= step


def test_many_that_failed_at_once_do_not_come_back_at_once() -> None:
    rng = Random(1)
    assert len({backoff(5, rng) for _each in range(50)}) == 50


@pytest.mark.parametrize(
    ("fruitless", "failing", "attempts", "expected"),
    [
        (7, timedelta(minutes=10), 8, True),
        (7, timedelta(minutes=9, seconds=59), 8, False),
        (6, timedelta(hours=1), 20, False),
        (0, timedelta(days=1), 30, True),
        (0, timedelta(days=1), 29, False),
        (0, timedelta(hours=23, minutes=59), 100, False),
    ],
)
def test_an_entry_is_given_up_after_so_many_tries_and_so_long(
    fruitless: int, failing: timedelta, attempts: int, expected: bool
) -> None:
    entry = OutboxEntry(
        1,
        Address(email="ann@example.com"),
        Operation.POST,
        Message("never"),
        Lane.REPLY,
        NOON,
        NOON,
        attempts=attempts,
        fruitless=fruitless,
        failing_since=NOON - failing,
    )
    assert is_hopeless(entry, NOON, fruitless=fruitless > 0) is expected


def test_a_fetch_is_tried_soon_then_seldom_then_never() -> None:
    waits = []
    tries = 1
    while again := fetch_attempt(tries, NOON):
        waits.append((again - NOON).total_seconds())
        tries += 1
    assert waits[:6] == [0.5, 1.5, 4, 10, 30, 60]
    assert 14 * 60 <= sum(waits) <= 15 * 60


@given(attempts)
def test_a_fetch_never_looks_into_the_past(tries: int) -> None:
    again = fetch_attempt(tries, NOON)
    assert again is None or again > NOON
