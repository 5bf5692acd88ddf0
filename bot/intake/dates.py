"""Dates as files write them: ISO, with the month's name, or in digits whose order the column itself settles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from bot.errors import InvalidAnswer
from bot.language.folders import LANGUAGES, meanings, words_for, words_in_all
from bot.language.texts import _
from bot.language.typed import folded, latin_digits, one_line

# A year outside these is a slip of the finger, or of another calendar.
FIRST_YEAR, LAST_YEAR = 1990, 2199

# What stands after the number of a day in some language, as in 2nd March.
ORDINALS = "|".join(words_in_all("dates", "ordinals"))

TIME_OF_DAY = re.compile(
    r"[T ]{1,3}\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?[AP]M)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$", re.IGNORECASE
)
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
MONTH_BY_NAME = re.compile(
    rf"(\d{{1,2}})(?:{ORDINALS})?[-/. ]{{1,3}}([^\W\d_][^\d/]{{0,20}}?)[-/., ]{{1,3}}(\d{{4}})", re.IGNORECASE
)
IN_DIGITS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


@dataclass(frozen=True, slots=True)
class Notation:
    """How a column writes dates in digits: a date that can only have the day first, and one that can only have the
    month first; "" where there is none. With both, it proves that the column cannot be read."""

    day_first: str = ""
    month_first: str = ""

    @property
    def is_mixed(self) -> bool:
        return bool(self.day_first and self.month_first)


@dataclass(frozen=True, slots=True)
class Readings:
    """What a date in digits can mean; None for a reading that is no date."""

    day_first: date | None
    month_first: date | None

    @property
    def only(self) -> date | None:
        """The date, if there is but one that it can be."""
        if self.day_first == self.month_first or self.month_first is None:
            return self.day_first
        return self.month_first if self.day_first is None else None


def notation_of(cells: Iterable[str]) -> Notation:
    """Look through a column for dates that can be read in one way only: one of them settles all others."""
    day_first = month_first = ""
    for cell in cells:
        readings = readings_of(bare(cell))
        if readings and readings.month_first is None and readings.day_first is not None:
            day_first = day_first or cell
        elif readings and readings.day_first is None and readings.month_first is not None:
            month_first = month_first or cell
    return Notation(day_first, month_first)


def read_date(cell: str, notation: Notation) -> date:
    """Return the date that a cell means in its column; raises InvalidAnswer where there is none, or a doubt."""
    written = bare(cell)
    readings = readings_of(written)
    found = settled(readings, notation) if readings else plain_date(written)
    if found is None:
        raise InvalidAnswer(_("This is not a date we can read. Write it as 2026-03-02 or 02-Mar-2026."))
    return found


def settled(readings: Readings, notation: Notation) -> date | None:
    """Choose between two readings as the column does; raises InvalidAnswer where it does not, or does both."""
    if readings.day_first == readings.month_first:
        return readings.day_first
    if notation.is_mixed:
        both = _("The file writes dates both ways: {day} has the day first, {month} the month. Write 2026-03-02.")
        raise InvalidAnswer(both, day=one_line(notation.day_first), month=one_line(notation.month_first))
    if readings.day_first is None or readings.month_first is None:
        return readings.only
    if notation == Notation():
        doubt = _("This is {first} or {second}, and nothing tells which. Write it as 2026-03-02.")
        raise InvalidAnswer(doubt, first=readings.day_first, second=readings.month_first)
    return readings.day_first if notation.day_first else readings.month_first


def bare(cell: str) -> str:
    """Return a written date in Latin digits and without the time of day."""
    written = latin_digits(one_line(cell))
    return TIME_OF_DAY.sub("", written)


def readings_of(written: str) -> Readings | None:
    """Return both readings of a date in digits with the year last; None for one that is written otherwise."""
    found = IN_DIGITS.fullmatch(written)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    return Readings(day_first=day(year, second, first), month_first=day(year, first, second))


def plain_date(written: str) -> date | None:
    """Return a date that can be read in one way only: with the year first, or with the month's name."""
    if found := YEAR_FIRST.fullmatch(written):
        return day(int(found[1]), int(found[3]), int(found[4]))
    if found := MONTH_BY_NAME.fullmatch(written):
        return day(int(found[3]), months_by_name().get(folded(found[2]), 0), int(found[1]))
    return None


def day(year: int, month: int, day_of_month: int) -> date | None:
    """Return a date, if there is such a day in a year that an order can have."""
    try:
        found = date(year, month, day_of_month)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


@cache
def months_by_name() -> dict[str, int]:
    """Return the months by their folded names, whole and abbreviated."""
    lengths = ("wide", "abbreviated")
    ours = {name: int(number) for name, number in meanings("months").items()}
    return ours | {
        folded(name).rstrip("."): number
        for locale in locales_of_months()
        for length in lengths
        for number, name in locale.months["format"][length].items()
    }


def locales_of_months() -> Iterable[Locale]:
    """Yield every language, and its forms in the regions that have other names for months."""
    for language in LANGUAGES:
        yield Locale.parse(language)
        yield from (Locale(language, region) for region in words_for("regions", "months", language))
