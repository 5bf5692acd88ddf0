"""Errors of calls to Webex: refusals, missing answers and unreadable ones become our own errors.

What comments say of Webex is from developer.webex.com and from the source of webexteamssdk 1.7.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import requests
from urllib3.exceptions import NewConnectionError
from webexteamssdk.exceptions import webexteamssdkException as SdkError

from bot.errors import (
    BeingScanned,
    NotReadableYet,
    RateLimited,
    Rejected,
    TokenRefused,
    Uncertain,
    Unreachable,
    Unusable,
    WebexError,
    what_failed,
)
from bot.webex.contradictions import Contradicted
from bot.webex.retry_after import rate_limited
from bot.webex.transport import AnswerTooLarge, OtherHost

GATEWAY_FAILURES = frozenset({502, 504})
# The status in our error for a file that an answer of Webex says is kept elsewhere.
ELSEWHERE = 302


def judge(response: requests.Response, **_: object) -> None:
    """Raise our error for an HTTP error status.

    This runs before the SDK sees the answer. The SDK reads Retry-After with int(): a date in it, which HTTP allows,
    would end in a bare ValueError, and the header would be lost.
    """
    if response.status_code < 400:
        return
    status, reason, tracking_id = response.status_code, reason_of(response), tracking_id_of(response)
    if status == 401:
        raise TokenRefused(f"{status}: {reason}", tracking_id)
    if status in {423, 429}:
        kind = BeingScanned if status == 423 else RateLimited
        raise rate_limited(response.headers.get("Retry-After"), f"{status}: {reason}", tracking_id, kind)
    if may_be_done(status, response.request.method):
        raise Uncertain(f"{status}: {reason}", tracking_id)
    if status >= 500:
        raise Unreachable(f"{status}: {reason}", tracking_id)
    raise Rejected(status, reason, tracking_id)


def may_be_done(status: int, method: str | None) -> bool:
    """Return whether Webex may have carried out a request that it answered with an error.

    Whatever fails there may have failed after a message was posted. An edit may be repeated, so for one only a gateway
    that gave up waiting counts: each edit that may have happened takes one of the few that a message has.
    """
    return (method == "POST" and status >= 500) or (method == "PUT" and status in GATEWAY_FAILURES)


def reason_of(response: requests.Response) -> str:
    """Return the message in Webex's error, or the HTTP reason where a gateway answered in HTML instead."""
    try:
        return str(response.json()["message"])[:300]
    except (ValueError, KeyError, TypeError, RecursionError):
        return response.reason or "no reason given"


def tracking_id_of(response: requests.Response) -> str | None:
    return response.headers.get("trackingid")


@contextmanager
def calling(*, may_have_happened: bool = False) -> Iterator[None]:
    """Turn whatever a call raises into our own errors. With `may_have_happened`, a lost answer raises Uncertain."""
    try:
        yield
    except WebexError:
        raise
    except requests.RequestException as error:
        unanswered(error, is_uncertain=may_have_happened and was_sent(error))
    except (SdkError, ValueError, KeyError, TypeError, AssertionError, RecursionError) as error:
        # Status 200 with another content, such as the login page of a network on the way, fails an assert of the SDK.
        unanswered(error, is_uncertain=may_have_happened)


@contextmanager
def reading() -> Iterator[None]:
    """Turn errors of reading what an envelope is about into our own.

    Not found and forbidden may only mean not yet, so they become NotReadableYet. An id that Webex calls malformed
    becomes Contradicted, since Webex would not have sent it.
    """
    try:
        with calling(), letting_go():
            yield
    except Rejected as error:
        if error.status in {403, 404}:
            raise NotReadableYet(f"not readable yet: {error.reason}", error.tracking_id) from error
        if error.status == 400:
            raise Contradicted(f"no id of Webex: {error.reason}") from error
        raise


@contextmanager
def letting_go() -> Iterator[None]:
    """Raise Unusable for content that can never be read; let pass what may be readable later."""
    try:
        yield
    except (AnswerTooLarge, RecursionError) as error:
        raise Unusable(f"not to be read: {type(error).__name__}") from error
    except ValueError as error:
        # JSON with a number of more digits than Python reads. Text that is no JSON raises a subclass of ValueError.
        if type(error) is ValueError:
            raise Unusable("not to be read: a number is too long") from error
        raise


@contextmanager
def refusing_other_hosts() -> Iterator[None]:
    """Raise Rejected where a call would lead to another host: that does not pass by itself."""
    try:
        yield
    except OtherHost as error:
        raise Rejected(ELSEWHERE, "kept on another host") from error


def unanswered(error: Exception, *, is_uncertain: bool) -> NoReturn:
    """Raise our error for a call without a usable answer. The URL is left out, since it may name a person."""
    kind = Uncertain if is_uncertain else Unreachable
    raise kind(f"no usable answer: {what_failed(error)}") from error


def was_sent(error: requests.RequestException) -> bool:
    """Return whether a request may have reached Webex before it failed."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return False
    cause = error.args[0] if error.args else None
    return not isinstance(getattr(cause, "reason", cause), NewConnectionError)
