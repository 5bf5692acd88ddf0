"""A bot that runs by itself, and one on a standing clock, at a Webex that counts calls."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.patience import PATIENCE
from playground.quota import GRANTED
from tests.staging.databases import new_store
from tests.staging.live import Live, assert_no_call_was_too_many
from tests.staging.stage import Stage


@pytest.fixture
def stage(stage: Stage) -> Iterator[Stage]:
    """The stage, at a Webex that grants what the real one does; a call too many fails the test."""
    stage.world.faults.quota_per_minute = GRANTED
    yield stage
    assert_no_call_was_too_many(stage.world)


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    # On a busy machine a hundred at once may take their turns for longer than Webex would wait.
    monkeypatch.setattr("store.database.URGENT_SECONDS", PATIENCE)
    monkeypatch.setattr("store.database.LOCKED_SECONDS", PATIENCE)
    with Live(tmp_path) as live:
        yield live


@pytest.fixture
def store(tmp_path: Path) -> Any:
    store = new_store(tmp_path / "setup-now.db")
    yield store
    store.close()
