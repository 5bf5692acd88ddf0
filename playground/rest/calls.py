"""Calls, and what every one of them needs: the world, who is calling, what they sent, and pages of a list."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, current_app, g, jsonify, request

from playground.model import Json, Person
from playground.refusals import Refused
from playground.shapes import without_blanks
from playground.world import World

CIPHER_TEXT = "eyJhbGciOiJBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIn0.c2VhbGVk"
T = TypeVar("T")


class Served:
    """The world that an app serves, and how often each new thing was asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._reads: Counter[str] = Counter()
        self._lock = threading.Lock()

    def check_not_early(self, thing_id: str, sentence: str) -> None:
        """Refuse the first reads of something, when Webex is slow to know of it."""
        with self._lock:
            self._reads[thing_id] += 1
            if self._reads[thing_id] <= self.world.faults.reads_too_early:
                raise Refused(404, sentence)


def served() -> Served:
    """Return what this app serves."""
    found: Served = current_app.extensions["webex"]
    return found


def world() -> World:
    """Return the world behind this app."""
    return served().world


def caller() -> Person:
    """Return whose token came with the request."""
    person: Person = g.caller
    return person


def body() -> Json:
    """Return the JSON object that was sent; what is null in it was not sent."""
    if request.mimetype != "application/json":
        raise Refused(415, "Content type should be application/json.")
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Refused(400, "The body should be a JSON object.")
    return {key: value for key, value in sent.items() if value is not None}


def required(sent: Json, *names: str) -> list[Any]:
    """Return the values of these fields, which have to be there."""
    for name in names:
        if name not in sent:
            raise Refused(400, f"{name} is required.")
    return [sent[name] for name in names]


def flag(sent: Json, name: str) -> bool | None:
    """Return a field that is true, false, or not there."""
    value = sent.get(name)
    if value is not None and not isinstance(value, bool):
        raise Refused(400, f"{name} should be true or false.")
    return value


def most(default: int, cap: int) -> int:
    """Return how many items a page holds; too many are lowered silently."""
    asked = request.args.get("max", str(default))
    if not asked.isdecimal() or int(asked) < 1:
        raise Refused(400, "max should be a positive number.")
    return min(int(asked), cap)


def reply(shape: Json, status: int = 200) -> Response:
    """Return a JSON answer."""
    answer = jsonify(shape)
    answer.status_code = status
    return answer


def done() -> Response:
    """Return the answer to a deletion: nothing, and of no kind."""
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    return answer


def pages(items: Sequence[T], shape: Callable[[T], Json]) -> Response:
    """Return the page of a list that the caller asks for."""
    size = most(100, 1000)
    if world().faults.empty_first_page and "cursor" not in request.args:
        return linked([], {**request.args, "cursor": 0})
    given = request.args.get("cursor", "0")
    start = int(given) if given.isdecimal() else 0
    after = start + size
    further = {**request.args, "cursor": after} if after < len(items) else None
    return linked([shape(each) for each in items[start:after]], further)


def linked(items: list[Json], further: dict[str, Any] | None, **more: Any) -> Response:
    """Return a page of a list, with the address of the next one in its `Link` header."""
    answer = reply(without_blanks({**more, "items": items}))
    if further is not None:
        answer.headers["Link"] = f'<{request.base_url}?{urlencode(further)}>; rel="next"'
    return answer


def veiled(shape: Json, field: str) -> Json:
    """Return a JSON object as it is, or with cipher text in one field where the key server fails."""
    if not world().faults.take_kms_failure():
        return shape
    failure = {"code": "kms_failure", "reason": "Key management server failed to respond appropriately."}
    return {**shape, field: CIPHER_TEXT, "errors": {field: failure}}
