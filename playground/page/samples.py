"""Samples: files to attach, as they stand in their folder; but the dates of orders move with the clock."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from playground.refusals import NO_CONTENT, Refused

FOLDER = Path(__file__).parents[1] / "samples"
ORDERS = "orders.csv"
WRITTEN_ON = date(2026, 12, 16)
"""The day on which the sample orders were written: they are submitted before it, and most of them start after it."""
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def sample_names() -> list[str]:
    """Name the files, in their order."""
    return sorted(each.name for each in FOLDER.iterdir())


def sample(name: str, today: date) -> bytes:
    """Return a file as it is attached on a day."""
    if name not in sample_names():
        raise Refused(404, NO_CONTENT)
    content = (FOLDER / name).read_bytes()
    return _moved(content.decode(), today).encode() if name == ORDERS else content


def _moved(words: str, today: date) -> str:
    """Move all dates by whole weeks, so that a Monday stays one, to where they were as seen from the day of writing."""
    span = timedelta(weeks=(today - WRITTEN_ON).days // 7)
    return DATE.sub(lambda found: (date.fromisoformat(found[0]) + span).isoformat(), words)
