"""Connections to our HTTP server: how long each may take over a request, and how much of one is kept.

waitress reads all requests in one thread and hands a worker only those that are complete, so who is slow costs no
worker; but by itself it gives them two minutes for each byte, and room for a gigabyte on the disk.
"""

from collections.abc import Callable
from enum import IntEnum
from io import BytesIO
from time import monotonic
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

# From the start of a connection, or of a later request on it, to the end of the head, and to the end of the body.
HEAD_SECONDS = 5
BODY_SECONDS = 10
# How long somebody who was served may take until the next request, and over the answer.
REST_SECONDS = 60
# Who has only just come is about to say what for.
FRESH_SECONDS = 1

LargestBody = Callable[[str], int]


class Claim(IntEnum):
    """Why an idle connection should rather stay than another, the best reason last. A proxy's were of use before."""

    NONE = 0
    WAS_OF_USE = 1
    ONLY_JUST_HERE = 2


class Body:
    """What came of a request's body. Of one that is longer than it may be nothing is kept, but how long it was."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._length = 0
        self._kept = BytesIO()

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        """Take the next part."""
        self._length += len(data)
        if self._length <= self._largest:
            self._kept.write(data)
        else:
            self._kept = BytesIO()

    def getfile(self) -> BytesIO:
        """Return what is kept, from its start."""
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        """Let go of it."""
        self._kept.close()


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request as it arrives. One whose body is too long comes to the application without it, to be refused there."""

    body_rcv: Any
    error: Any

    def __init__(self, adj: Adjustments, largest_body: LargestBody) -> None:
        super().__init__(adj)
        self.began = monotonic()
        self._largest_body = largest_body

    @property
    def seconds(self) -> int:
        """How long it may take until it is complete."""
        return BODY_SECONDS if self.headers_finished else HEAD_SECONDS

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = Body(self._largest_body(self.path))

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) or self._asks_to_send_too_much():
            self._leave_the_body()
        return consumed

    def _asks_to_send_too_much(self) -> bool:
        return self.expect_continue and self.content_length > self._largest_body(self.path)

    def _leave_the_body(self) -> None:
        """End the request here: what is left of its body is never read, so nothing can follow it."""
        length = max(self.content_length, self.body_bytes_received)
        self.headers |= {"CONTENT_LENGTH": str(length), "CONNECTION": "close"}
        self.body_rcv = self.error = None
        self.expect_continue, self.completed = False, True


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that has so long to say what it wants."""

    def __init__(self, server: Any, *given: Any, **more: Any) -> None:
        self._largest_body: LargestBody = server.largest_body
        self._began = monotonic()
        self._served: float | None = None
        super().__init__(server, *given, **more)

    def parser_class(self, adj: Adjustments) -> Request:
        """Return what reads the next request; the first has begun when the connection did."""
        request = Request(adj, self._largest_body)
        if self._served is None:
            request.began = self._began
        return request

    def service(self) -> None:
        super().service()
        self._served = monotonic()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is lost when it is closed now: no request is complete, and no answer is on its way."""
        return not self.requests and not self.total_outbufs_len

    def claim(self, now: float) -> Claim:
        """Return what it has to say for staying while it brings nothing."""
        if self._served is not None:
            return Claim.WAS_OF_USE
        return Claim.ONLY_JUST_HERE if now - self._began < FRESH_SECONDS else Claim.NONE

    def is_overdue(self, now: float) -> bool:
        """Return whether it has had its time."""
        if self.requests:
            return False
        request = self.request
        if request is not None:
            return bool(now - request.began > request.seconds)
        if self._served is not None:
            return now - self._served > REST_SECONDS
        return now - self._began > HEAD_SECONDS
