"""Short ways: a call from this process to an app that is served in it need not go out over the wire and come in again.

Between the bot of a scenario and its Webex that was a quarter of all that a scenario costs. A call is cut short where
urllib3 would send it, so whoever makes it and whoever answers it do what they do over the wire. It goes over the wire
all the same where something is to go wrong on the way, and for bots that run in threads or processes of their own.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPHeaderDict, HTTPResponse
from werkzeug.test import EnvironBuilder, run_wsgi_app

from playground.serving import LOOPBACK

sent_over_the_wire = HTTPConnectionPool.urlopen


@dataclass(frozen=True)
class ShortWay:
    """Leads to an app, for what is below a path, while it is open."""

    app: Callable[..., Any]
    below: str
    is_open: Callable[[], bool] = lambda: True


# By the port where the app is served as well.
SHORT_WAYS: dict[int, ShortWay] = {}


def sent(pool: HTTPConnectionPool, method: str, url: str, body: Any = None, headers: Any = None, **more: Any) -> Any:
    """Answer a call, as the connections of urllib3 do."""
    way = SHORT_WAYS.get(pool.port or 0)
    is_plain = body is None or isinstance(body, str | bytes)
    if way is None or not (is_plain and pool.host == LOOPBACK and url.startswith(way.below) and way.is_open()):
        return sent_over_the_wire(pool, method, url, body, headers, **more)
    asked = EnvironBuilder(
        url, f"http://{LOOPBACK}:{pool.port}", method=method, data=body or b"", headers=dict(headers or {})
    )
    content, status, said = run_wsgi_app(way.app, asked.get_environ() | {"REMOTE_ADDR": LOOPBACK})
    return HTTPResponse(
        io.BytesIO(b"".join(content)),
        HTTPHeaderDict(said),
        int(status[:3]),
        reason=status[4:],
        preload_content=more.get("preload_content", True),
        request_method=method,
    )


def take_short_ways() -> None:
    """Let calls from here on take them."""
    HTTPConnectionPool.urlopen = sent  # type: ignore[method-assign,assignment]
