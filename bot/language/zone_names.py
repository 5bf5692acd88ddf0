"""Names of time zones.

tzdata has places, and what they were called before; CLDR has cities and zones in each language, and Windows' names; we
add large cities that neither has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot.language.folders import LANGUAGES, meanings, words_for
from bot.language.neighbours import in_one_meaning, neighbours
from bot.language.typed import folded

STANDARD = " standard time"
# Short names that mean one thing here and another there: Arabia and Halifax; India, Israel and Ireland.
NAMES_OF_SEVERAL = frozenset({"ast", "ist"})
# Where CLDR has one name for several zones, one of them stands for all. Mostly it is the zone of the same name in
# Windows; for these there is none, and Babel leaves out the table of CLDR that would say.
STANDS_FOR_ALL = {
    "Africa_Central": "Africa/Maputo",
    "Brasilia": "America/Sao_Paulo",
    "Europe_Eastern": "Europe/Athens",
    "Europe_Western": "Europe/Lisbon",
    "GMT": "UTC",
    "Moscow": "Europe/Moscow",
}
# Shorter words are codes, or words of ours, rather than cities as the neighbours call them.
FEWEST_LETTERS = 4
NO_PLACES = ("Etc/", "posix/", "right/", "SystemV/")
# Names for the machine's own zone, set and not set yet: nobody who writes to us means either.
OF_THE_MACHINE = frozenset({"localtime", "Factory"})
WINTER, SUMMER = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC)
NO_LETTERS = re.compile(r"[^\w]+")


def is_zone(name: str) -> bool:
    """Return whether this is a time zone that the machine knows."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return bool(name)


@cache
def zones_by_name() -> dict[str, str]:
    """Return every zone by its names, as names are compared; what is more usual comes later, and wins."""
    ours = {key_of(city): zone for city, zone in meanings("cities").items()}
    places = {key_of(zone): zone for zone in sorted(places_of_tzdata())}
    last_parts = {key_of(zone.rpartition("/")[2]): zone for zone in sorted(places_of_tzdata())}
    zones = (begun_by_windows(), old_names(), names_of_cldr(), windows_names())
    cities = (last_parts, cities_of_cldr(), ours, places, {"utc": "UTC"})
    return {name: zone for names in (*zones, *cities) for name, zone in names.items()}


@cache
def places_of_tzdata() -> frozenset[str]:
    """Return the zones that have a place of their own in a country."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[2] for line in lines if not line.startswith("#")) & available_timezones()


def old_names() -> dict[str, str]:
    """Return what zones were called before, such as Asia/Calcutta or US/Eastern, each with its city alone as well."""
    others = sorted(available_timezones() - places_of_tzdata() - OF_THE_MACHINE)
    names = [name for name in others if not name.startswith(NO_PLACES)]
    whole = {key_of(name): newer(name) for name in names}
    return {key_of(name.rpartition("/")[2]): newer(name) for name in names if "/" in name} | whole


def as_place(zone: str) -> str:
    """Return UTC by its usual name, and any other zone as it is."""
    return "UTC" if zone in {"Etc/UTC", "Etc/GMT"} else zone


@cache
def windows_names() -> dict[str, str]:
    """Return the zones of Windows by the names under which it stores them."""
    return {key_of(name): newer(zone) for name, zone in get_global("windows_zone_mapping").items()}


def begun_by_windows() -> dict[str, str]:
    """Return the zones of Windows by the beginnings of their names, where these are several words."""
    begun = {name.removesuffix(STANDARD): zone for name, zone in windows_names().items()}
    return {name: zone for name, zone in begun.items() if " " in name}


def names_of_cldr() -> dict[str, str]:
    """Return the zones that go by a name of their own, such as Pacific Time or CET, in our languages."""
    return {
        key_of(name): stands_for_all()[meta]
        for locale in locales_of_zones()
        for meta, names in locale.meta_zones.items()
        if meta in stands_for_all()
        for length in ("long", "short")
        for name in (names.get(length) or {}).values()
        if name and any(map(str.isalpha, name)) and key_of(name) not in NAMES_OF_SEVERAL
    }


def locales_of_zones() -> Iterator[Locale]:
    """Yield every language, alone and as spoken in regions that have short names of their own for time zones."""
    for language in LANGUAGES:
        yield from (Locale(language, region) for region in words_for("regions", "zones", language))
        yield Locale.parse(language)


@cache
def stands_for_all() -> dict[str, str]:
    """Return, for each name that CLDR gives to a group of zones, the place that stands for them all."""
    windows = {newer(zone): name for name, zone in get_global("windows_zone_mapping").items()}
    found: dict[str, str] = {}
    for zone, meta in sorted(
        get_global("meta_zones").items(), key=lambda each: rank(windows.get(newer(each[0]), ""), each[1])
    ):
        found.setdefault(meta, newer(zone))
    return found | STANDS_FOR_ALL


def rank(windows: str, meta: str) -> tuple[bool, bool, int]:
    """Sort zones of one name by how well Windows' name for them fits it: the plainest first."""
    fits = any(word in meta.split("_") for word in windows.split())
    return (not windows, not fits, len(windows))


def cities_of_cldr() -> dict[str, str]:
    """Return the zones by their cities, in our languages."""
    return {
        key_of(names["city"]): newer(zone)
        for language in LANGUAGES
        for zone, names in Locale.parse(language).time_zones.items()
        if "city" in names and newer(zone) in places_of_tzdata()
    }


@cache
def cities_of_neighbours() -> Mapping[str, str]:
    """Return the zones by their cities as the neighbours call them, such as Wien; read when no other name is known."""
    named = ((key_of(name), newer(zone)) for each in neighbours() for zone, name in each.cities.items())
    return in_one_meaning(
        (name, zone) for name, zone in named if zone in places_of_tzdata() and len(name) >= FEWEST_LETTERS
    )


@cache
def newer(zone: str) -> str:
    """Return the present name of a zone: CLDR keeps the first one that it had, such as Asia/Calcutta."""
    return zone if zone in places_of_tzdata() else as_place(links_of_tzdata().get(zone, zone))


@cache
def links_of_tzdata() -> Mapping[str, str]:
    """Return the present names of zones that used to have another."""
    lines = files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text(encoding="utf-8").splitlines()
    return {line.split()[2]: line.split()[1] for line in lines if line.startswith("L ")}


@cache
def steady_zones() -> dict[int, str]:
    """Return, for each difference from UTC that is not a whole number of hours, a zone that has it all year."""
    windows = [newer(zone) for zone in get_global("windows_zone_mapping").values()]
    return {minutes: zone for zone, minutes in steady(reversed(windows)) if minutes % 60}


@cache
def city_of(zone: str, language: str) -> str:
    """Return the city of a zone in a language, where that leads back to this very zone; else the zone's own name."""
    names = Locale.parse(language).time_zones
    before = (old for old, new in links_of_tzdata().items() if new == zone)
    cities = [names[each]["city"] for each in (zone, *before) if "city" in names.get(each, {})]
    by_itself = zone.rpartition("/")[2].replace("_", " ")
    return next((each for each in (*cities, by_itself) if zones_by_name().get(key_of(each)) == newer(zone)), zone)


def steady(zones: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the zones whose clocks never change, with how many minutes they are ahead of UTC."""
    for zone in filter(is_zone, zones):
        winter, summer = (ZoneInfo(zone).utcoffset(moment) for moment in (WINTER, SUMMER))
        if winter is not None and winter == summer:
            yield zone, int(winter.total_seconds()) // 60


def key_of(name: str) -> str:
    """Return a name as names of zones are compared: folded words."""
    return " ".join(NO_LETTERS.sub(" ", folded(name).replace("_", " ")).split())
