"""What operators see: health, numbers, and errors that give nothing away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from bot.domain.events import Envelope
from bot.http.application import create_web
from bot.http.tokens import Tokens
from tests.fakes.web import OPERATIONS_TOKEN, OPERATOR, House, body_of, deliver
from tests.logged import everything_logged


def test_a_running_bot_is_alive_and_ready(client: FlaskClient, house: House) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}
    assert client.get("/readyz").status_code == 200
    house.problems = ["the database takes no writes"]
    house.time += timedelta(seconds=1)
    answer = client.get("/readyz", headers=OPERATOR)
    assert answer.status_code == 503
    told = {"status": "not ready", "problems": ["the database takes no writes"], "probe": ""}
    assert answer.get_json() == told
    assert client.get("/healthz").status_code == 200


def test_who_asks_all_the_time_costs_no_more_than_a_look_a_second(house: House) -> None:
    looks = []

    def look() -> list[str]:
        looks.append(house.time)
        return []

    client = create_web(replace(house.parts, watched=house.watched(look))).test_client()
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
    client = create_web(replace(house.parts, watched=house.watched(house.readiness), operations=Tokens())).test_client()
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


@pytest.mark.parametrize("path", ["/webhooks//webex", "//healthz", "/healthz/", "/password//made-up"])
def test_nobody_is_sent_to_a_host_that_was_made_up(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "elsewhere.example.org", "X-Forwarded-Host": "elsewhere.example.org"})
    assert "Location" not in answer.headers
    assert b"elsewhere" not in answer.data


def test_a_mistake_of_ours_is_not_shown(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> list[str]:
        raise RuntimeError("a secret detail")

    web = create_web(replace(house.parts, watched=house.watched(fails)))
    answer = web.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (500, {"error": "something went wrong"})
    assert "a secret detail" in everything_logged(caplog)


def test_a_mistake_with_a_delivery_is_counted_and_not_shown(house: House) -> None:
    def fails(_envelope: Envelope) -> None:
        raise RuntimeError("a secret detail")

    client = create_web(replace(house.parts, accept=fails, watched=house.watched(house.readiness))).test_client()
    answer = deliver(client, body_of())
    assert (answer.status_code, answer.get_json()) == (500, {"error": "something went wrong"})
    assert 'setup_now_deliveries_total{status="500"} 1.0' in client.get("/metrics", headers=OPERATOR).text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/nowhere", "/password/unknown-link"])
def test_every_answer_is_closed_to_other_sites(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Server" not in headers
