"""Dates as files write them: ISO, with the month's name, or in digits whose order the column itself settles."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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

# In two digits only these years are told from days, and from years of birth and of the last century.
SHORT_YEARS = range(15, 70)
# Days as a spreadsheet counts them, shown as bare numbers where a column lost its format: those of this century.
DAY_ZERO, SERIALS = date(1899, 12, 30), range(36_526, 73_051)

# What is said beside a date, as in the 3rd of March, or le 3 mars.
BESIDE = re.compile(rf"(?<!\S)(?:{'|'.join(words_in_all('dates', 'beside'))}) ", re.IGNORECASE)
TIME_OF_DAY = re.compile(
    r"[T ]{1,3}\d{1,2}[:h]\d{2}(:\d{2}(\.\d{1,9})?)?( ?[AP]M)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$", re.IGNORECASE
)
WEEKDAY = re.compile(r"([^\W\d_]{2,20})[.,]? (?=.)")
NAME, GAP, YEAR, DAY = r"([^\W\d_][^\d/]{0,20}?)", r"[-/., ]{1,3}", r"(\d{4}|\d{2})", rf"(\d{{1,2}})(?:{ORDINALS})?"
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
DAY_MONTH_YEAR = re.compile(rf"{DAY}{GAP}{NAME}{GAP}{YEAR}", re.IGNORECASE)
MONTH_DAY_YEAR = re.compile(rf"{NAME}{GAP}{DAY}{GAP}{YEAR}", re.IGNORECASE)
YEAR_MONTH_DAY = re.compile(rf"(\d{{4}}){GAP}{NAME}{GAP}{DAY}", re.IGNORECASE)
IN_DIGITS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
SERIAL = re.compile(r"(\d{5})(?:\.\d{1,15})?")

DOUBT = _("This can be {first} or {second}. Write it as 2026-03-02.")

# What a date in digits can mean, by what stands first in it: "day", "month", or "year".
Readings = Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a column writes dates in digits: of each way a date that can be read in this way only, or "".

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
    """Look through a column for dates that can be read in one way only: one of them settles all others."""
    proofs: dict[str, str] = {}
    for cell in cells:
        readings = readings_of(bare(cell))
        if len(readings) == 1:
            proofs.setdefault(f"{next(iter(readings))}_first", cell)
    return Notation(**proofs)


def read_date(cell: str, notation: Notation) -> date:
    """Return the date that a cell means in its column; raises InvalidAnswer where there is none, or a doubt."""
    written = bare(cell)
    readings = readings_of(written)
    found = settled(readings, notation) if readings else plain_date(written)
    if found is None:
        raise InvalidAnswer(_("This is not a date we can read. Write it as 2026-03-02 or 02-Mar-2026."))
    return found


def settled(readings: Readings, notation: Notation) -> date | None:
    """Choose among several readings as the column does; raises InvalidAnswer where it does not, or does both."""
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
    """Return a written date in Latin digits, without the day of the week and the time of day."""
    written = TIME_OF_DAY.sub("", BESIDE.sub("", latin_digits(one_line(cell))))
    weekday = WEEKDAY.match(written)
    return (
        written[weekday.end() :] if weekday and folded(weekday[1]) in weekdays() - months_by_name().keys() else written
    )


def readings_of(written: str) -> Readings:
    """Return the readings of a date in digits whose year does not tell itself by four digits in front."""
    found = IN_DIGITS.fullmatch(written)
    if not found:
        return {}
    first, mark, second, third = found.groups()
    ways = {"day": (third, second, first), "month": (third, first, second)}
    # Some countries write years in two digits first, with hyphens.
    if mark == "-" and len(first) == len(third) == 2:
        ways["year"] = (first, second, third)
    readings = {way: day(full_year(year), int(month), int(of_month)) for way, (year, month, of_month) in ways.items()}
    return {way: found for way, found in readings.items() if found is not None}


def plain_date(written: str) -> date | None:
    """Return a date that can be read in one way only: with the year first, the month's name, or as days counted."""
    if found := YEAR_FIRST.fullmatch(written):
        year, month, of_month = found[1] or found[5], found[3] or found[6], found[4] or found[7]
        return day(int(year), int(month), int(of_month))
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
    return day(full_year(year), months_by_name().get(folded(month).rstrip("."), 0), int(of_month))


def full_year(year: str) -> int:
    """Return a year of four digits; 0, which is none, for two that tell no year."""
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


@cache
def weekdays() -> frozenset[str]:
    """Return the folded names of the days of the week, whole and abbreviated."""
    return frozenset(
        folded(name).rstrip(".")
        for locale in locales_of_months()
        for length in ("wide", "abbreviated")
        for name in locale.days["format"][length].values()
    )


def locales_of_months() -> Iterable[Locale]:
    """Yield every language, and its forms in the regions that have other names for months."""
    for language in LANGUAGES:
        yield Locale.parse(language)
        yield from (Locale(language, region) for region in words_for("regions", "months", language))
