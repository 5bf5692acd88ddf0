"""The names of months and days of the week in a language, from CLDR."""

from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

from bot.language.answers import in_plain_form
from bot.language.folders import LANGUAGES

LENGTHS = ("wide", "abbreviated")


def names_of_months(locale: Locale) -> Iterator[tuple[str, int]]:
    """Yield each name of each month: within a date, and by itself."""
    for context in ("format", "stand-alone"):
        for length in LENGTHS:
            for number, name in locale.months[context][length].items():
                yield name, number


def names_of_weekdays(locale: Locale) -> Iterator[str]:
    """Yield each name of each day of the week."""
    for length in (*LENGTHS, "short"):
        yield from locale.days["format"][length].values()


def weekdays_in(words: str) -> set[int]:
    """Return the days of the week that words name in full, in any of our languages; Monday is 0."""
    said = f" {in_plain_form(words)} "
    return {number for name, number in weekdays_by_name().items() if f" {name} " in said}


@cache
def weekdays_by_name() -> Mapping[str, int]:
    """Return the days of the week by their names in our languages. Shortened, some would be other words: mon, sun."""
    named = (Locale.parse(language).days["format"]["wide"] for language in LANGUAGES)
    return {in_plain_form(name): number for names in named for number, name in names.items()}
