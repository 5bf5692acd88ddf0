"""Deliveries of webhooks as Webex makes them, one by one, slowly, or many at once."""

import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import requests

from playground.deliveries import sign
from playground.patience import PATIENCE
from playground.serving import LOOPBACK
from tests.staging.settings import SECRET


def told(resource: str, event: str, **data: str) -> bytes:
    """Return the body of a delivery."""
    return json.dumps({"resource": resource, "event": event, "data": data}).encode()


def delivery(resource: str, event_id: str, person_id: str, room_id: str, secret: str = SECRET) -> dict[str, Any]:
    """Return what `requests.post` needs to deliver an event as Webex does."""
    where = {"roomId": room_id, "personId": person_id, "roomType": "direct", "messageId": event_id}
    body = told(resource, "created", id=event_id, **where)
    headers = {"Content-Type": "application/json", "X-Spark-Signature": sign(secret, body)}
    return {"data": body, "headers": headers}


def post(url: str, content: dict[str, Any]) -> int:
    """Deliver an event; returns the answer's status."""
    return requests.post(f"{url}/webhooks/webex", **content, timeout=PATIENCE).status_code


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Do all jobs at the same time; returns what came of them."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        return [each.result() for each in [pool.submit(job) for job in jobs]]


# Byte by byte


@contextmanager
def connections(port: int, count: int, origin: str = LOOPBACK) -> Iterator[list[socket.socket]]:
    """Open so many connections, from an address of this machine, and close them in the end."""
    opened = [socket.create_connection((LOOPBACK, port), PATIENCE, (origin, 0)) for _ in range(count)]
    try:
        yield opened
    finally:
        for each in opened:
            each.close()


def say(lines: list[socket.socket], words: bytes) -> None:
    """Send the same over many connections; some may be closed by now."""
    for each in lines:
        try:
            each.sendall(words)
        except OSError:
            continue


def is_closed(line: socket.socket) -> bool:
    """Wait until the other side closes a connection, as it should; False when it says something or stays."""
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def signed_head(body: bytes, **headers: str) -> bytes:
    """Return the head of a delivery."""
    lines = {
        "Host": LOOPBACK,
        "Content-Type": "application/json",
        "X-Spark-Signature": sign(SECRET, body),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST /webhooks/webex HTTP/1.1\r\n{told}\r\n".encode()
