"""Samples: files to attach, as they stand in their folder; but the dates of orders move with the clock."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from babel.dates import format_date

from bot.intake.calendar_names import our_locales
from bot.language.calendar_words import names_of_months
from playground.refusals import NO_CONTENT, Refused

FOLDER = Path(__file__).parents[1] / "samples"
ORDERS = {"orders.csv": "utf-8", "orders-arabic-1256.csv": "cp1256"}
"""The samples of orders, and how their letters are written."""
WRITTEN_ON = date(2026, 12, 16)
"""The day on which the sample orders were written: they are submitted before it, and most of them start after it."""
IN_DIGITS = re.compile(r"\b\d{4}-\d\d-\d\d\b")
WITH_A_NAME = re.compile(r"\b(\d\d)-([^\W\d_]+)-(\d{4})\b")


def sample_names() -> list[str]:
    """Name the files, in their order."""
    return sorted(each.name for each in FOLDER.iterdir())


def sample(name: str, today: date) -> bytes:
    """Return a file as it is attached on a day."""
    if name not in sample_names():
        raise Refused(404, NO_CONTENT)
    content = (FOLDER / name).read_bytes()
    encoding = ORDERS.get(name)
    return _moved(content.decode(encoding), today).encode(encoding) if encoding else content


def _moved(words: str, today: date) -> str:
    """Move all dates by whole weeks, so that a Monday stays one, to where they were as seen from the day of writing."""
    span = timedelta(weeks=(today - WRITTEN_ON).days // 7)
    in_digits = IN_DIGITS.sub(lambda found: (date.fromisoformat(found[0]) + span).isoformat(), words)
    return WITH_A_NAME.sub(lambda found: _later(int(found[1]), found[2], int(found[3]), span), in_digits)


def _later(day: int, name: str, year: int, span: timedelta) -> str:
    """Write a date that is so much later, its month by the names among which that of the given one is."""
    locale, months = next((each, names) for each in our_locales() if name in (names := dict(names_of_months(each))))
    return format_date(date(year, months[name], day) + span, "dd-MMMM-yyyy", locale=locale)
