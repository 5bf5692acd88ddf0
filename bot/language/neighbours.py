"""The neighbours: languages that we do not speak, although files are sent here that are written in them.

CLDR has their names of countries, cities, months and days. All of them are read when the first word comes that none of
our languages knows: that takes a tenth of a second, and 25 megabytes, since Babel keeps what it has read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from babel import Locale

from bot.language.calendar_words import names_of_months, names_of_weekdays
from bot.language.folders import words_in_all

Meaning = TypeVar("Meaning")

# CLDR also names parts of the world, by numbers of three digits.
CODE = 2


@dataclass(frozen=True, slots=True)
class TheirWords:
    """The names in one of these languages: of countries by their codes, of months with their numbers, of weekdays.

    Cities are those that CLDR has: after which a time zone is named, by that zone.
    """

    countries: Mapping[str, str]
    cities: Mapping[str, str]
    months: tuple[tuple[str, int], ...]
    weekdays: tuple[str, ...]


@cache
def neighbours() -> tuple[TheirWords, ...]:
    """Return the names in each of these languages."""
    return tuple(map(read, words_in_all("neighbours", "languages")))


def read(language: str) -> TheirWords:
    """Read the names in a language."""
    locale = Locale.parse(language)
    countries = {code: name for code, name in locale.territories.items() if len(code) == CODE}
    cities = {zone: names["city"] for zone, names in locale.time_zones.items() if "city" in names}
    return TheirWords(countries, cities, tuple(names_of_months(locale)), tuple(names_of_weekdays(locale)))


def in_one_meaning(names: Iterable[tuple[str, Meaning]]) -> Mapping[str, Meaning]:
    """Return what each name means, without those that mean another thing in another language."""
    meant = defaultdict[str, set[Meaning]](set)
    for name, meaning in names:
        meant[name].add(meaning)
    return {name: meanings.pop() for name, meanings in meant.items() if len(meanings) == 1}
