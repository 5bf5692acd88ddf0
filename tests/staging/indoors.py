"""HTTP without a network: what is reached here is called in the thread of whoever asks, and listens on no port.

The clients are the real ones, down to the one step in which urllib3 would speak to a socket. What only a socket can
show (threads, timeouts, half an answer) is for those who serve on one.
"""

from collections.abc import Iterable
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import ProtocolError
from werkzeug.test import run_wsgi_app

LOOPBACK = "127.0.0.1"
# No server of ours would be given a port as low as these.
PORTS = count(1)
HERE: dict[int, Any] = {}
PLAIN = {"HTTP_CONTENT_TYPE": "CONTENT_TYPE", "HTTP_CONTENT_LENGTH": "CONTENT_LENGTH"}

over_a_socket = HTTPConnectionPool.urlopen


class reach:  # noqa: N801
    """An app that answers whoever asks in this process until it is stopped; `serve` lets one answer everybody."""

    def __init__(self, app: Any) -> None:
        self.port = next(PORTS)
        self.url = f"http://{LOOPBACK}:{self.port}"
        HERE[self.port] = app

    def stop(self) -> None:
        """Answer no more."""
        HERE.pop(self.port, None)


class Line:
    """What a call goes over: an app can cut it as it can the channel of waitress, and a client finds the head of the
    answer where it looks for that of http.client."""

    def __init__(self) -> None:
        self.socket = self
        self.is_cut = False
        self.msg = HTTPHeaderDict()

    def shutdown(self, how: int) -> None:
        """Cut it: whoever asked gets no answer."""
        self.is_cut = True

    def isclosed(self) -> bool:
        return self.is_cut

    def close(self) -> None:
        """Close nothing: there is no connection."""


def called(
    pool: HTTPConnectionPool, method: str, url: str, body: Any = None, headers: Any = None, *given: Any, **more: Any
) -> BaseHTTPResponse:
    """Make a call: here, if the address is one of ours."""
    app = HERE.get(pool.port or 0)
    if app is None:
        return over_a_socket(pool, method, url, body, headers, *given, **more)
    line = Line()
    parts, status, head = run_wsgi_app(app, environ(pool, method, url, body, headers, line), buffered=True)
    if line.is_cut:
        raise ProtocolError("Connection aborted.", ConnectionResetError("the line was cut"))
    code, _, reason = status.partition(" ")
    line.msg = HTTPHeaderDict(head.items())
    return HTTPResponse(
        BytesIO(b"".join(parts)),
        line.msg,
        int(code),
        version=11,
        reason=reason,
        preload_content=more.get("preload_content", True),
        decode_content=more.get("decode_content", True),
        original_response=line,  # type: ignore[arg-type]
        request_method=method,
        request_url=url,
    )


def environ(pool: HTTPConnectionPool, method: str, url: str, body: Any, headers: Any, line: Line) -> dict[str, Any]:
    """Return a request as WSGI has it."""
    address, content = urlsplit(url), whole(body)
    said = {**pool.headers, **(headers or {}), "Host": f"{pool.host}:{pool.port}", "Content-Length": len(content)}
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(address.path).decode("latin-1"),
        "QUERY_STRING": address.query,
        "SERVER_NAME": pool.host,
        "SERVER_PORT": str(pool.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": LOOPBACK,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(content),
        "waitress.client_disconnected": line.isclosed,
        **{variable(name): text(value) for name, value in said.items()},
    }


def variable(name: str) -> str:
    """Return the name of a header as WSGI has it."""
    name = f"HTTP_{name.upper().replace('-', '_')}"
    return PLAIN.get(name, name)


def text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def whole(body: Any) -> bytes:
    """Return a body in one piece, however the client hands it over."""
    if body is None or isinstance(body, bytes):
        return body or b""
    if isinstance(body, str):
        return body.encode()
    if hasattr(body, "read"):
        return whole(body.read())
    assert isinstance(body, Iterable)
    return b"".join(body)


HTTPConnectionPool.urlopen = called  # type: ignore[method-assign,assignment]
