"""Orders that have a deal id: run by tests/test_a_column_is_added.py, in a copy of the project that declares one."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from tests.scenarios.feed import Feed, complaints
from tests.staging.actors import Actor
from tests.staging.files import ORDER_COLUMNS
from tests.staging.settings import INTAKE_TOKEN
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO

N = "90417263"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path, datetime(2026, 3, 2, 8, tzinfo=UTC), INTAKE_TOKEN=INTAKE_TOKEN) as stage:
        yield stage


def test_a_deal_goes_wherever_a_column_goes(stage: Stage, ada: Actor) -> None:
    feed = Feed(stage)

    ada.attaches("orders.csv", f"{ORDER_COLUMNS},Deal Id\n{CONTOSO},7001").presses("Import")
    assert "Deal: 7001" in ada.says(f"/order {N}").sees
    assert N in ada.says("/orders 7001").sees
    assert exported(ada.says("/export")) == "7001"
    assert feed.asks_for(N).get_json()["deal_id"] == "7001"

    assert "deal_id" in feed.sends(deal_id="7002").get_json()["changed"]
    assert complaints(feed.sends(2, deal_id=7003)) == {
        "#/deal_id": "Write this as text in quotation marks, for example: 7001"
    }
    assert "DEAL ID: 7002 → 7003" in ada.attaches("o.csv", f"{ORDER_COLUMNS},DEAL ID\n{CONTOSO},7003").sees
    ada.presses("Import")

    assert "You can change: start, contact, language, deal," in ada.says(f"/order set {N} colour=red").sees
    ada.says(f"/order set {N} deal=7004")
    assert "changes nothing" in ada.attaches("orders.csv", f"{ORDER_COLUMNS}\n{CONTOSO}").sees
    assert "Deal: 7004" in ada.says(f"/order {N}").sees


def test_a_deal_is_named_when_an_order_is_added(stage: Stage, ada: Actor) -> None:
    ada.says('/order add 1 item=A-WX start=2026-03-10 contact=ann@northwind.example.com customer="Contoso" deal=7001')
    assert "Deal: 7001" in ada.says("/order 1").sees

    ada.says("/order add")
    assert "Deal" in str(ada.card.card)


def exported(ada: Actor) -> str:
    """Return what stands under Deal in the newest file."""
    [file] = ada.answers[-1].files
    [row] = csv.DictReader(StringIO(file.data.decode("utf-8-sig")))
    return row["Deal"]
