"""Cisco Commerce is asked about open orders, daily and when somebody asks; what changed there follows here."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.orders import OrderState
from playground.services.commerce import CommerceApi
from playground.serving import serve
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_service_setup, fill_sections, invited

ORDER = "90417263"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def commerce() -> CommerceApi:
    """Cisco Commerce, which knows Contoso's order and not Fabrikam's."""
    commerce = CommerceApi(StandingClock(MONDAY))
    commerce.book(ORDER, date(2026, 3, 2), ("A-FLEX-3", "Awaiting Provisioning Details"))
    return commerce


@pytest.fixture
def stage(tmp_path: Path, commerce: CommerceApi) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC: people provision at Cisco, and Cisco Commerce can be asked."""
    with serve(commerce.app) as server:
        settings: dict[str, Any] = {"PROVISIONING": "control-hub", **commerce.settings(server.url)}
        with Stage(tmp_path, MONDAY, **settings) as stage:
            commerce.clock = stage.clock
            yield stage


def next_day(stage: Stage) -> None:
    """Let a day pass, and the daily look-ups be made."""
    stage.wait(days=1, hours=1)
    stage.bot.work()
    stage.settle()


def test_a_changed_date_and_a_cancellation_follow_like_an_imported_one(
    stage: Stage, commerce: CommerceApi, ann: Actor, rita: Actor
) -> None:
    invited(stage, ann, CONTOSO, FABRIKAM)
    stage.bot.work()
    assert len(commerce.trouble.calls) == 2
    assert not commerce.complaints
    assert stage.order(ORDER).lines[0].status == "Awaiting Provisioning Details"
    rita.says("/order 90417310")
    assert "Cisco Commerce does not find it, or it is not ours to see (OSA001)" in rita.sees
    stage.bot.work()
    assert len(commerce.trouble.calls) == 2

    commerce.orders[ORDER].start_date = date(2026, 3, 16)
    rita.says(f"/order {ORDER} refresh")
    assert "Cisco Commerce: Awaiting Provisioning Details." in rita.sees
    assert stage.order(ORDER).start_date == date(2026, 3, 16)
    assert stage.order(ORDER).state is OrderState.SCHEDULED

    commerce.orders[ORDER].lines = [("A-FLEX-3", "Cancelled")]
    next_day(stage)
    assert stage.order(ORDER).state is OrderState.CANCELLED


def test_what_cisco_calls_provisioned_ends_the_order(stage: Stage, commerce: CommerceApi, ann: Actor) -> None:
    at_service_setup(stage, ann)
    fill_sections(ann)
    ann.presses("Finish and hand over", consent="true")
    commerce.orders[ORDER].lines = [("A-FLEX-3", "Provisioned")]
    next_day(stage)

    assert stage.order(ORDER).state is OrderState.PROVISIONED
    assert "Cisco Commerce calls the order “Provisioned”" in ann.sees


@pytest.mark.parametrize(("status", "calls"), [(401, 2), (429, 1)])
def test_a_service_that_refuses_is_left_alone_and_said(
    stage: Stage, commerce: CommerceApi, rita: Actor, status: int, calls: int
) -> None:
    commerce.trouble.status = status
    stage.import_orders(CONTOSO, FABRIKAM)
    stage.bot.work()
    stage.bot.work()
    assert len(commerce.trouble.calls) == calls

    rita.says(f"/order {ORDER} refresh")
    assert f"Cisco Commerce could not be asked: {status}" in rita.sees
    found = [each for each in stage.bot.doctor.findings() if each.name == "commerce"]
    assert [(each.is_well, f"Cisco does not tell of orders: {status}" in str(each)) for each in found] == [
        (False, True)
    ]
    commerce.trouble.calm()
    stage.wait(hours=2)
    stage.bot.work()
    rita.says(f"/order {ORDER}")
    assert "Cisco Commerce: Awaiting Provisioning Details." in rita.sees
