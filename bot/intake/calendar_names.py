"""Names of months and days of the week, in our languages and in those of the neighbours."""

from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

from bot.language.calendar_words import names_of_months, names_of_weekdays
from bot.language.folders import LANGUAGES, meanings, words_for
from bot.language.neighbours import in_one_meaning, neighbours
from bot.language.typed import folded


def month_named(name: str) -> int:
    """Return the number of the month with this name, in full or abbreviated; 0 where there is none."""
    key = key_of(name)
    return months_by_name().get(key) or neighbours_months().get(key, 0)


def is_weekday(name: str) -> bool:
    """Return whether a name is that of a day of the week, and not also of a month."""
    key = key_of(name)
    if key in months_by_name():
        return False
    return key in weekdays() or (key not in neighbours_months() and key in neighbours_weekdays())


@cache
def months_by_name() -> dict[str, int]:
    """Return the months of our languages by their folded names."""
    ours = {name: int(number) for name, number in meanings("months").items()}
    return ours | {key_of(name): number for locale in our_locales() for name, number in names_of_months(locale)}


@cache
def weekdays() -> frozenset[str]:
    """Return the folded names of the days of the week in our languages."""
    return frozenset(key_of(name) for locale in our_locales() for name in names_of_weekdays(locale))


@cache
def neighbours_months() -> Mapping[str, int]:
    return in_one_meaning((key_of(name), number) for each in neighbours() for name, number in each.months)


@cache
def neighbours_weekdays() -> frozenset[str]:
    return frozenset(key_of(name) for each in neighbours() for name in each.weekdays)


def key_of(name: str) -> str:
    """Return a name as names of months and days are compared."""
    return folded(name).rstrip(".")


def our_locales() -> Iterable[Locale]:
    """Yield every language, and its forms in the regions that have other names for months."""
    for language in LANGUAGES:
        yield Locale.parse(language)
        yield from (Locale(language, region) for region in words_for("regions", "months", language))
