"""Dates as files write them: ISO, with the month's name, or in digits whose order the column itself settles."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.errors import InvalidAnswer
from bot.intake.calendar_names import is_weekday, month_named
from bot.intake.rows import REMEMBERED
from bot.language.folders import words_in_all
from bot.language.texts import _
from bot.language.typed import latin_digits, one_line

# A year outside these is a slip of the finger, or belongs to another calendar.
FIRST_YEAR, LAST_YEAR = 1990, 2199

# What follows the number of a day in some language, as in 2nd March.
ORDINALS = "|".join(words_in_all("dates", "ordinals"))

# Of years in two digits, only these cannot be taken for days, nor for years of the last century.
SHORT_YEARS = range(15, 70)
# Days as a spreadsheet counts them, shown as bare numbers where a column lost its format: those of this century.
DAY_ZERO, SERIALS = date(1899, 12, 30), range(36_526, 73_051)

# What follows a year and belongs to it, such as a letter that names its calendar.
ERAS = "|".join(words_in_all("dates", "eras"))

# What people and their keyboards write for a hyphen.
HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

# Words that go with a date, as in the 3rd of March, or le 3 mars.
BESIDE = re.compile(rf"(?<!\S)(?:{'|'.join(words_in_all('dates', 'beside'))}) ", re.IGNORECASE)
TIME_OF_DAY = re.compile(
    r"[T ]{1,3}\d{1,2}[:h]\d{2}(:\d{2}(\.\d{1,9})?)?( ?[AP]M)?( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$", re.IGNORECASE
)
WEEKDAY = re.compile(r"([^\W\d_]{2,20})[.,]? (?=.)")
WEEKDAY_BEHIND = re.compile(r",? ?\(?([^\W\d_]{1,20})\.?\)?$")
ERA = re.compile(rf" ?(?:{ERAS})\.?$", re.IGNORECASE)
NAME, GAP, YEAR, DAY = r"([^\W\d_][^\d/]{0,20}?)", r"[-/., ']{1,3}", r"(\d{4}|\d{2})", rf"(\d{{1,2}})(?:{ORDINALS})?"
YEAR_FIRST = re.compile(r"(\d{4})( ?[-/.] ?| )(\d{1,2})\2(\d{1,2})\.?|(\d{4})(\d{2})(\d{2})")
# As in East Asia, where a letter follows each number.
WITH_LETTERS = re.compile(r"(\d{4}) ?[^\W\da-z_] ?(\d{1,2}) ?[^\W\da-z_] ?(\d{1,2})(?: ?[^\W\da-z_])?", re.IGNORECASE)
DAY_OF_WEEK = re.compile(r"\d{4}-?W\d{2}-?[1-7]", re.IGNORECASE)
DAY_MONTH_YEAR = re.compile(rf"{DAY}{GAP}{NAME}{GAP}{YEAR}", re.IGNORECASE)
MONTH_DAY_YEAR = re.compile(rf"{NAME}{GAP}{DAY}{GAP}{YEAR}", re.IGNORECASE)
YEAR_MONTH_DAY = re.compile(rf"(\d{{4}}){GAP}{NAME}{GAP}{DAY}", re.IGNORECASE)
IN_DIGITS = re.compile(r"(\d{1,2})( ?[-/.] ?| )(\d{1,2})\2(\d{4}|\d{2})\.?")
SERIAL = re.compile(r"(\d{5})(?:[.,]\d{1,15})?")

DOUBT = _("This can be {first} or {second}. Write it as 2026-03-02.")

NO_YEAR = _("This date has no year. Write it as 2026-03-02.")
OTHER_CALENDAR = _("The year {year} is of another calendar. Write the day of the Gregorian one, as 2026-03-02.")
# Years of the Islamic, the Persian and the Buddhist calendar that are near to ours.
OTHER_YEAR = re.compile(r"(?<!\d)(?:13[5-9]\d|14\d\d|25[5-9]\d)(?!\d)")
# With this year every day and month is a date.
LEAP_YEAR = 2028

# What a date in digits can mean, by what stands first in it: "day", "month", or "year".
Readings = Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a column writes dates in digits: for each way, a date that can only be read in this way, or "".

    With two of them the column cannot be read.
    """

    day_first: str = ""
    month_first: str = ""
    year_first: str = ""

    @property
    def proofs(self) -> dict[str, str]:
        """The ways that are proven, each with its proof."""
        found = {"day": self.day_first, "month": self.month_first, "year": self.year_first}
        return {way: cell for way, cell in found.items() if cell}


def notation_of(cells: Iterable[str]) -> Notation:
    """Look through a column for dates that can only be read in one way: one of them settles all others."""
    proofs: dict[str, str] = {}
    for cell in dict.fromkeys(cells):
        readings = readings_of(bare(cell))
        if len(readings) == 1:
            proofs.setdefault(f"{next(iter(readings))}_first", cell)
    return Notation(**proofs)


@lru_cache(maxsize=REMEMBERED)
def read_date(cell: str, notation: Notation) -> date:
    """Return the date that a cell means in its column; raises InvalidAnswer where there is none, or a doubt."""
    written = bare(cell)
    readings = readings_of(written)
    found = settled(readings, notation) if readings else plain_date(written)
    if found is None:
        raise unread(written)
    return found


def unread(written: str) -> InvalidAnswer:
    """Return the complaint about a cell that is no date, or only half of one."""
    if found := OTHER_YEAR.search(written):
        return InvalidAnswer(OTHER_CALENDAR, year=found[0])
    if any(plain_date(full) or readings_of(full) for full in with_a_year(written)):
        return InvalidAnswer(NO_YEAR)
    return InvalidAnswer(_("This date cannot be read. Write it as 2026-03-02 or 02-Mar-2026."))


def with_a_year(written: str) -> Iterator[str]:
    """Yield what a day and a month would be with a year behind them."""
    yield from (f"{written.rstrip('./ ')}{mark}{LEAP_YEAR}" for mark in " ./")


def settled(readings: Readings, notation: Notation) -> date | None:
    """Choose among several readings as the column does; raises InvalidAnswer where it does not, or has both."""
    different = sorted(set(readings.values()), reverse=True)
    if len(readings) > 1 and len(different) == 1:
        return different[0]
    if len(notation.proofs) > 1:
        raise written_both_ways(notation)
    if len(readings) == 1:
        return different[0]
    if not notation.proofs:
        raise InvalidAnswer(DOUBT, first=readings[min(readings)], second=readings[max(readings)])
    return readings.get(next(iter(notation.proofs)))


def written_both_ways(notation: Notation) -> InvalidAnswer:
    """Return the complaint about a column whose dates prove two ways of writing, with a proof of each."""
    first, second, *_others = map(one_line, notation.proofs.values())
    if notation.year_first:
        several = _("The file writes dates in several ways, as {first} and as {second}. Write 2026-03-02.")
        return InvalidAnswer(several, first=first, second=second)
    both = _("The file writes dates both ways: {day} has the day first, {month} the month. Write 2026-03-02.")
    return InvalidAnswer(both, day=first, month=second)


def bare(cell: str) -> str:
    """Return a written date in Latin digits, without the day of the week, the time of day and the era."""
    usual = unicodedata.normalize("NFKC", latin_digits(one_line(cell))).translate(HYPHENS)
    written = ERA.sub("", TIME_OF_DAY.sub("", BESIDE.sub("", usual.strip("'\""))))
    weekday = WEEKDAY.match(written)
    if weekday and is_weekday(weekday[1]):
        return written[weekday.end() :]
    behind = WEEKDAY_BEHIND.search(written)
    return written[: behind.start()] if behind and is_weekday(behind[1]) else written


def readings_of(written: str) -> Readings:
    """Return the readings of a date in digits that does not begin with a year of four digits."""
    found = IN_DIGITS.fullmatch(written)
    if not found:
        return {}
    first, mark, second, third = found.groups()
    ways = {"day": (third, second, first), "month": (third, first, second)}
    # Some countries write years in two digits first, with hyphens.
    if mark.strip() == "-" and len(first) == len(third) == 2:
        ways["year"] = (first, second, third)
    readings = {way: day(full_year(year), int(month), int(of_month)) for way, (year, month, of_month) in ways.items()}
    return {way: found for way, found in readings.items() if found is not None}


def plain_date(written: str) -> date | None:
    """Return a date that can be read in one way only: with the year first, the month's name, or as days counted."""
    if found := YEAR_FIRST.fullmatch(written):
        year, month, of_month = found[1] or found[5], found[3] or found[6], found[4] or found[7]
        return day(int(year), int(month), int(of_month))
    if found := WITH_LETTERS.fullmatch(written):
        return day(int(found[1]), int(found[2]), int(found[3]))
    if DAY_OF_WEEK.fullmatch(written):
        return day_of_week(written.upper())
    if found := DAY_MONTH_YEAR.fullmatch(written):
        return named_day(found[3], found[2], found[1])
    if found := MONTH_DAY_YEAR.fullmatch(written):
        return named_day(found[3], found[1], found[2])
    if found := YEAR_MONTH_DAY.fullmatch(written):
        return named_day(found[1], found[2], found[3])
    if (found := SERIAL.fullmatch(written)) and int(found[1]) in SERIALS:
        return DAY_ZERO + timedelta(days=int(found[1]))
    return None


def named_day(year: str, month: str, of_month: str) -> date | None:
    """Return the date with a month's name, if that is one."""
    return day(full_year(year), month_named(month), int(of_month))


def day_of_week(written: str) -> date | None:
    """Return the date that is written as the day of a week, as in 2026-W10-1."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return day(found.year, found.month, found.day)


def full_year(year: str) -> int:
    """Return a year in four digits; 0, which is none, for two digits that cannot be a year."""
    if len(year) == len("2026"):
        return int(year)
    return 2000 + int(year) if int(year) in SHORT_YEARS else 0


def day(year: int, month: int, day_of_month: int) -> date | None:
    """Return a date, if there is such a day in a year that an order can have."""
    try:
        found = date(year, month, day_of_month)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
