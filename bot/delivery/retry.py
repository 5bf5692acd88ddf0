"""When to try again: what went wrong and how often in, the next moment out. Pure."""

from datetime import datetime, timedelta
from random import Random

from bot.errors import RateLimited, Rejected, WebexError
from bot.webex.retry_after import rate_limit_wait

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)

# A webhook can arrive before what it is about can be read. Most often it is there within seconds.
FETCH_WAITS = tuple(timedelta(seconds=seconds) for seconds in (0.5, 1.5, 4, 10, 30, *[60] * 14))


def next_attempt(error: WebexError, attempts: int, now: datetime, rng: Random) -> datetime | None:
    """Return when a call may be tried again after `attempts` tries; None when another try would be pointless."""
    if isinstance(error, Rejected):
        return None
    if isinstance(error, RateLimited):
        return now + rate_limit_wait(error, now)
    return now + backoff(attempts, rng)


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
