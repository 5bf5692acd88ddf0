"""The web: the receiver's promise, what operators see, and the one-time password page."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry
from werkzeug.test import TestResponse

from bot.domain.events import Envelope
from bot.domain.orders import Order
from bot.errors import StoreUnavailable
from bot.http.application import WebParts, create_web
from bot.http.deliveries import LARGEST_DELIVERY, signed
from bot.http.password_page import PasswordRequest
from bot.intake.documents import Submission
from bot.intake.plans import Receipt
from bot.limits import MOST_KEYS, Limit

SECRET = "the secret of the webhooks"
INTAKE_TOKEN = "the token of the order intake"
OPERATIONS_TOKEN = "the-token-of-whoever-watches"
OPERATOR = {"Authorization": f"Bearer {OPERATIONS_TOKEN}"}
LINK = "/password/one-time-link"
GOOD = "Tr0ub4dor&3"


class Desk:
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


class House:
    """A bot as small as the web can have it: an inbox that may be full, a clock that can be moved, a desk."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.inbox: dict[str, Envelope] = {}
        self.is_full = False
        self.problems: list[str] = []
        self.desk = Desk()
        self.parts = WebParts(
            accept=self.accept,
            secrets=(SECRET, "the one before it"),
            clock=self,
            readiness=self.readiness,
            registry=CollectorRegistry(),
            passwords=self.desk,
            intake=self,
            public_url="https://bot.example.net",
            intake_token=INTAKE_TOKEN,
            operations_token=OPERATIONS_TOKEN,
        )

    def now(self) -> datetime:
        return self.time

    def accept(self, envelope: Envelope) -> None:
        if self.is_full:
            raise StoreUnavailable("disk full")
        self.inbox.setdefault(envelope.key, envelope)

    def readiness(self) -> list[str]:
        return self.problems

    def receive(self, submission: Submission) -> Receipt:
        raise StoreUnavailable("disk full")

    def look(self, number: str) -> tuple[Order, int | None] | None:
        return None

    def opens_link(self, language: str = "en") -> PasswordRequest:
        asked = PasswordRequest(language, "Acme <Partners>", "WO-1001", "mariam@acme.example", "Mariam Haddad")
        self.desk.open["one-time-link"] = (asked, self.time + timedelta(minutes=30))
        return asked


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def app(house: House) -> Flask:
    return create_web(house.parts)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def body_of(message: str = "m1", resource: str = "messages", event: str = "created") -> bytes:
    data = {"id": message, "roomId": "room1", "roomType": "direct", "personId": "ann"}
    return json.dumps({"resource": resource, "event": event, "data": data}).encode()


def deliver(client: FlaskClient, body: bytes, key: str = SECRET, **more: object) -> TestResponse:
    headers = {"X-Spark-Signature": signed(body, key).decode()}
    return client.post(
        "/webhooks/webex", **{"data": body, "headers": headers, "content_type": "application/json", **more}
    )


# The receiver


def test_an_event_is_on_disk_before_it_is_acknowledged(client: FlaskClient, house: House) -> None:
    answer = deliver(client, body_of())
    assert (answer.status_code, answer.data) == (204, b"")
    assert house.inbox["messages:created:m1"].arrived_at == house.time


def test_an_event_that_comes_again_is_acknowledged_again_and_kept_once(client: FlaskClient, house: House) -> None:
    assert [deliver(client, body_of()).status_code for _ in range(3)] == [204, 204, 204]
    assert len(house.inbox) == 1


def test_an_event_we_have_no_use_for_is_acknowledged_and_not_kept(client: FlaskClient, house: House) -> None:
    assert deliver(client, body_of(resource="rooms")).status_code == 204
    assert house.inbox == {}


def test_both_secrets_open_the_door(client: FlaskClient) -> None:
    assert deliver(client, body_of(), key="the one before it").status_code == 204


def test_what_cannot_be_stored_is_not_acknowledged(client: FlaskClient, house: House) -> None:
    house.is_full = True
    answer = deliver(client, body_of())
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    house.is_full = False
    assert deliver(client, body_of()).status_code == 204


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (body_of(), {"headers": {}}, 401),
        (body_of(), {"headers": {"X-Spark-Signature": "0" * 40}}, 401),
        (body_of(), {"headers": {"X-Spark-Signature": signed(body_of(), SECRET).decode().upper()}}, 401),
        (body_of(), {"headers": {"X-Spark-Signature": f" 0{signed(body_of(), SECRET).decode()}"}}, 401),
        (b"{}", {}, 400),
        (b"not json", {}, 400),
        (body_of(), {"content_type": "text/plain"}, 415),
        (body_of(), {"content_type": None}, 415),
        (b" " * (LARGEST_DELIVERY + 1), {}, 413),
        (b" " * (LARGEST_DELIVERY + 1), {"content_type": "text/plain", "headers": {}}, 413),
        (b" " * (64 * LARGEST_DELIVERY), {"headers": {}}, 413),
    ],
    ids=[
        "unsigned",
        "forged",
        "shouted",
        "padded",
        "shapeless",
        "no json",
        "text",
        "no type",
        "large",
        "large text",
        "huge",
    ],
)
def test_what_is_wrong_is_refused(
    client: FlaskClient, house: House, body: bytes, more: dict[str, Any], status: int
) -> None:
    answer = deliver(client, body, **more)
    assert answer.status_code == status
    assert answer.get_json()["error"]
    assert house.inbox == {}


@pytest.mark.parametrize("size", [LARGEST_DELIVERY + 1, 64 * LARGEST_DELIVERY])
def test_a_body_without_a_length_is_no_way_around_the_limit(client: FlaskClient, size: int) -> None:
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = deliver(client, b" " * size, environ_overrides=chunked)
    assert answer.status_code == 413


def test_a_flood_is_logged_once_a_minute(client: FlaskClient, house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(50):
            deliver(client, body_of(), key="wrong")
        house.time += timedelta(minutes=1)
        deliver(client, body_of(), key="wrong")
    said = [record for record in caplog.records if record.message == "delivery refused"]
    assert [vars(record)["unsaid"] for record in said] == [0, 49]


# Orders; how they are taken is told in tests/scenarios


def test_an_order_that_cannot_be_stored_is_not_acknowledged(client: FlaskClient) -> None:
    lines = [{"item": "A-WX"}]
    order = {"number": "1", "revision": 1, "start_date": "2026-03-02", "contact": "ann@northwind.example.com"}
    answer = client.post(
        "/api/orders",
        json=order | {"customer_name": "Contoso", "lines": lines},
        headers={"Authorization": f"Bearer {INTAKE_TOKEN}"},
    )
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.headers["Retry-After"]
    assert 'setup_now_intake_requests_total{status="503"} 1.0' in client.get("/metrics", headers=OPERATOR).text


# Operators


def test_alive_and_ready(client: FlaskClient, house: House) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}
    assert client.get("/readyz").status_code == 200
    house.problems = ["the database takes no writes"]
    house.time += timedelta(seconds=1)
    answer = client.get("/readyz", headers=OPERATOR)
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "not ready", "problems": ["the database takes no writes"]}
    assert client.get("/healthz").status_code == 200


def test_who_asks_all_the_time_costs_no_more_than_a_look_a_second(house: House) -> None:
    looks = []

    def look() -> list[str]:
        looks.append(house.time)
        return []

    client = create_web(replace(house.parts, readiness=look, registry=CollectorRegistry())).test_client()
    assert {client.get("/readyz").status_code for _ in range(50)} == {200}
    house.time += timedelta(seconds=1)
    client.get("/readyz")
    assert len(looks) == 2


def test_causes_and_numbers_are_for_whoever_watches_the_bot(client: FlaskClient, house: House) -> None:
    house.problems = ["a rep space cannot be reached: Deals of the year"]
    for headers in ({}, {"Authorization": "Bearer guessed"}, {"Authorization": f"Basic {OPERATIONS_TOKEN}"}):
        assert client.get("/readyz", headers=headers).get_json() == {"status": "not ready"}
        assert client.get("/metrics", headers=headers).status_code == 401


def test_without_a_token_nobody_learns_numbers_and_causes(house: House) -> None:
    house.problems = ["a rep space cannot be reached: Deals of the year"]
    client = create_web(replace(house.parts, registry=CollectorRegistry(), operations_token="")).test_client()
    for headers in ({}, {"Authorization": "Bearer "}, OPERATOR):
        assert client.get("/metrics", headers=headers).status_code == 404
        assert client.get("/readyz", headers=headers).get_json() == {"status": "not ready"}


def test_metrics_count_deliveries_by_answer(client: FlaskClient) -> None:
    deliver(client, body_of())
    deliver(client, body_of(), key="wrong")
    text = client.get("/metrics", headers=OPERATOR).text
    assert 'setup_now_deliveries_total{status="204"} 1.0' in text
    assert 'setup_now_deliveries_total{status="401"} 1.0' in text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/static/x", 404), ("GET", "/webhooks/webex", 405), ("POST", "/healthz", 405)],
)
def test_another_route_is_refused_as_json(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.get_json()["error"]
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_mistake_of_ours_is_not_shown(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> list[str]:
        raise RuntimeError("a secret detail")

    web = create_web(replace(house.parts, readiness=fails, registry=CollectorRegistry()))
    answer = web.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (500, {"error": "something went wrong"})
    assert "a secret detail" in caplog.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/nowhere", "/password/unknown-link"])
def test_every_answer_is_closed_to_other_sites(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Server" not in headers


# The password page


def value_in(answer: TestResponse) -> str:
    found = re.search(r'name="form" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def send(client: FlaskClient, password: str, again: str | None = None, **more: str) -> TestResponse:
    value = more.get("value") or value_in(client.get(LINK))
    return client.post(LINK, data={"form": value, "password": password, "again": password if again is None else again})


def test_a_password_is_created_once(client: FlaskClient, house: House) -> None:
    house.opens_link()
    shown = client.get(LINK)
    assert shown.status_code == 200
    assert "Acme &lt;Partners&gt;" in shown.text
    assert "mariam@acme.example" in shown.text

    done = send(client, GOOD)
    assert done.status_code == 200
    assert "Your password is set" in done.text
    assert house.desk.created == [("mariam@acme.example", GOOD)]

    assert client.get(LINK).status_code == 410
    assert client.post(LINK).status_code == 410


def test_looking_does_not_use_the_link_up(client: FlaskClient, house: House) -> None:
    house.opens_link()
    for _ in range(3):
        assert client.get(LINK).status_code == 200
    assert client.head(LINK).status_code == 200
    assert send(client, GOOD).status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", None, "Use 8 to 256 characters."),
        ("troubador", None, "Use at least one digit."),
        ("Mariam#2026", None, "Do not use your name or your email address in it."),
        (GOOD, GOOD + "x", "The two passwords are not the same."),
        (GOOD, "", "The two passwords are not the same."),
        ("", "", "Use 8 to 256 characters."),
    ],
)
def test_what_is_wrong_is_said_and_never_repeated(
    client: FlaskClient, house: House, password: str, again: str | None, sentence: str
) -> None:
    house.opens_link()
    answer = send(client, password, again)
    assert answer.status_code == 422
    problems = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert sentence in problems
    assert not password or password not in answer.text
    assert house.desk.created == []
    assert send(client, GOOD, value=value_in(answer)).status_code == 200


def test_a_form_from_elsewhere_is_not_taken(client: FlaskClient, house: House) -> None:
    house.opens_link()
    assert client.post(LINK, data={"password": GOOD, "again": GOOD}).status_code == 422
    client.get(LINK)
    assert send(client, GOOD, value="guessed").status_code == 422
    assert house.desk.created == []


def test_a_page_that_is_open_twice_can_be_sent_from_either(client: FlaskClient, house: House) -> None:
    house.opens_link()
    first, second = value_in(client.get(LINK)), value_in(client.get(LINK))
    assert first == second
    assert send(client, GOOD, value=first).status_code == 200


def test_the_cookie_stays_on_this_page(client: FlaskClient, house: House) -> None:
    house.opens_link()
    cookie = client.get(LINK).headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", f"Path={LINK}"))


@pytest.mark.parametrize(("public_url", "is_kept"), [("https://bot.example.net", True), ("http://localhost", False)])
def test_browsers_come_back_over_https_alone_where_that_is_how_they_came(
    house: House, public_url: str, is_kept: bool
) -> None:
    # Behind a proxy the request itself comes over plain HTTP, whatever the browser used.
    house.opens_link()
    client = create_web(replace(house.parts, public_url=public_url, registry=CollectorRegistry())).test_client()
    answer = client.get(LINK)
    assert ("Secure" in answer.headers["Set-Cookie"]) == is_kept
    assert ("Strict-Transport-Security" in answer.headers) == is_kept


def test_the_page_loads_nothing_from_elsewhere(client: FlaskClient, house: House) -> None:
    house.opens_link()
    answer = client.get(LINK)
    nonce = re.search(r"script-src 'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    assert answer.text.count(f'nonce="{nonce[1]}"') == 2
    assert not re.search(r"(?:src|href|action)=|url\(|@import", answer.text)
    assert nonce[1] not in client.get(LINK).text


def test_it_speaks_the_language_of_the_link(client: FlaskClient, house: House) -> None:
    for language, direction in (("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")):
        house.opens_link(language)
        assert f'<html lang="{language}" dir="{direction}">' in client.get(LINK).text


@pytest.mark.parametrize(
    ("link", "status"), [("unknown-link", 410), ("x", 404), ("a" * 600, 404), ("a%20b%3Cscript", 404)]
)
def test_an_unknown_link_says_what_to_do(client: FlaskClient, link: str, status: int) -> None:
    answer = client.get(f"/password/{link}")
    assert answer.status_code == status
    assert "Type setup in the chat" in answer.text
    arabic = client.get(f"/password/{link}", headers={"Accept-Language": "ar-SA,ar;q=0.9,en;q=0.5"})
    assert 'dir="rtl"' in arabic.text


def test_an_expired_link_is_gone(client: FlaskClient, house: House) -> None:
    house.opens_link()
    value = value_in(client.get(LINK))
    house.time += timedelta(minutes=30)
    assert send(client, GOOD, value=value).status_code == 410
    assert house.desk.created == []


def test_whoever_comes_second_learns_that_the_link_is_used(client: FlaskClient, house: House) -> None:
    house.opens_link()
    house.desk.is_outrun = True
    assert send(client, GOOD).status_code == 410


def test_too_many_tries_have_to_wait_and_the_page_stays(client: FlaskClient, house: House) -> None:
    house.opens_link()
    value = value_in(client.get(LINK))
    tries = [send(client, "short", value=value) for _ in range(31)]
    assert [answer.status_code for answer in tries] == [422] * 30 + [429]
    assert tries[-1].headers["Retry-After"] == "60"
    assert "Wait a minute" in tries[-1].text
    assert client.get(LINK).status_code == 200
    house.time += timedelta(minutes=10)
    house.opens_link()
    assert send(client, GOOD).status_code == 200


def from_address(address: str) -> dict[str, dict[str, str]]:
    return {"environ_overrides": {"REMOTE_ADDR": address}}


def test_guessing_links_is_slowed_down(client: FlaskClient) -> None:
    statuses = [client.get(f"/password/guess-{n:06}").status_code for n in range(31)]
    assert statuses == [410] * 30 + [429]


def test_whoever_guesses_closes_the_page_for_nobody(client: FlaskClient, house: House) -> None:
    house.opens_link()
    mallory, ann = from_address("203.0.113.7"), from_address("198.51.100.20")
    for n in range(100):
        client.get(f"/password/guess-{n:06}", **mallory)
    assert client.get("/password/guess-again", **mallory).status_code == 429
    assert client.get("/password/mistyped-link", **ann).status_code == 410
    # Even where all have one address to us, as behind a proxy that we were not told of.
    assert client.get(LINK, **mallory).status_code == 200
    assert send(client, GOOD).status_code == 200


def test_a_household_with_many_addresses_is_one_place(client: FlaskClient) -> None:
    answers = [client.get(f"/password/guess-{n:06}", **from_address(f"2001:db8::{n:x}")) for n in range(31)]
    assert answers[-1].status_code == 429
    assert client.get("/password/guess-000000", **from_address("2001:db8:0:1::1")).status_code == 410


def test_nobody_keeps_the_password_once_it_is_taken(client: FlaskClient, house: House) -> None:
    house.opens_link()
    value = value_in(client.get(LINK))
    seen = []

    def create(token: str, password: str, now: datetime) -> bool:
        # Beside this name there are the count's own argument and, at most, the caller's on its way here.
        seen.append(sys.getrefcount(password))
        return True

    house.desk.create = create  # type: ignore[method-assign]
    password = "".join(["Tr0ub4dor", "&", "3"])
    assert client.post(LINK, data={"form": value, "password": password, "again": password}).status_code == 200
    assert seen == [seen[0]]
    assert seen[0] <= 3


def test_a_form_that_is_too_large_is_refused(client: FlaskClient, house: House) -> None:
    house.opens_link()
    assert client.post(LINK, data={"password": "x" * 100_000}).status_code == 413


def test_the_password_is_in_no_log(client: FlaskClient, house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.opens_link()
    with caplog.at_level(logging.DEBUG):
        send(client, "short")
        send(client, GOOD)
    assert "password created" in caplog.text
    logged = str([vars(record) for record in caplog.records])
    assert GOOD not in logged
    assert "one-time-link" not in logged


def test_a_limit_forgets_who_is_quiet() -> None:
    limit, noon = Limit(1, timedelta(minutes=1)), datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert limit.allows("a", noon)
    assert not limit.allows("a", noon)
    assert limit.allows("b", noon)
    assert limit.allows("a", noon + timedelta(minutes=1))


def test_a_limit_remembers_only_so_many_places() -> None:
    limit, noon = Limit(1, timedelta(minutes=1)), datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert all(limit.allows(f"place {n}", noon) for n in range(MOST_KEYS + 1))
    assert not limit.allows(f"place {MOST_KEYS}", noon)
    assert limit.allows("place 0", noon)
