"""Runs a Flask app on this machine, in threads, behind a real server."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from waitress.channel import HTTPChannel
from waitress.server import create_server

from bot.http.connections import Answering

LOOPBACK = "127.0.0.1"
# waitress forgets to close the files in which it keeps larger bodies when it is stopped.
IN_MEMORY = 64 * 1024 * 1024


def take_port(host: str = LOOPBACK, port: int = 0) -> socket.socket:
    """Take a port before there is an app to answer on it; a free one when the wanted one is taken."""
    try:
        return _bound(host, port)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        return _bound(host, 0)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken


class Staying(HTTPChannel):  # type: ignore[misc]
    """A connection that stays after an answer without a body, as Webex's do."""

    task_class = Answering


class serve:  # noqa: N801
    """An app that answers, on 127.0.0.1 unless it is given a port taken elsewhere, until it is stopped.

    Use it as a context manager, or call `stop`; port 0 takes a free one, and `url` tells which.
    """

    def __init__(self, app: Any, port: int | socket.socket = 0, *, threads: int = 16) -> None:
        taken = port if isinstance(port, socket.socket) else _bound(LOOPBACK, port)
        self._server = create_server(
            app,
            sockets=[taken],
            threads=threads,
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            # select(), which it would use, knows no more than 1024 files, and one process may hold more.
            asyncore_use_poll=True,
        )
        self._server.channel_class = Staying
        self.port: int = taken.getsockname()[1]
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._thread = threading.Thread(target=self._server.run, name=f"serve-{self.port}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the requests in hand, take no more, and free the port."""
        if self._thread.is_alive():
            self._server.task_dispatcher.shutdown(timeout=5)
            self._in_the_loop(self._close_sockets)
            self._thread.join()

    def _in_the_loop(self, job: Callable[[], None]) -> None:
        """Run a job in the server's loop, since closing its sockets from another thread would be a race.

        Calling `pull_trigger` would be one as well: the loop, woken by something else, could run the job and close the
        trigger before this thread has pulled it. Holding the lock prevents that.
        """
        trigger = self._server.trigger
        with trigger.lock:
            trigger.thunks.append(job)
            trigger._physical_pull()

    def _close_sockets(self) -> None:
        for each in list(self._server._map.values()):
            each.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
