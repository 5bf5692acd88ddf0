"""Orders come in over HTTP: once each, the newest revision wins, and people hear of it as from a file."""

import json
import logging
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from werkzeug.test import Client

from bot.domain.orders import OrderState
from bot.intake.openapi import LARGEST_DOCUMENT, WINDOW_LIMIT
from playground.patience import PATIENCE
from tests.logged import everything_logged
from tests.scenarios.feed import CONTOSO, Feed, complaints, validator
from tests.staging.actors import Actor
from tests.staging.settings import INTAKE_TOKEN, OPERATOR
from tests.staging.stage import Stage
from tests.staging.stories import at_nine

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
DOUBT = "This can be 2026-04-03 or 2026-03-04. Write it as 2026-03-02."
CANCELLED = [{"item": "A-FLEX-3", "status": "Cancelled"}]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC, with the intake switched on."""
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    with Stage(tmp_path, start, INTAKE_TOKEN=INTAKE_TOKEN) as stage:
        yield stage


@pytest.fixture
def feed(stage: Stage) -> Feed:
    return Feed(stage)


# What becomes of an order


def test_a_new_order_is_on_disk_and_its_contact_is_invited_on_the_day(stage: Stage, ann: Actor, feed: Feed) -> None:
    answer = feed.sends()

    assert (answer.status_code, answer.headers["Location"]) == (201, "/api/orders/90417263")
    assert answer.get_json()["outcome"] == "created"
    at_nine(stage)
    assert ann.title == "Set up your Webex order"
    assert feed.asks_for("90417263").get_json() | {"lines": []} == {
        "number": "90417263",
        "revision": 1,
        "state": "invited",
        "offer": "A-FLEX-3",
        "subscription": "",
        "start_date": "2026-03-02",
        "contact": "ann@northwind.example.com",
        "customer_name": "Contoso Dental Group",
        "partner_name": "",
        "country": "",
        "zone": "UTC",
        "language": "",
        "rep": "",
        "services": ["meetings", "calling", "messaging"],
        "lines": [],
    }


def test_an_order_that_comes_after_its_date_is_invited_at_once(ann: Actor, feed: Feed) -> None:
    feed.sends(start_date="2026-02-23")
    assert ann.title == "Set up your Webex order"


def test_the_same_revision_again_changes_nothing_and_nobody_hears_of_it(stage: Stage, ann: Actor, feed: Feed) -> None:
    feed.sends(start_date="2026-02-23")
    heard = len(ann.answers)
    stage.restart()

    again = feed.sends(start_date="2026-02-23")

    assert (again.status_code, again.get_json()["outcome"]) == (200, "unchanged")
    assert len(ann.answers) == heard


def test_of_revisions_in_any_order_the_highest_wins(stage: Stage, feed: Feed) -> None:
    dates = {revision: f"2026-04-{revision:02}" for revision in range(1, 29)}
    deliveries = [*dates, *dates]
    random.Random(7).shuffle(deliveries)

    outcomes = [feed.sends(each, start_date=dates[each]).get_json()["outcome"] for each in deliveries]

    assert stage.order("90417263").start_date.isoformat() == dates[28]
    assert set(outcomes) == {"created", "updated", "unchanged", "ignored"}
    late = feed.sends(3, start_date=dates[3]).get_json()
    assert late["detail"] == "A newer revision, 28, was received before; this one is ignored."
    assert late["order"]["revision"] == 28


def test_a_newer_revision_moves_the_invitation(stage: Stage, ann: Actor, feed: Feed) -> None:
    feed.sends(1)
    moved = feed.sends(2, start_date="2026-03-04").get_json()
    assert (moved["outcome"], moved["changed"]) == ("updated", ["start_date"])

    at_nine(stage)
    assert ann.answers == []
    stage.wait(days=2)
    assert ann.title == "Set up your Webex order"


def test_an_order_that_is_moved_after_its_invitation_is_answered_as_it_waits_now(
    stage: Stage, ann: Actor, feed: Feed
) -> None:
    feed.sends(1)
    at_nine(stage)
    assert ann.title == "Set up your Webex order"

    moved = feed.sends(2, start_date="2026-03-04").get_json()

    assert moved["order"]["state"] == "scheduled"
    assert moved["order"] == feed.asks_for("90417263").get_json()


def test_other_content_under_a_revision_that_is_taken_is_a_conflict(stage: Stage, feed: Feed) -> None:
    feed.sends(4)
    conflict = feed.sends(4, customer_name="Fabrikam")
    assert conflict.status_code == 409
    assert "Send what is new under a higher revision." in conflict.get_json()["detail"]
    assert stage.order("90417263").customer_name == "Contoso Dental Group"
    assert feed.sends(5, customer_name="Fabrikam").status_code == 200


def test_a_cancelled_order_tells_who_is_midway_and_stops_its_timers(stage: Stage, ann: Actor, feed: Feed) -> None:
    feed.sends(1)
    at_nine(stage)
    ann.presses("Set Up Now")

    assert feed.sends(2, lines=CANCELLED).get_json()["order"]["state"] == "cancelled"

    assert ann.sees.startswith("Order 90417263 was cancelled.")
    with stage.bot.store.reading() as uow:
        assert not uow.reminders.pending("90417263")
    late = feed.sends(3)
    assert late.get_json()["detail"].endswith("The order is cancelled here and stays cancelled.")


def test_a_cancellation_that_brings_another_date_too_stays_one(stage: Stage, ann: Actor, feed: Feed) -> None:
    feed.sends(1)
    at_nine(stage)

    assert feed.sends(2, lines=CANCELLED, start_date="2026-03-10").get_json()["order"]["state"] == "cancelled"

    assert ann.sees.startswith("Order 90417263 was cancelled.")
    stage.wait(days=8)
    assert ann.sees.startswith("Order 90417263 was cancelled.")


def test_a_file_and_the_feed_meet(stage: Stage, feed: Feed) -> None:
    """A file has no revision: what it says holds until a newer revision comes."""
    row = "90417263,A-FLEX-3,{},ann@northwind.example.com,Contoso Dental Group,,,,UTC,,,Booked"
    stage.import_orders(row.format("2026-03-02"))
    assert feed.asks_for("90417263").get_json()["revision"] is None

    feed.sends(7, start_date="2026-03-03")
    stage.import_orders(row.format("2026-03-10"))
    again = feed.sends(7, start_date="2026-03-03").get_json()
    assert (again["outcome"], again["order"]["start_date"]) == ("unchanged", "2026-03-10")

    feed.sends(8, start_date="2026-03-05")
    assert stage.order("90417263").start_date.isoformat() == "2026-03-05"


def test_arabic_names_come_and_go_as_they_are(stage: Stage, feed: Feed) -> None:
    feed.sends(customer_name="مجموعة كونتوسو\u200f لطب  الأسنان", country="السعودية", zone="الرياض", language="ar")
    answer = feed.asks_for("90417263")
    shown = answer.get_json()
    assert "لطب الأسنان" in answer.text
    assert shown["customer_name"] == "مجموعة كونتوسو لطب الأسنان"
    assert (shown["country"], shown["zone"], shown["language"]) == ("SA", "Asia/Riyadh", "ar")


def test_what_people_answered_is_not_for_the_ordering_system(stage: Stage, ann: Actor, omar: Actor, feed: Feed) -> None:
    feed.sends()
    at_nine(stage)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="colleague")
    ann.presses("Next", email=omar.email)

    assert omar.email not in feed.asks_for("90417263").text


# What is refused


def test_everything_that_is_wrong_is_named_at_once(stage: Stage, feed: Feed) -> None:
    answer = feed.sends(
        revision="2",
        number=90417263,
        start_date="03/04/2026",
        contact="ann at northwind",
        customer_name=None,
        Country="SA",
        zone="Mars",
        services=["meetings", "fax"],
        lines=[{"item": "A-FLEX-3"}, {"item": " "}, {"itm": "A-WX", "item": "A-WX", "hold": "x" * 2001}, "A-WX"],
    )
    assert answer.status_code == 422
    assert answer.get_json()["detail"] == "12 places need attention; nothing was changed."
    assert complaints(answer) == {
        "#/Country": "This field is not known. Did you mean country?",
        "#/revision": "Write a whole number from 1 to 9007199254740991, without quotation marks.",
        "#/number": "Write this as text in quotation marks, for example: 90417263",
        "#/customer_name": "This is required, for example: Contoso Dental Group",
        "#/lines/1/item": "This is required, for example: A-FLEX-3",
        "#/lines/2/itm": "This field is not known. Did you mean item?",
        "#/lines/2/hold": "This has 2001 characters; 2000 are allowed.",
        "#/lines/3": 'A line is an object, for example: {"item": "A-FLEX-3"}',
        "#/start_date": DOUBT,
        "#/contact": "Enter an email address, such as name@example.com.",
        "#/services": "“fax” is not a service. Use meetings, calling, messaging, contact-center.",
        "#/zone": "Unknown time zone. Enter a city, such as Riyadh, or an offset, such as UTC+3.",
    }
    assert feed.asks_for("90417263").status_code == 404


# Each is refused before it is known what it says.
NO_ORDERS: list[tuple[dict[str, Any], int]] = [
    ({"headers": {"Authorization": ""}}, 401),
    ({"headers": {"Authorization": "Bearer another-token-altogether"}}, 401),
    ({"headers": {"Authorization": f"Basic {INTAKE_TOKEN}"}}, 401),
    ({"data": "{", "content_type": "application/json"}, 400),
    ({"data": "[]", "content_type": "application/json"}, 400),
    ({"data": '{"number": "1", "number": "2"}', "content_type": "application/json"}, 400),
    ({"data": '{"\\ud800": "1", "\\ud800": "2"}', "content_type": "application/json"}, 400),
    ({"data": '{"\\ud800": "\\udfff", "services": ["\\ud800"]}', "content_type": "application/json"}, 422),
    ({"data": '{"revision": NaN}', "content_type": "application/json"}, 400),
    ({"data": "[" * 100_000, "content_type": "application/json"}, 400),
    ({"data": '{"a":' * 9 + "1" + "}" * 9, "content_type": "application/json"}, 400),
    ({"data": '{"revision": ' + "9" * 5000 + "}", "content_type": "application/json"}, 400),
    ({"data": b'{"customer_name": "\xe3"}', "content_type": "application/json"}, 400),
    ({"data": " " * (LARGEST_DOCUMENT + 1), "content_type": "application/json"}, 413),
    ({"data": "{}", "content_type": "text/plain"}, 415),
    ({"data": "{}", "content_type": "application/json", "headers": {"Content-Encoding": "gzip"}}, 415),
    ({"json": {}}, 422),
    ({"json": {"lines": [None] * 501}}, 422),
]


def test_what_is_no_order_is_refused_as_a_problem(feed: Feed) -> None:
    for request_of, status in NO_ORDERS:
        answer = feed.posts(**({"json": {}} if request_of.keys() == {"headers"} else {}) | request_of)
        assert answer.status_code == status, request_of
        assert answer.get_json()["type"].startswith("urn:setup-now:problem:")
        assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_of_very_many_wrong_names_the_first_are_named(feed: Feed) -> None:
    unknown = feed.posts(json={f"x{n}": 1 for n in range(20_000)}).get_json()["errors"]
    assert len(unknown) < 40
    assert {"pointer": "#", "detail": "20000 fields are not known; the first 20 are named."} in unknown
    doubled = ",".join(f'"x{n}": 1, "x{n}": 2' for n in range(5000))
    answer = feed.posts(data=f"{{{doubled}}}", content_type="application/json")
    assert answer.status_code == 400
    assert len(answer.data) < 2000


def test_a_name_that_cannot_be_seen_is_none(feed: Feed) -> None:
    for letters in ("\u3164\u2800", "\u115f\U000e0100", "\u200b\u034f"):
        errors = feed.posts(json=CONTOSO | {"customer_name": letters}).get_json()["errors"]
        assert "#/customer_name" in [each["pointer"] for each in errors]


def test_another_route_is_a_problem_too(stage: Stage) -> None:
    for path in ("/api/orders", "/api/elsewhere"):
        assert Client(stage.bot.web).get(path).content_type == "application/problem+json"


def test_without_a_token_in_the_settings_there_is_no_intake(tmp_path: Path) -> None:
    with Stage(tmp_path, datetime(2026, 3, 2, 8, tzinfo=UTC)) as stage:
        client = Client(stage.bot.web)
        statuses = [
            client.post("/api/orders", json=CONTOSO, headers={"Authorization": bearer}).status_code
            for bearer in ("", "Bearer ", f"Bearer {INTAKE_TOKEN}")
        ]
        assert statuses == [404, 404, 404]


def test_who_comes_too_often_is_told_when_to_come_again(stage: Stage, feed: Feed) -> None:
    client = Client(stage.bot.web)
    stranger = [client.get("/api/orders/1").status_code for _ in range(3)]
    statuses = [client.get("/api/orders/1", headers=feed.headers).status_code for _ in range(WINDOW_LIMIT)]
    assert (set(stranger), set(statuses)) == ({401}, {404})

    stage.wait(minutes=1)
    refused = feed.sends()
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "240")
    stage.wait(minutes=4)
    assert feed.sends().status_code == 201


# What else is promised


def examples(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the example of each field that has one."""
    return {name: each["examples"][0] for name, each in schema["properties"].items() if "examples" in each}


def test_the_description_is_sound_and_takes_what_is_taken(stage: Stage, feed: Feed) -> None:
    feed.sends()
    schemas = feed.api["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    order = validator(feed.api, {"$ref": "#/components/schemas/Order"})
    example = {
        name: schema["examples"][0] for name, schema in schemas["Order"]["properties"].items() if name != "lines"
    }
    line = {name: schema["examples"][0] for name, schema in schemas["Line"]["properties"].items()}
    order.validate(example | {"lines": [line]})
    assert feed.posts(json=example | {"lines": [line], "revision": 2}).status_code == 200
    assert not order.is_valid(example | {"lines": [line], "colour": "red"})


def test_the_example_in_the_handbook_works(stage: Stage, feed: Feed) -> None:
    example = re.search(r"```\n(curl .*?)```", OPERATIONS.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    if shutil.which("curl") is None:
        pytest.skip("this machine has no curl")
    known = {"PUBLIC_URL": stage.http_url, "INTAKE_TOKEN": INTAKE_TOKEN, "PATH": os.environ["PATH"]}
    done = subprocess.run(["sh", "-euc", example[1]], capture_output=True, env=known, check=True, timeout=PATIENCE)
    assert b'"outcome": "created"' in done.stdout
    assert stage.order("90417263").customer_name == "Contoso Dental Group"


def test_neither_the_token_nor_what_was_sent_is_in_the_log(feed: Feed, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        feed.sends()
        feed.sends(2, customer_name="Contoso 2", contact="no address")
        feed.posts(data='{"customer_name": "Contoso', content_type="application/json")
    logged = everything_logged(caplog)
    assert "order received" in logged
    assert not [word for word in (INTAKE_TOKEN, "Contoso", "northwind", "no address") if word in logged]


def test_metrics_count_requests_and_orders(stage: Stage, feed: Feed) -> None:
    feed.sends()
    feed.sends()
    feed.sends(contact=None)
    text = Client(stage.bot.web).get("/metrics", headers=OPERATOR).text
    assert 'setup_now_intake_requests_total{status="422"} 1.0' in text
    assert 'setup_now_orders_received_total{outcome="unchanged"} 1.0' in text


def test_an_order_that_was_not_sent_is_none(stage: Stage, feed: Feed) -> None:
    assert feed.asks_for("1").status_code == 404
    feed.sends()
    assert stage.order("90417263").state is OrderState.SCHEDULED


def test_a_body_may_begin_with_the_mark_of_utf_8(stage: Stage, feed: Feed) -> None:
    body = "\ufeff" + json.dumps(CONTOSO | {"revision": 1, "customer_name": "عيادات الواحة"}, ensure_ascii=False)

    answer = feed.posts(data=body.encode(), content_type="application/json")

    assert answer.status_code == 201
    assert stage.order("90417263").customer_name == "عيادات الواحة"


def test_an_order_id_is_one_in_capitals_and_small_letters(stage: Stage, feed: Feed) -> None:
    assert feed.sends(1, number="web90431").status_code == 201
    assert feed.sends(2, number="WEB90431", customer_name="Fabrikam").status_code == 200

    assert feed.asks_for("Web90431").get_json()["customer_name"] == "Fabrikam"


def test_what_was_lost_before_it_came_is_named_as_in_a_file(feed: Feed) -> None:
    for name in ("SociÃ©tÃ© Contoso", "#REF!", "Caf\ufffd", "N/A", "FALSCH"):
        answer = feed.sends(customer_name=name)
        assert answer.status_code == 422, name
        assert [each["pointer"] for each in answer.get_json()["errors"]] == ["#/customer_name"], name
    assert feed.sends(customer_name="=Contoso= & Müller, 31. Haus", start_date="31. Dezember 2026").status_code == 201
