"""The one-time password page: a link works once, and nobody keeps or logs what is typed there."""

import logging
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.http.application import create_web
from bot.rate_limit import MOST_KEYS, RateLimit
from tests.fakes.web import House
from tests.logged import everything_logged

LINK = "/password/one-time-link"
GOOD = "Tr0ub4dor&3"


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
    assert house.passwords.created == [("mariam@acme.example", GOOD)]

    assert client.get(LINK).status_code == 410
    assert client.post(LINK).status_code == 410


def test_its_form_can_be_sent_below_the_path_of_a_proxy(client: FlaskClient, house: House) -> None:
    house.opens_link()
    below = "https://tools.example.com/setup-now"
    shown = client.get(LINK, base_url=below)
    assert f"Path=/setup-now{LINK};" in shown.headers["Set-Cookie"]
    given = {"form": value_in(shown), "password": GOOD, "again": GOOD}
    assert client.post(LINK, base_url=below, data=given).status_code == 200


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
    assert house.passwords.created == []
    assert send(client, GOOD, value=value_in(answer)).status_code == 200


def test_a_form_from_elsewhere_is_not_taken(client: FlaskClient, house: House) -> None:
    house.opens_link()
    assert client.post(LINK, data={"password": GOOD, "again": GOOD}).status_code == 422
    client.get(LINK)
    assert send(client, GOOD, value="guessed").status_code == 422
    assert house.passwords.created == []


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
    parts = replace(house.parts, public_url=public_url, watched=house.watched(house.readiness))
    client = create_web(parts).test_client()
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
    assert house.passwords.created == []


def test_whoever_comes_second_learns_that_the_link_is_used(client: FlaskClient, house: House) -> None:
    house.opens_link()
    house.passwords.is_outrun = True
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

    house.passwords.create = create  # type: ignore[method-assign]
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
    logged = everything_logged(caplog)
    assert "password created" in logged
    assert GOOD not in logged
    assert "one-time-link" not in logged


def test_a_limit_forgets_who_is_quiet() -> None:
    limit, noon = RateLimit(1, timedelta(minutes=1)), datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert limit.allows("a", noon)
    assert not limit.allows("a", noon)
    assert limit.allows("b", noon)
    assert limit.allows("a", noon + timedelta(minutes=1))


def test_a_limit_remembers_only_so_many_places() -> None:
    limit, noon = RateLimit(1, timedelta(minutes=1)), datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert all(limit.allows(f"place {n}", noon) for n in range(MOST_KEYS + 1))
    assert not limit.allows(f"place {MOST_KEYS}", noon)
    assert limit.allows("place 0", noon)
