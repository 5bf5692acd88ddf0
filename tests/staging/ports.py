"""Ports for those who are told by number where to listen."""

import socket
import sys

from playground.serving import LOOPBACK

TAKEN: list[socket.socket] = []


def free_port() -> int:
    """Return the number of a port at which nobody listens, and which nobody else is given until all tests have ended.

    It stays taken, but without a listener, and Linux lets servers, which ask to use an address again, listen there all
    the same. Let go of at once, it could be anybody's before its server has started.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind((LOOPBACK, 0))
    port: int = taken.getsockname()[1]
    if sys.platform == "linux":
        TAKEN.append(taken)
    else:
        taken.close()
    return port
