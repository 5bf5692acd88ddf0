"""What a call to Webex came to: answers, silence and nonsense as our own errors.

Source of the surprises: webexteamssdk 1.7 and developer.webex.com.
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
)
from bot.webex.contradictions import Contradicted
from bot.webex.retry_after import rate_limited
from bot.webex.transport import AnswerTooLarge

GATEWAY_FAILURES = frozenset({502, 504})


def judge(response: requests.Response, **_: object) -> None:
    """Raise our error for an answer that is none.

    This runs before the SDK looks at the answer: it reads Retry-After with int(), and a date in it, which HTTP
    allows, would come out as a bare ValueError with the header lost.
    """
    if response.status_code < 400:
        return
    status, reason, tracking_id = response.status_code, reason_of(response), tracking_id_of(response)
    if status == 401:
        raise TokenRefused(f"{status}: {reason}", tracking_id)
    if status in {423, 429}:
        kind = BeingScanned if status == 423 else RateLimited
        raise rate_limited(response.headers.get("Retry-After"), f"{status}: {reason}", tracking_id, kind)
    if status in GATEWAY_FAILURES and response.request.method in {"POST", "PUT"}:
        # What stood between us and Webex gave up waiting; Webex itself may have done it.
        raise Uncertain(f"{status}: {reason}", tracking_id)
    if status >= 500:
        raise Unreachable(f"{status}: {reason}", tracking_id)
    raise Rejected(status, reason, tracking_id)


def reason_of(response: requests.Response) -> str:
    """Return Webex's own sentence about an error; a gateway in front of it answers in HTML instead."""
    try:
        return str(response.json()["message"])[:300]
    except (ValueError, KeyError, TypeError, RecursionError):
        return response.reason or "no reason given"


def tracking_id_of(response: requests.Response) -> str | None:
    return response.headers.get("trackingid")


@contextmanager
def calling(*, may_have_happened: bool = False) -> Iterator[None]:
    """Let only our own errors out of a call; Uncertain where it may have had its effect, for all we know."""
    try:
        yield
    except WebexError:
        raise
    except requests.RequestException as error:
        unanswered(error, is_uncertain=may_have_happened and was_sent(error))
    except (SdkError, ValueError, KeyError, TypeError, AssertionError, RecursionError) as error:
        # An answer of 200 that makes no sense, such as the login page of a network on the way; the SDK asserts.
        unanswered(error, is_uncertain=may_have_happened)


@contextmanager
def reading() -> Iterator[None]:
    """Read what an envelope is about: not there, or not for us to see, may only mean not yet.

    Webex would not have told us of an id that it calls none.
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
    """Tell what can never be read from what cannot be read now, such as the page of a network on the way."""
    try:
        yield
    except (AnswerTooLarge, RecursionError) as error:
        raise Unusable(f"not to be read: {type(error).__name__}") from error
    except ValueError as error:
        # JSON with a number of more digits than Python takes; what is no JSON is an error of its own.
        if type(error) is ValueError:
            raise Unusable("not to be read: a number is too long") from error
        raise


def unanswered(error: Exception, *, is_uncertain: bool) -> NoReturn:
    """Raise our error for a call without a usable answer; the address it went to may name a person and stays out."""
    kind = Uncertain if is_uncertain else Unreachable
    raise kind(f"no usable answer: {type(error).__name__}") from error


def was_sent(error: requests.RequestException) -> bool:
    """Return whether a request may have left before it failed."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return False
    cause = error.args[0] if error.args else None
    return not isinstance(getattr(cause, "reason", cause), NewConnectionError)
