"""The partner's own system: it checks every event as Standard Webhooks asks, provisions, and answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify, request
from jsonschema import Draft202012Validator
from standardwebhooks import Webhook
from werkzeug.datastructures import Headers

from bot.clock import Clock
from bot.services.setup_event import event_schemas
from playground.model import Json
from playground.services.trouble import Trouble

TOLERANCE = 300.0


class PartnerProvisioning:
    """A system that provisions. `answers` are what it says next, one for each event; then it only receives.

    What is told it twice under one id counts once, as at any receiver that keeps to Standard Webhooks.
    """

    def __init__(self, secret: str, clock: Clock) -> None:
        self.trouble = Trouble()
        self.answers: list[Any] = []
        self.events: dict[str, Json] = {}
        self.attempts: list[str] = []
        self.complaints: list[str] = []
        self._webhook = Webhook(secret)
        self.clock = clock
        self.app = Flask("partner-system")
        self.app.add_url_rule("/events", view_func=self._receive, methods=["POST"])

    def of(self, order: str) -> list[Json]:
        """Return the events about an order, each once, the oldest first."""
        return [each for each in self.events.values() if number_in(each) == order]

    def id_of(self, order: str) -> str:
        """Return the id of the latest event about an order."""
        return [event_id for event_id, each in self.events.items() if number_in(each) == order][-1]

    def _receive(self) -> Response:
        spoiled = self.trouble.meets(f"{request.method} {request.path}")
        self.attempts.append(request.headers.get("webhook-id", ""))
        if spoiled is not None:
            return spoiled
        wrong = self._what_is_wrong(request.headers, request.get_data())
        if wrong:
            self.complaints.append(wrong)
            return Response(wrong, 400)
        is_new = request.headers["webhook-id"] not in self.events
        self.events.setdefault(request.headers["webhook-id"], request.get_json())
        if not (is_new and self.answers):
            return Response(status=204)
        answer = self.answers.pop(0)
        return answer if isinstance(answer, Response) else jsonify(answer)

    def _what_is_wrong(self, headers: Headers, body: bytes) -> str:
        stamp = headers.get("webhook-timestamp", "")
        if not stamp.isdecimal() or abs(int(stamp) - self.clock.now().timestamp()) > TOLERANCE:
            return "the timestamp is not of now"
        # The library checks times by the machine's clock, and the one here may stand in another year.
        moment = datetime.fromtimestamp(int(stamp), UTC)
        expected = self._webhook.sign(headers.get("webhook-id", ""), moment, body.decode())
        if expected not in headers.get("webhook-signature", "").split(" "):
            return "no signature is right"
        event = request.get_json(silent=True) or {}
        schema = event_schemas().get(event.get("type", ""))
        if schema is None:
            return "this type of event is not known"
        return "; ".join(error.message for error in Draft202012Validator(schema).iter_errors(event))


def number_in(event: Json) -> str:
    """Return the number of the order that an event is about."""
    data = event["data"]
    return str(data.get("number") or data["order"]["number"])
