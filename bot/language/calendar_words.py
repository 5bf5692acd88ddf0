"""The names of months and days of the week in a language, from CLDR."""

from collections.abc import Iterator

from babel import Locale

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
