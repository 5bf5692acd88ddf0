"""A bot that runs by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.delivery.live import Live


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Live(tmp_path) as live:
        yield live
