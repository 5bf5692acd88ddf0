"""Retry-After: how long Webex is to be left alone, in each form that the header may have."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.errors import RateLimited

# Webex's own example of Retry-After is 3600 seconds. A longer one is taken for a mistake, or the bot would fall silent.
LONGEST_RATE_LIMIT = timedelta(hours=1)
SHORTEST_RATE_LIMIT = timedelta(seconds=1)
UNNAMED_RATE_LIMIT = timedelta(seconds=15)

SECONDS = re.compile(r"[0-9]{1,9}")


def rate_limited(
    retry_after: str | None, reason: str, tracking_id: str | None, kind: type[RateLimited] = RateLimited
) -> RateLimited:
    """Return the error for a refusal whose Retry-After is in seconds, an HTTP date, unreadable or missing."""
    given = (retry_after or "").strip()
    if SECONDS.fullmatch(given):
        return kind(reason, tracking_id, wait=timedelta(seconds=int(given)))
    return kind(reason, tracking_id, until=moment_in(given))


def moment_in(header: str) -> datetime | None:
    """Return the moment that an HTTP date stands for; None for anything else."""
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def rate_limit_wait(error: RateLimited, now: datetime) -> timedelta:
    """Return how long to leave Webex alone: what it said, up to a limit; a guess where it did not say."""
    wait = error.wait
    if wait is None and error.until is not None:
        wait = error.until - now
    if wait is None:
        return UNNAMED_RATE_LIMIT
    return min(max(wait, SHORTEST_RATE_LIMIT), LONGEST_RATE_LIMIT)
