"""Calls to the services behind an order: limited in size and total time, and never redirected to another address."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from bot.errors import Unreachable
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


class ServiceSession(requests.Session):
    """A session whose calls end in time, and are never redirected."""

    def __init__(self, adapter: type[BoundedAdapter] = ServiceAdapter) -> None:
        super().__init__()
        self.headers["Accept"] = "application/json"
        for scheme in ("https://", "http://"):
            self.mount(scheme, adapter(pool_maxsize=8))

    def request(self, method: str | bytes, url: str | bytes, *given: Any, **more: Any) -> requests.Response:
        # A redirect could hand a token, or what a customer said, to anybody.
        limits: dict[str, Any] = {"timeout": (CONNECT_SECONDS, ANSWER_SECONDS), "allow_redirects": False}
        return super().request(method, url, *given, **more | limits)


@contextmanager
def making_sense() -> Iterator[None]:
    """Turn failures to read an answer into our own error: the service may be well again later."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreachable(f"no usable answer: {type(error).__name__}") from error


@making_sense()
def object_in(answer: requests.Response) -> dict[str, Any]:
    """Return the JSON object in an answer."""
    content = answer.json()
    if not isinstance(content, dict):
        raise TypeError("no object")
    return content
