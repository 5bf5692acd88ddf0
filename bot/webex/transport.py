"""Calls to Webex as bytes: how long an answer may take in all, and how long it may be.

The time-out of requests counts from one byte to the next, so an answer that drips would hold a worker for as long as
it likes.
"""

import io
import socket
from http.client import HTTPResponse
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

# Beside the time-outs of connecting and of each byte: from the sent request to the last byte of its answer.
ANSWER_SECONDS = 30.0
# A page of a hundred messages with cards is about 3 MB.
LARGEST_ANSWER = 16 * 1024 * 1024
CHUNK = 64 * 1024


class AnswerTooLarge(requests.RequestException):
    """An answer is longer than any of Webex: nobody reads on."""


class Until(io.RawIOBase):
    """Reads from a socket as long as there is time."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._patience = sock.gettimeout() or ANSWER_SECONDS
        self._ends = monotonic() + ANSWER_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(min(self._patience, left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class Answer(HTTPResponse):
    """An answer that has to be there in time, its head as well."""

    def __init__(self, sock: socket.socket, *given: Any, **more: Any) -> None:
        super().__init__(sock, *given, **more)
        self.fp = io.BufferedReader(Until(self.fp.detach(), sock))


class PlainConnection(HTTPConnection):
    response_class = Answer


class SecureConnection(HTTPSConnection):
    response_class = Answer


class Pool(HTTPConnectionPool):
    ConnectionCls = PlainConnection


class SecurePool(HTTPSConnectionPool):
    ConnectionCls = SecureConnection


class BoundedAdapter(HTTPAdapter):
    """Carries calls whose answers end: a longer or later one is an error of requests."""

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}

    def send(self, request: Any, stream: bool = False, *given: Any, **more: Any) -> requests.Response:
        """Carry a call; where its answer is not streamed, it is read here."""
        response = super().send(request, True, *given, **more)
        if not stream:
            with response:
                response._content = whole_body(response)
        return response


def whole_body(response: requests.Response) -> bytes:
    """Return the body of an answer, unpacked; AnswerTooLarge as soon as it is known to be too long."""
    content = bytearray()
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) > LARGEST_ANSWER:
            raise AnswerTooLarge(f"more than {LARGEST_ANSWER} bytes", response=response)
    return bytes(content)
