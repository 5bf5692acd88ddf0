"""Pages for load balancers and monitoring. Metrics and causes are shown to whoever brings the operators' token."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from bot.clock import Clock
from bot.http.tokens import Tokens, brings_token
from bot.operations.overview import Overview

READINESS_HOLDS = timedelta(seconds=1)
Readiness = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Watched:
    """What operators are shown.

    `readiness` returns a sentence for each thing that keeps the bot from working, and `registry` has its numbers.
    `probe` says how it is with the bot's own events to itself, and `overview` what is due, waits and failed.
    """

    readiness: Readiness
    registry: CollectorRegistry
    probe: Callable[[], str]
    overview: Callable[[], Overview]


def operator_pages(watched: Watched, tokens: Tokens, clock: Clock) -> Blueprint:
    """Return the routes /healthz, /readyz and /metrics. Without a token there are no metrics and no causes."""
    pages = Blueprint("operator", __name__)
    readiness = Remembered(watched.readiness, clock)

    @pages.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="alive")

    @pages.get("/readyz")
    def readyz() -> Response:
        problems = readiness()
        causes = {"problems": problems, "probe": watched.probe()} if brings_token(tokens) else {}
        answer = jsonify(status="not ready" if problems else "ready", **causes)
        answer.status_code = 503 if problems else 200
        return answer

    def metrics() -> Response:
        if not brings_token(tokens):
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "operations"}))
        return Response(generate_latest(watched.registry), content_type=CONTENT_TYPE_LATEST)

    if tokens:
        pages.add_url_rule("/metrics", view_func=metrics)
    return pages


class Remembered:
    """What keeps the bot from working, looked up at most once a second: each look-up commits a transaction.

    While one is under way, which takes long if the database is locked, other requests get what was found before.
    """

    def __init__(self, look: Readiness, clock: Clock) -> None:
        self._look = look
        self._clock = clock
        self._lock = threading.Lock()
        self._found: list[str] = []
        self._looked_at: datetime | None = None

    def __call__(self) -> list[str]:
        if self._lock.acquire(blocking=self._looked_at is None):
            try:
                self._renew(self._clock.now())
            finally:
                self._lock.release()
        return self._found

    def _renew(self, now: datetime) -> None:
        if self._looked_at is None or abs(now - self._looked_at) >= READINESS_HOLDS:
            self._found, self._looked_at = self._look(), now
