"""Limits to an answer of Webex: how many seconds it may take in all, and how many bytes it may have.

The time-out of requests counts from one byte to the next, so an answer that trickles in could hold a thread for ever.
"""

import io
import socket
from http.client import HTTPResponse
from time import monotonic
from typing import Any, cast

import requests
from requests import PreparedRequest
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.utils import get_encoding_from_headers
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

# From the sent request to the last byte of its answer; the time-outs for connecting and for each byte come besides.
ANSWER_SECONDS = 30.0
# A page of a hundred messages with cards is about 3 MB.
LARGEST_ANSWER = 16 * 1024 * 1024
CHUNK = 64 * 1024


class AnswerTooLarge(requests.RequestException):
    """An answer has more bytes than any of Webex, and is not read to its end."""


class Until(io.RawIOBase):
    """Reads from a socket until a deadline."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, seconds: float) -> None:
        self._raw = raw
        self._sock = sock
        self._patience = sock.gettimeout() or seconds
        self._ends = monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        if left < self._patience:
            self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class Answer(HTTPResponse):
    """An HTTP answer with a deadline for its head and body together; `seconds` is None for the usual one."""

    seconds: float | None = None

    def __init__(self, sock: socket.socket, *given: Any, **more: Any) -> None:
        super().__init__(sock, *given, **more)
        self.fp = io.BufferedReader(Until(self.fp.detach(), sock, self.seconds or ANSWER_SECONDS))


class OtherHost(requests.RequestException):
    """A call would go to another host than Webex's, or to another port or scheme there."""


class Refusing(BaseAdapter):
    """Makes no call at all."""

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        raise OtherHost("not an address of our Webex", request=request)

    def close(self) -> None:
        """Close nothing: there is no connection."""


class BoundedAdapter(HTTPAdapter):
    """An adapter for requests that raises one of its errors for an answer that takes too long or is too large.

    Who has less patience than with Webex says so: `seconds` an answer may take in all, `largest` how many bytes it has.
    """

    seconds: float | None = None
    largest: int | None = None

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, **more)
        self.poolmanager.pool_classes_by_scheme = pools_for(self.seconds)

    def build_response(self, req: PreparedRequest, resp: BaseHTTPResponse) -> requests.Response:
        """Return an answer without cookies. Its headers stay as urllib3 has them, which finds each in any spelling."""
        answer: Any = requests.Response()
        answer.status_code, answer.reason, answer.url = resp.status, resp.reason, req.url
        answer.headers, answer.encoding = resp.headers, get_encoding_from_headers(resp.headers)
        answer.raw, answer.request, answer.connection = resp, req, self
        return cast("requests.Response", answer)

    def send(self, request: Any, stream: bool = False, *given: Any, **more: Any) -> requests.Response:
        """Send a request. An answer that is not streamed is read here, within the limits."""
        response = super().send(request, True, *given, **more)
        if not stream:
            with response:
                response._content = whole_body(response, self.largest or LARGEST_ANSWER)
        return response


def pools_for(seconds: float | None) -> dict[str, type[HTTPConnectionPool]]:
    """Return the pools by scheme, of connections whose answers are there within a time."""
    answer = type("TimedAnswer", (Answer,), {"seconds": seconds})
    plain = type("TimedPlainConnection", (HTTPConnection,), {"response_class": answer})
    secure = type("TimedSecureConnection", (HTTPSConnection,), {"response_class": answer})
    return {
        "http": type("TimedPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("TimedSecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


def whole_body(response: requests.Response, largest: int) -> bytes:
    """Return the body of an answer, decompressed. Raises AnswerTooLarge as soon as it is known to be too large."""
    content = bytearray()
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) > largest:
            raise AnswerTooLarge(f"more than {largest} bytes", response=response)
    return bytes(content)
