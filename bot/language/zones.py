"""Time zones: found by any usual name, in every language that we speak; kept by their IANA name."""

import re
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.countries import countries_called
from bot.language.folders import words_in_all
from bot.language.offsets import minutes_ahead, zone_ahead
from bot.language.typed import folded
from bot.language.zone_names import (
    NO_PLACES,
    WINTER,
    cities_of_neighbours,
    is_zone,
    key_of,
    newer,
    steady_zones,
    zones_by_name,
)

# How near a word has to be to a name to be offered as a question; see tests/data.
NEAR = 0.79
FEWEST_LETTERS = 5
# Windows shows "(UTC+03:00) Kuwait; Riyadh" and stores "Arab Standard Time".
SHOWN_BY_WINDOWS = re.compile(
    r"(?:\((?P<offset>(?:utc|gmt)[^)]*)\)|(?P<bare>(?:utc|gmt) ?[+−-] ?[\d:]{1,5})(?= )) {0,5}(?P<places>.*)",
    re.IGNORECASE,
)
BETWEEN_PLACES = re.compile("[;,/،؛]")
IN_BRACKETS = re.compile(r"\([^()]{0,100}\)")
BETWEEN_COUNTRIES = re.compile("[&,;،]")
LONGEST_CODE_SAID = 5


def zone_called(words: str) -> str:
    """Return the IANA name of the time zone that is meant; "" for none."""
    if is_zone(words) and words.startswith(NO_PLACES):
        return "UTC" if ZoneInfo(words).utcoffset(WINTER) == timedelta(0) else words
    found = zone_shown_by_windows(words) or zone_of_offset(words) or zone_of_place(words)
    return found or zone_in_countries(words) or zone_in_countries(with_country_in_brackets(words))


def zone_in_countries(words: str) -> str:
    """Return the zone of a name with its countries in brackets, as in *Eastern Time (US & Canada)*; "" for none."""
    zone = zone_of_place(IN_BRACKETS.sub("", words))
    named = (part.strip("() ") for bracket in IN_BRACKETS.findall(words) for part in BETWEEN_COUNTRIES.split(bracket))
    return zone if any(country_of_zone(zone) in countries_called(name) for name in named) else ""


def with_country_in_brackets(words: str) -> str:
    """Return a place with its country as it stands in lists: *Paris (France)* for *Paris, France*."""
    *place, country = BETWEEN_PLACES.split(words)
    return f"{' '.join(place)} ({country.strip()})" if place else words


def zone_near(words: str) -> str:
    """Return the zone whose name somebody may have mistyped; "" for none."""
    near = process.extractOne(key_of(words), names_to_mistype(), scorer=OSA.normalized_similarity, score_cutoff=NEAR)
    return zones_by_name()[near[0]] if near else ""


def zone_of_place(words: str) -> str:
    """Return the zone of a place or of a country that has only one, said as such or as *Riyadh time*; "" for others."""
    key = key_of(words)
    bare = " ".join(word for word in key.split() if word not in words_beside_places())
    # What is left of *heure de l'Est* is no code of Estonia.
    country = bare if bare == key or len(bare) > LONGEST_CODE_SAID else ""
    ours = zones_by_name().get(key, "") or zones_by_name().get(bare, "") or zone_of_country(country)
    return ours or cities_of_neighbours().get(key, "") or cities_of_neighbours().get(bare, "")


def zone_of_country(name: str) -> str:
    found = countries_called(name)
    return only_zone_of(next(iter(found))) if len(found) == 1 else ""


def words_beside_places() -> frozenset[str]:
    """Return the words with which the time of a place is spoken of."""
    return frozenset(map(folded, words_in_all("articles", "zones")))


def zone_shown_by_windows(words: str) -> str:
    """Return the zone of an entry in a list of Windows: the first place in it that we know, else its offset."""
    shown = SHOWN_BY_WINDOWS.fullmatch(words.strip())
    if not shown:
        return ""
    places = map(key_of, BETWEEN_PLACES.split(IN_BRACKETS.sub("", shown["places"])))
    known = next((zones_by_name()[place] for place in places if place in zones_by_name()), "")
    offset = shown["offset"] or shown["bare"]
    return known or zone_of_offset(offset) or zones_by_name().get(key_of(offset), "")


def zone_of_offset(words: str) -> str:
    """Return the zone with this difference from UTC in summer and in winter; "" where there is none."""
    minutes = minutes_ahead(words)
    if minutes is None:
        return ""
    return zone_ahead(minutes) or steady_zones().get(minutes, "")


@cache
def only_zone_of(country: str) -> str:
    """Return the time zone of a country that has just one; "" for any other."""
    zones = {newer(zone) for zone, territory in get_global("zone_territories").items() if territory == country}
    return next(filter(is_zone, zones), "") if len(zones) == 1 else ""


def country_of_zone(zone: str) -> str:
    """Return the code of the country after one of whose places a time zone is named; "" for others, such as UTC."""
    return str(get_global("zone_territories").get(zone, ""))


def names_to_mistype() -> list[str]:
    """Return the names that are long enough to be known in spite of a slip."""
    return [name for name in zones_by_name() if len(name) >= FEWEST_LETTERS and not any(map(str.isdigit, name))]
