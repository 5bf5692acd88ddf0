"""The HTTP server: waitress with limits that let it answer under a flood, with or without a proxy in front."""

import logging
import threading
from errno import EMFILE, ENFILE
from time import monotonic
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from bot.errors import CannotListen
from bot.http.connections import Connection, LargestBody
from bot.http.handles import most_connections
from bot.http.refusals import OnceAMinute

THREADS = 16
# Answered by a thread of its own, which never waits: neither for the database nor for other threads.
LIVENESS = "/healthz"
LARGEST_HEAD = 16 * 1024
# Bytes of an overlong body that are still read, so that the client gets to see our refusal; beyond, it is cut off.
LARGEST_LEFTOVER = 1024 * 1024
TICK_SECONDS = 1.0
CLOSING_SECONDS = 1.0


class Room:
    """How many connections there may be.

    Above `usual` an idle one is closed for each that comes. When none is idle, `busy` are accepted; those beyond wait
    in the system's queue. One address has at most `of_one`; Webex itself comes from a few.
    """

    def __init__(self, usual: int) -> None:
        self.usual = usual
        self.busy = usual * 3 // 2
        self.of_one = usual // 2
        self.accepted_at_once = max(usual // 8, 1)


class ServerThreads(ThreadedTaskDispatcher):  # type: ignore[misc]
    """The threads that answer requests; one of them answers only whether the process is alive."""

    def __init__(self) -> None:
        super().__init__()
        self._of_life = ThreadedTaskDispatcher()
        self.set_thread_count(THREADS)
        self._of_life.set_thread_count(1)

    def add_task(self, task: Connection) -> None:
        """Have the next request of a connection answered."""
        if task.requests[0].path == LIVENESS:
            self._of_life.add_task(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = CLOSING_SECONDS) -> bool:
        """Let the threads end."""
        self._of_life.shutdown(timeout=timeout)
        return bool(super().shutdown(cancel_pending, timeout))


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """Accepts connections on one address, and closes those that take too long or stand in the way of others."""

    channel_class = Connection

    def __init__(self, application: WSGIApplication, largest_body: LargestBody, room: Room, **given: Any) -> None:
        self.largest_body = largest_body
        self._room = room
        super().__init__(application, **given)

    def handle_accept(self) -> None:
        """Accept several waiting connections at once: each turn of the loop costs time for every open connection."""
        for _ in range(self._room.accepted_at_once):
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) == before:
                return
            self._make_room(self._room.usual)
            self._share(next(reversed(self.active_channels.values())))

    def accept(self) -> Any:
        """Accept a connection. Where the system has no handle left for it, an idle connection is closed first."""
        try:
            return super().accept()
        except OSError as error:
            if error.errno in {EMFILE, ENFILE}:
                self._make_room(0)
            raise

    def _share(self, newest: Connection) -> None:
        """Close connections of an address that has more than its share; a proxy, which speaks for many, is exempt."""
        if self.adj.trusted_proxy in {"*", newest.origin}:
            return
        same = [each for each in self._staying() if each.origin == newest.origin]
        if len(same) > self._room.of_one:
            close_one([each for each in same if each.is_idle] or [newest])

    def _make_room(self, most: int) -> None:
        """Close an idle connection where there are too many."""
        idle = [each for each in self._staying() if each.is_idle]
        if idle and len(self._staying()) > most:
            close_one(idle)

    def _staying(self) -> list[Connection]:
        return [each for each in self.active_channels.values() if not each.will_close]

    def maintenance(self, now: float) -> None:
        """Close the connections whose clients have taken too long; waitress calls this once a second."""
        moment = monotonic()
        for each in list(self.active_channels.values()):
            each.will_close = each.will_close or each.is_overdue(moment)


def close_one(connections: list[Connection]) -> None:
    """Close the connection with the weakest reason to stay, the oldest of those.

    It is only marked to be closed: if it were closed here, its file number could go to a new connection, and the
    running turn of the loop would mistake one for the other.
    """
    now = monotonic()
    min(connections, key=lambda each: each.claim(now)).will_close = True


class Server:
    """A running HTTP server with its threads. It serves from its creation until `close`."""

    def __init__(self, listeners: list[Listener], workers: ServerThreads, sockets: dict[int, Any]) -> None:
        self._listeners = listeners
        self._workers = workers
        self._sockets = sockets
        self._is_closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self._listeners[0].effective_port)

    def close(self) -> None:
        """Finish the requests in hand, take no more, and free the port."""
        self._workers.shutdown()
        self._is_closing.set()
        self._listeners[0].pull_trigger()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_closing.is_set():
            wasyncore.poll2(TICK_SECONDS, self._sockets)
        wasyncore.close_all(self._sockets, ignore_all=True)


def serve(
    application: WSGIApplication,
    host: str,
    port: int,
    *,
    largest_body: LargestBody,
    trusted_proxy: str = "",
    path: str = "",
) -> Server:
    """Serve an application on all addresses of a host; port 0 takes a free one.

    `largest_body` returns how many bytes the body of a request to a path may have. `trusted_proxy` is the address of
    the proxy whose X-Forwarded-For and X-Forwarded-Proto are believed. `path` is where the application is for the
    world; a proxy may take it off or pass it on. Raises CannotListen where nothing can listen there.
    """
    for name in ("waitress", "waitress.queue"):
        logging.getLogger(name).filters = [OnceAMinute()]
    room = Room(most_connections())
    workers, sockets = ServerThreads(), dict[int, Any]()
    try:
        adjustments = Adjustments(host=host, port=port, url_prefix=path, **limits(room), **trust(trusted_proxy))
        listeners = [
            Listener(application, largest_body, room, map=sockets, dispatcher=workers, adj=adjustments, sockinfo=each)
            for each in adjustments.listen
        ]
    # A name that leads nowhere is a ValueError of waitress.
    except (OSError, ValueError) as error:
        wasyncore.close_all(sockets, ignore_all=True)
        raise CannotListen(
            f"The bot cannot listen at {host}, port {port}: {str(error).rstrip('.')}."
            " Look who listens there (ss -ltnp), or set HOST or PORT"
        ) from error
    return Server(listeners, workers, sockets)


def limits(room: Room) -> dict[str, Any]:
    """Return waitress's settings for what a client may use up."""
    return {
        "ident": None,
        "log_socket_errors": False,
        "connection_limit": room.busy,
        "cleanup_interval": int(TICK_SECONDS),
        "max_request_header_size": LARGEST_HEAD,
        "max_request_body_size": LARGEST_LEFTOVER,
    }


def trust(proxy: str) -> dict[str, Any]:
    """Return waitress's settings for the proxy whose headers are believed; none where there is no proxy."""
    if not proxy:
        return {}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto",
    }
