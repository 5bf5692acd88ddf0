"""Connections to our HTTP server: time limits for each request, and a limit to what is kept of its body.

waitress reads all requests in one thread and hands only complete ones to a worker, so a slow client occupies no worker.
Its own limits are too generous for a public server: two minutes for each byte, and a gigabyte on the disk.
"""

from collections.abc import Callable
from enum import IntEnum
from functools import cached_property
from io import BytesIO
from time import monotonic
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import WSGITask
from waitress.utilities import RequestEntityTooLarge

from bot.http.origins import origin_of

# Seconds from the start of a connection, or of a later request on it, until its head, and its body, must be complete.
HEAD_SECONDS = 5
BODY_SECONDS = 10
# Seconds that a client may take to read an answer, and to send its next request.
ANSWER_SECONDS = 15
REST_SECONDS = 60
# A new connection gets this long to begin its request before it can be closed to make room.
FRESH_SECONDS = 1

LargestBody = Callable[[str], int]


class Claim(IntEnum):
    """Reasons to keep an idle connection when others have to be closed to make room, the weakest first.

    A connection that was served before may be a proxy's, which will use it again.
    """

    NONE = 0
    WAS_OF_USE = 1
    ONLY_JUST_HERE = 2


class Body:
    """The buffer for a request's body, in place of waitress's own. Beyond `largest` bytes it only counts."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._length = 0
        self._kept = BytesIO()

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        """Add the next part of the body."""
        self._length += len(data)
        if self._length <= self._largest:
            self._kept.write(data)
        else:
            self._kept = BytesIO()

    def getfile(self) -> BytesIO:
        """Return the body, to be read from its start; empty where it was too long."""
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        """Free the memory."""
        self._kept.close()


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request that is being read. Where its body is too long, the application gets it without one, and refuses it."""

    body_rcv: Any
    error: Any
    # waitress logs the path where a client has gone; a request that cannot be read gets no other.
    path = ""

    def __init__(self, adj: Adjustments, largest_body: LargestBody) -> None:
        super().__init__(adj)
        self.began = monotonic()
        self._largest_body = largest_body
        self._prefix: str = adj.url_prefix

    @property
    def seconds(self) -> int:
        """How many seconds this request may take in all, by what is missing of it."""
        return BODY_SECONDS if self.headers_finished else HEAD_SECONDS

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        # A proxy in front may go by one of them and we by the other, and we would see two requests (RFC 9112, 6.1).
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("the length of the body is told in two ways, or in none that is known")
        if self.body_rcv is not None:
            self.body_rcv.buf = Body(self._most_bytes())

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) or self._asks_to_send_too_much():
            self._leave_the_body()
        return consumed

    def _asks_to_send_too_much(self) -> bool:
        return self.expect_continue and self.content_length > self._most_bytes()

    def _most_bytes(self) -> int:
        is_below = self.path.startswith(f"{self._prefix}/")
        return self._largest_body(self.path[len(self._prefix) :] if is_below else self.path)

    def _leave_the_body(self) -> None:
        """End the request without the rest of its body. That is never read, so the connection has to be closed."""
        length = max(self.content_length, self.body_bytes_received)
        self.headers |= {"CONTENT_LENGTH": str(length), "CONNECTION": "close"}
        self.body_rcv = self.error = None
        self.expect_continue, self.completed = False, True


class Answering(WSGITask):  # type: ignore[misc]
    """An answer after which its client may go on asking over the same connection.

    waitress closes the connection after each answer of unknown length, and takes one without a body for such: whoever
    delivers events would have to connect anew for each.
    """

    def set_close_on_finish(self) -> None:
        if self.has_body or self.version != "1.1" or self.request.headers.get("CONNECTION", "").lower() == "close":
            super().set_close_on_finish()


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that is closed when its client takes too long."""

    task_class = Answering

    def __init__(self, server: Any, *given: Any, **more: Any) -> None:
        self._largest_body: LargestBody = server.largest_body
        self._began = monotonic()
        self._served: float | None = None
        self._is_being_written = False
        super().__init__(server, *given, **more)

    def parser_class(self, adj: Adjustments) -> Request:
        """Return the parser of the next request. The time of the first one counts from the start of the connection."""
        request = Request(adj, self._largest_body)
        if self._served is None:
            request.began = self._began
        return request

    def service(self) -> None:
        super().service()
        self._served = monotonic()

    def writable(self) -> bool:
        """Return whether the loop has something to send or to close.

        Not while a worker sends its answer itself: the loop would turn without end meanwhile, and take its time.
        """
        is_waited_for = self.total_outbufs_len > self.adj.outbuf_high_watermark
        has_more = self.total_outbufs_len > 0 and (is_waited_for or not self._is_being_written)
        return bool(self.will_close or self.close_when_flushed or has_more)

    def write_soon(self, data: Any) -> int:
        """Send a part of an answer; what the socket does not take is sent by the loop."""
        self._is_being_written = True
        try:
            written: int = super().write_soon(data)
        finally:
            self._is_being_written = False
        if self.total_outbufs_len:
            self.server.pull_trigger()
        return written

    @cached_property
    def origin(self) -> str:
        """Which client it comes from."""
        return origin_of(str(self.addr[0]))

    @property
    def is_idle(self) -> bool:
        """Whether it can be closed without loss: no complete request waits, and no answer is being sent."""
        return not self.requests and not self.total_outbufs_len

    def claim(self, now: float) -> Claim:
        """Return the reason to keep this connection while it is idle."""
        if self._served is not None:
            return Claim.WAS_OF_USE
        return Claim.ONLY_JUST_HERE if now - self._began < FRESH_SECONDS else Claim.NONE

    def is_overdue(self, now: float) -> bool:
        """Return whether its client has taken too long; `now` is in seconds of the monotonic clock."""
        if self.requests:
            return False
        request = self.request
        if request is not None:
            return bool(now - request.began > request.seconds)
        if self._served is not None:
            return now - self._served > (ANSWER_SECONDS if self.total_outbufs_len else REST_SECONDS)
        return now - self._began > HEAD_SECONDS
