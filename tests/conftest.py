"""The stage for scenarios: the real bot with the real SDK over HTTP against the local Webex, on a standing clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.scenarios.actors import Actor, Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC: an hour before the reminders of the day."""
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) as stage:
        yield stage


@pytest.fixture
def ann(stage: Stage) -> Actor:
    """The provisioning contact at the partner Northwind."""
    return stage.person("ann@northwind.example.com", "Ann Archer")


@pytest.fixture
def omar(stage: Stage) -> Actor:
    """Ann's colleague."""
    return stage.person("omar@northwind.example.com", "Omar Odeh")


@pytest.fixture
def carla(stage: Stage) -> Actor:
    """The IT administrator at the customer Contoso."""
    return stage.person("carla@contoso.example.com", "Carla Cruz")


@pytest.fixture
def rita(stage: Stage) -> Actor:
    """A Cisco representative, in the rep space."""
    return stage.rep("rita@cisco.example.com", "Rita Rep")


@pytest.fixture
def ada(stage: Stage) -> Actor:
    """The admin."""
    return stage.person("ada@cisco.example.com", "Ada Admin")


@pytest.fixture
def zoe(stage: Stage) -> Actor:
    """A stranger who found the bot."""
    return stage.person("zoe@elsewhere.example.org", "Zoe Zero")
