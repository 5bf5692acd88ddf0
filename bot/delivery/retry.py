"""When to try again: what went wrong and how often in, the next moment out. Pure."""

from datetime import datetime, timedelta
from random import Random

from bot.domain.outgoing import OutboxEntry
from bot.errors import RateLimited, Rejected, Unreachable, WebexError
from bot.webex.retry_after import rate_limit_wait

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)

# A post that fails this often, and for so long, while others go well is given up; one that fails for a day in any case,
# so that no line is held for ever. A day of failing is many tries more: fewer are a clock that was set.
MOST_FRUITLESS, FEWEST_IN_A_DAY = 8, 30
SHORTEST_FAILING, LONGEST_FAILING = timedelta(minutes=10), timedelta(days=1)
# What Webex is said to answer where there is nobody to write to, with which status is not known.
NOBODY_THERE = "one on one conversation"

# A webhook can arrive before what it is about can be read. Most often it is there within seconds.
FETCH_WAITS = tuple(timedelta(seconds=seconds) for seconds in (0.5, 1.5, 4, 10, 30, *[60] * 14))


def next_attempt(error: WebexError, attempts: int, now: datetime, rng: Random) -> datetime | None:
    """Return when a call may be tried again after `attempts` tries; None when another try would be pointless."""
    if isinstance(error, Rejected):
        return None
    if isinstance(error, RateLimited):
        return now + rate_limit_wait(error, now)
    return now + backoff(attempts, rng)


def is_fruitless(entry: OutboxEntry, error: Unreachable, others_went_well: datetime | None) -> bool:
    """Return whether a failure is likely to be about this entry alone: others went well since it failed before."""
    if NOBODY_THERE in error.reason.lower():
        return True
    if entry.failed_at is None or others_went_well is None:
        return False
    return entry.failed_at < others_went_well


def is_hopeless(entry: OutboxEntry, now: datetime, *, fruitless: bool) -> bool:
    """Return whether an entry that failed now has failed so often, or for so long, that it is not tried again."""
    failing = now - (entry.failing_since or now)
    is_fruitless_for_long = entry.fruitless + fruitless >= MOST_FRUITLESS and failing >= SHORTEST_FAILING
    return is_fruitless_for_long or (failing >= LONGEST_FAILING and entry.attempts >= FEWEST_IN_A_DAY)


def backoff(attempts: int, rng: Random) -> timedelta:
    """Return a wait that doubles with every try: its upper half by chance, so that many do not return at once."""
    doublings = min(max(attempts - 1, 0), 16)
    step = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return step * rng.uniform(0.5, 1.0)


def fetch_attempt(looks: int, now: datetime) -> datetime | None:
    """Return when to look again for what an envelope is about, after so many looks; None after a quarter of an hour.

    Only looks that found nothing count: while Webex is away nobody knows whether it is there.
    """
    tried = max(looks, 1)
    return now + FETCH_WAITS[tried - 1] if tried <= len(FETCH_WAITS) else None
