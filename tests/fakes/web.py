"""What stands behind the web: a store of passwords, and a bot as small as the web can have it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry
from werkzeug.test import TestResponse

from bot.domain.events import Envelope
from bot.domain.orders import Order
from bot.domain.provisioning import Effect, SystemAnswer
from bot.errors import StoreUnavailable
from bot.http.application import WebParts
from bot.http.deliveries import signed
from bot.http.operator_pages import Watched
from bot.http.orders_api import OrderPorts
from bot.http.password_page import PasswordRequest
from bot.http.tokens import Tokens
from bot.intake.documents import Submission
from bot.intake.plans import Receipt
from bot.operations.overview import Overview

SECRET = "the secret of the webhooks"
INTAKE_TOKEN = "the token of the order intake"
OPERATIONS_TOKEN = "the-token-of-whoever-watches"
OPERATOR = {"Authorization": f"Bearer {OPERATIONS_TOKEN}"}


class Passwords:
    """Keeps links that work once, for half an hour."""

    def __init__(self) -> None:
        self.open: dict[str, tuple[PasswordRequest, datetime]] = {}
        self.created: list[tuple[str, str]] = []
        self.is_outrun = False

    def look(self, token: str, now: datetime) -> PasswordRequest | None:
        asked, until = self.open.get(token, (None, now))
        return asked if now < until else None

    def create(self, token: str, password: str, now: datetime) -> bool:
        asked = self.look(token, now)
        if asked is None or self.is_outrun:
            return False
        del self.open[token]
        self.created.append((asked.email, password))
        return True


class NoAnswers:
    """Takes no answers: the disk is full."""

    steps = ("organization",)

    def __call__(self, number: str, answer: SystemAnswer) -> tuple[Effect, Order]:
        raise StoreUnavailable("disk full")


class House:
    """A bot as small as the web can have it: an inbox that may be full, a clock that can be moved, passwords."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.inbox: dict[str, Envelope] = {}
        self.is_full = False
        self.problems: list[str] = []
        self.passwords = Passwords()
        self.parts = WebParts(
            accept=self.accept,
            secrets=(SECRET, "the one before it"),
            clock=self,
            watched=self.watched(self.readiness),
            passwords=self.passwords,
            orders=OrderPorts(self, NoAnswers()),
            public_url="https://bot.example.net",
            me=lambda: "",
            intake=Tokens((INTAKE_TOKEN, "the one before it")),
            operations=Tokens((OPERATIONS_TOKEN,)),
        )

    def now(self) -> datetime:
        return self.time

    def accept(self, envelope: Envelope) -> None:
        if self.is_full:
            raise StoreUnavailable("disk full")
        self.inbox.setdefault(envelope.key, envelope)

    def watched(self, readiness: Callable[[], list[str]]) -> Watched:
        """Return what operators see, with numbers that nobody has counted yet."""
        nothing = Overview(self.time, {}, is_paused=False, due=(), waiting=(), failed=())
        return Watched(readiness, CollectorRegistry(), probe=lambda: "", overview=lambda: nothing)

    def readiness(self) -> list[str]:
        return self.problems

    def receive(self, submission: Submission) -> Receipt:
        raise StoreUnavailable("disk full")

    def look(self, number: str) -> tuple[Order, int | None] | None:
        return None

    def opens_link(self, language: str = "en") -> PasswordRequest:
        asked = PasswordRequest(language, "Acme <Partners>", "WO-1001", "mariam@acme.example", "Mariam Haddad")
        self.passwords.open["one-time-link"] = (asked, self.time + timedelta(minutes=30))
        return asked


def body_of(message: str = "m1", resource: str = "messages", event: str = "created") -> bytes:
    data = {"id": message, "roomId": "room1", "roomType": "direct", "personId": "ann"}
    return json.dumps({"resource": resource, "event": event, "data": data}).encode()


def deliver(client: FlaskClient, body: bytes, key: str = SECRET, **more: object) -> TestResponse:
    headers = {"X-Spark-Signature": signed(body, key).decode()}
    return client.post(
        "/webhooks/webex", **{"data": body, "headers": headers, "content_type": "application/json", **more}
    )
