"""A bot that runs by itself, and somebody who means no good."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.staging.actors import Actor
from tests.staging.live import Live
from tests.staging.stage import Stage


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Live(tmp_path, REMINDER_TIME="00:00") as live:
        yield live


@pytest.fixture
def mallory(stage: Stage) -> Actor:
    """Somebody with an order of her own, who is after Ann's."""
    return stage.person("mallory@fabrikam.example.com", "Mallory")
