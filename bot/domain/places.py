"""Countries and time zones as people write them: taken, or questioned with what may have been meant.

A name that several have, or that only resembles what was written, is never taken without being confirmed.
"""

from collections.abc import Iterable
from functools import lru_cache, partial

from bot.errors import InvalidAnswer
from bot.language.countries import (
    countries_among,
    countries_before_or_after,
    countries_called,
    countries_near,
    country_name,
)
from bot.language.texts import Texts, _
from bot.language.zones import zone_called, zone_near


@lru_cache(maxsize=1024)
def country_named(words: str) -> str:
    """Return the code of the country that is meant, by any usual name or code. Raises InvalidAnswer."""
    found = countries_called(words)
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise InvalidAnswer(
            _("That can be {countries}. Which one do you mean?"), countries=partial(either, sorted(found))
        )
    near = countries_perhaps_meant(words)
    if near:
        unknown = _("Unknown country or region. Did you mean {country}?")
        raise InvalidAnswer(unknown, country=partial(either, near))
    raise InvalidAnswer(_("Unknown country or region. Give its name or its two-letter code, such as SA."))


@lru_cache(maxsize=1024)
def countries_meant(words: str) -> tuple[str, ...]:
    """Return the codes of the countries that ambiguous words may mean: to be asked about, never taken.

    Nothing is returned for the name of a single country, nor for words that resemble none.
    """
    found = countries_called(words)
    if found:
        return tuple(sorted(found)) if len(found) > 1 else ()
    return tuple(countries_perhaps_meant(words)) if words else ()


def countries_perhaps_meant(words: str) -> list[str]:
    """Return the countries that may be meant by words that are no country's name."""
    return countries_among(words) or countries_near(words) or countries_before_or_after(words)


@lru_cache(maxsize=1024)
def zone_named(words: str) -> str:
    """Return the IANA name of the time zone that is meant, by any usual name. Raises InvalidAnswer."""
    found = zone_called(words)
    if found:
        return found
    near = zone_near(words)
    if near:
        raise InvalidAnswer(_("Unknown time zone. Did you mean {zone}?"), zone=partial(zone_words, near))
    raise InvalidAnswer(_("Unknown time zone. Enter a city, such as Riyadh, or an offset, such as UTC+3."))


def zone_words(zone: str, t: Texts) -> str:
    """Return a time zone as people say it."""
    return t.zone(zone)


def either(codes: Iterable[str], t: Texts) -> str:
    """List countries as alternatives, joined by "or"."""
    return t.listing((country_name(code, t) for code in codes), "or")
