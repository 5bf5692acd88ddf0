"""Calls to the services behind an order: brief answers, within a time in all, and never sent on to another address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import requests

from bot.errors import RateLimited, Unreachable, WebexError
from bot.webex.retry_after import rate_limit_wait
from bot.webex.transport import BoundedAdapter

CONNECT_SECONDS, ANSWER_SECONDS = 4.0, 15.0
LARGEST_ANSWER = 4 * 1024 * 1024


class ServiceAdapter(BoundedAdapter):
    """Carries calls to a service."""

    seconds = ANSWER_SECONDS
    largest = LARGEST_ANSWER


class HastyAdapter(ServiceAdapter):
    """Carries calls for which somebody in the chat waits."""

    seconds = 5.0


@contextmanager
def making_sense() -> Iterator[None]:
    """Let what makes no sense in an answer be our own error: the service may be well again later."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreachable(f"no usable answer: {type(error).__name__}") from error


def object_in(answer: requests.Response) -> dict[str, Any]:
    """Return the JSON object in an answer."""
    with making_sense():
        content = answer.json()
        if not isinstance(content, dict):
            raise TypeError("no object")
        return content


def rest_after(error: WebexError, usual: timedelta, now: datetime) -> timedelta:
    """Return how long a service is left alone after an error: as it asks, and never less than usual."""
    return max(usual, rate_limit_wait(error, now)) if isinstance(error, RateLimited) else usual


def open_session(adapter: type[BoundedAdapter] = ServiceAdapter) -> requests.Session:
    """Return a session whose calls end."""
    session = requests.Session()
    # A redirect could lead a token or what a customer said to anybody.
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter(pool_maxsize=8))
    return session
