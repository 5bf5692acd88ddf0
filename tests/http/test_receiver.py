"""The receiver: an event is stored before it is acknowledged, and what is wrong is refused."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.http.deliveries import LARGEST_DELIVERY, signed
from tests.fakes.web import INTAKE_TOKEN, OPERATOR, SECRET, House, body_of, deliver
from tests.logged import logged_by


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


def test_while_secrets_are_rotated_the_one_before_is_taken(client: FlaskClient) -> None:
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
    assert [vars(each)["unsaid"] for each in logged_by("bot.http.refusals", caplog)] == [0, 49]


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
