"""The stage of the scenarios, for those who mean no good."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.delivery.live import Live
from tests.scenarios.actors import Actor, Stage


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Live(tmp_path, REMINDER_TIME="00:00") as live:
        yield live


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC: an hour before the reminders of the day."""
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) as stage:
        yield stage


@pytest.fixture
def ann(stage: Stage) -> Actor:
    return stage.person("ann@northwind.example.com", "Ann Archer")


@pytest.fixture
def mallory(stage: Stage) -> Actor:
    """Somebody with an order of her own, who is after Ann's."""
    return stage.person("mallory@fabrikam.example.com", "Mallory")


@pytest.fixture
def rita(stage: Stage) -> Actor:
    return stage.rep("rita@cisco.example.com", "Rita Rep")
