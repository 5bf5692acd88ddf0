"""When to try again, by what went wrong and how often. Pure."""

from datetime import datetime, timedelta
from random import Random

from bot.domain.outgoing import OutboxEntry
from bot.errors import RateLimited, Rejected, Unreachable, WebexError
from bot.webex.retry_after import rate_limit_wait

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)

# A post is given up when it fails this often, and for this long, while others succeed; after a day in any case, so that
# its chat is not held up for ever. A day has at least so many tries: with fewer the clock was set ahead.
MOST_FRUITLESS, FEWEST_IN_A_DAY = 8, 30
SHORTEST_FAILING, LONGEST_FAILING = timedelta(minutes=10), timedelta(days=1)
# Part of Webex's answer where there is nobody to write to; the status that comes with it is not documented.
NOBODY_THERE = "one on one conversation"

# A webhook can arrive before its message can be read, usually by seconds.
FETCH_WAITS = tuple(timedelta(seconds=seconds) for seconds in (0.5, 1.5, 4, 10, 30, *[60] * 14))


def next_attempt(error: WebexError, attempts: int, now: datetime, rng: Random) -> datetime | None:
    """Return when a call may be tried again after `attempts` tries; None when another try would be pointless."""
    if isinstance(error, Rejected):
        return None
    if isinstance(error, RateLimited):
        return now + rate_limit_wait(error, now)
    return now + backoff(attempts, rng)


def is_fruitless(entry: OutboxEntry, error: Unreachable, others_went_well: datetime | None) -> bool:
    """Return whether a failure seems to be about this entry alone: others succeeded since its last failure."""
    if NOBODY_THERE in error.reason.lower():
        return True
    if entry.failed_at is None or others_went_well is None:
        return False
    return entry.failed_at < others_went_well


def is_hopeless(entry: OutboxEntry, now: datetime, *, fruitless: bool) -> bool:
    """Return whether an entry has failed so often, or for so long, that it is given up."""
    failing = now - (entry.failing_since or now)
    is_fruitless_for_long = entry.fruitless + fruitless >= MOST_FRUITLESS and failing >= SHORTEST_FAILING
    return is_fruitless_for_long or (failing >= LONGEST_FAILING and entry.attempts >= FEWEST_IN_A_DAY)


def backoff(attempts: int, rng: Random, longest: timedelta = LONGEST_WAIT) -> timedelta:
    """Return a wait that doubles with each try; half of it is random, so that many do not come back at once."""
    doublings = min(max(attempts - 1, 0), 16)
    step = min(FIRST_WAIT * (1 << doublings), longest)
    return step * rng.uniform(0.5, 1.0)


def fetch_attempt(looks: int, now: datetime) -> datetime | None:
    """Return when to look again for the content of an event, after so many looks; None after a quarter of an hour.

    Only looks that Webex answered count: while it cannot be reached, the content may well be there.
    """
    tried = max(looks, 1)
    return now + FETCH_WAITS[tried - 1] if tried <= len(FETCH_WAITS) else None
