"""However an order changes, by a file, over HTTP or by a word of an admin, the same follows for everybody on it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.orders import OrderState
from tests.scenarios.feed import Feed
from tests.staging.actors import Actor
from tests.staging.settings import INTAKE_TOKEN
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

N = "90417263"
Change = Callable[[Stage, str], object]

WORDS = {
    "date": (f"/order set {N} start=2026-03-10",),
    "contact": (f"/order set {N} contact=omar@northwind.example.com",),
    "cancellation": (f"/order cancel {N}", "cancel the order"),
}
FIELDS: dict[str, dict[str, Any]] = {
    "date": {"start_date": "2026-03-10"},
    "contact": {"contact": "omar@northwind.example.com"},
    "cancellation": {"lines": [{"item": "A-FLEX-3", "status": "Cancelled"}]},
}
ROWS = {
    "date": CONTOSO.replace("2026-03-02", "2026-03-10"),
    "contact": CONTOSO.replace("ann@", "omar@"),
    "cancellation": f"{CONTOSO}Cancelled",
}


def by_file(stage: Stage, change: str) -> None:
    stage.import_orders(ROWS[change])


def over_http(stage: Stage, change: str) -> None:
    assert Feed(stage).sends(**FIELDS[change]).status_code == 200


def by_word(stage: Stage, change: str) -> None:
    ada = stage.person("ada@cisco.example.com", "Ada Admin")
    for words in WORDS[change]:
        ada.says(words)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC, with orders taken over HTTP."""
    with Stage(tmp_path, datetime(2026, 3, 2, 8, tzinfo=UTC), INTAKE_TOKEN=INTAKE_TOKEN) as stage:
        yield stage


@pytest.fixture(params=[by_file, over_http, by_word])
def change(request: pytest.FixtureRequest) -> Change:
    way: Change = request.param
    return way


@pytest.fixture
def invited(stage: Stage, ann: Actor) -> Actor:
    """Ann was invited, and has not begun."""
    stage.import_orders(CONTOSO)
    at_nine(stage)
    assert ann.title == "Set up your Webex order"
    return ann


def audited(stage: Stage) -> list[str]:
    """Return what the audit log has of the order, by its verbs."""
    with stage.bot.store.reading() as uow:
        return [line.verb for line in uow.audit.of_order(N)]


def promised(stage: Stage) -> list[tuple[str, str]]:
    """Return the reminders that are still to come, each with its day."""
    with stage.bot.store.reading() as uow:
        return [(each.rule, f"{each.due_at:%Y-%m-%d}") for each in uow.reminders.pending(N)]


def test_a_new_date_is_waited_for(stage: Stage, invited: Actor, change: Change) -> None:
    change(stage, "date")

    assert stage.order(N).state is OrderState.SCHEDULED
    assert "I will write to you then" in invited.sees
    assert ("invite", "2026-03-10") in promised(stage)
    assert audited(stage) in (["order_imported", "invited", verb] for verb in ("order_changed", "order_set"))

    stage.wait(days=8)
    assert invited.title == "Set up your Webex order"


def test_a_new_contact_is_invited_in_place_of_the_former(
    stage: Stage, invited: Actor, omar: Actor, change: Change
) -> None:
    change(stage, "contact")

    assert omar.title == "Set up your Webex order"
    assert "is not with you" in invited.sees
    said = len(invited.answers)
    stage.wait(days=3)
    assert len(invited.answers) == said
    assert "days left" in omar.sees


def test_a_cancellation_ends_everything(stage: Stage, invited: Actor, change: Change) -> None:
    change(stage, "cancellation")

    assert stage.order(N).state is OrderState.CANCELLED
    assert invited.sees.startswith(f"Order {N} was cancelled.")
    assert audited(stage) in (["order_imported", "invited", verb] for verb in ("order_changed", "order_cancelled"))
    assert promised(stage) == []
    said = len(invited.answers)
    stage.wait(days=20)
    assert len(invited.answers) == said
