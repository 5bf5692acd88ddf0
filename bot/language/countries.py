"""Countries and regions: by any usual name or code, in every language that we speak; known by ISO 3166 alpha-2."""

import gettext
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pycountry
from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.folders import LANGUAGES, words_for, words_of
from bot.language.neighbours import in_one_meaning, neighbours
from bot.language.texts import Texts
from bot.language.typed import folded

# CLDR also lists unions, outlying parts that have no code of their own, and placeholders.
CODES = frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}
# How near a word has to be to a name to be offered as a question: one slip in five letters. tests/data has the words
# with which this was measured.
NEAR = 0.79
FEWEST_LETTERS = 5
MOST_OFFERED = 3
# More words than these are no name of a country with a place beside it.
MOST_WORDS = 12
AND = re.compile(r"&|\+")
BETWEEN_NAMES = re.compile("[-,،;/()–—]")
CODE = 2
# A flag is written as the two letters of its country's code.
FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
NO_LETTERS = re.compile(r"[^\w]+")
SAINT = re.compile(r"\bst\b")


def countries_called(words: str) -> frozenset[str]:
    """Return the codes of the countries that have a name, a code or a flag; most names have one."""
    flag = words.strip()
    if flag and all(letter in FLAG_LETTERS for letter in flag):
        words = "".join(chr(ord(letter) - ord(FLAG_LETTERS[0]) + ord("A")) for letter in flag)
    return countries_by_name().get(key_of(turned(words))) or called_twice(words) or called_by_neighbours(words)


def called_by_neighbours(words: str) -> frozenset[str]:
    """Return the country that has this name in a language that we do not speak, as in *Rumänien*."""
    code = neighbours_countries().get(key_of(words))
    return frozenset({code} if code else ())


def called_twice(words: str) -> frozenset[str]:
    """Return the country that is named with its code beside it, as in *France (FR)* and *SA - Saudi Arabia*."""
    parts = [part for part in BETWEEN_NAMES.split(words) if part.strip()]
    found = {countries_by_name().get(key_of(turned(part)), frozenset()) for part in parts}
    is_coded = any(part.strip() in CODES for part in parts)
    return found.pop() if is_coded and len(parts) > 1 and len(found) == 1 else frozenset()


def countries_among(words: str) -> list[str]:
    """Return the countries that are named beside something else, as in *Dubai, UAE*: to be asked about, never taken."""
    parts = [part.strip() for part in BETWEEN_NAMES.split(words)]
    return countries_of(part for part in parts if len(parts) > 1 and (len(part) > CODE or part.isupper()))


def countries_before_or_after(words: str) -> list[str]:
    """Return the countries that words begin or end with, as in *Dubai UAE*: to be asked about, never taken.

    A code of three letters counts in capitals alone, for some are words: ARE stands for the Emirates.
    """
    each = BETWEEN_NAMES.sub(" ", words).split()[:MOST_WORDS]
    sizes = range(len(each) - 1, 0, -1)
    parts = [" ".join(part) for size in sizes for part in (each[:size], each[-size:])]
    return countries_of(part for part in parts if part.isupper() or (len(part) > CODE and not is_long_code(part)))


def countries_of(names: Iterable[str]) -> list[str]:
    """Return the countries that have one of these names, in the order of the names."""
    return list(dict.fromkeys(code for name in names for code in sorted(countries_called(name))))[:MOST_OFFERED]


def is_long_code(word: str) -> bool:
    """Return whether a word is the three-letter code of a country."""
    return pycountry.countries.get(alpha_3=word.upper()) is not None


def countries_near(words: str) -> list[str]:
    """Return the countries with a name that somebody may have mistyped so, nearest first.

    The first letter is the one that people hardly mistype: a name with another is another, such as Manama and Panama.
    """
    wanted = key_of(words)
    names = [name for name in names_to_mistype() if name[:1] == wanted[:1]]
    found = process.extract(wanted, names, scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=MOST_OFFERED * 4)
    codes = [code for name, _score, _at in found for code in sorted(countries_by_name()[name])]
    return list(dict.fromkeys(codes))[:MOST_OFFERED]


def is_country(code: str) -> bool:
    """Return whether this is the code under which a country is stored."""
    return code in CODES


def country_name(code: str, t: Texts) -> str:
    """Return a country as its readers call it; the code itself when it is unknown."""
    return str(t.locale.territories.get(code, code))


@cache
def countries_by_name() -> dict[str, frozenset[str]]:
    """Return which countries have a name, by the name as names are compared.

    Our own words win over those of the libraries: they say where a name that one country has officially is used for
    several, such as Korea.
    """
    found = defaultdict[str, set[str]](set)
    for code, name in (*names_of_libraries(), *((code, code) for code in CODES)):
        found[key_of(name)].add(code)
    ours = {
        key_of(name): frozenset(codes.split())
        for language in LANGUAGES
        for codes, names in words_of(language).get("countries", {}).items()
        for name in names
    }
    known = {name: frozenset(codes) for name, codes in found.items()} | ours
    return {bare: known[key_of(name)] for name in names_with_article() for bare in without_article(name)} | known


@cache
def neighbours_countries() -> Mapping[str, str]:
    """Return the countries by the names that neighbours give them."""
    return in_one_meaning(
        (key_of(name), code)
        for each in neighbours()
        for code, name in each.countries.items()
        if code in CODES and name != code
    )


def names_with_article() -> list[str]:
    """Return every name as it is written: folded, the first letters of *Almania* would look like an article."""
    ours = (
        name for language in LANGUAGES for names in words_of(language).get("countries", {}).values() for name in names
    )
    return [*(name for _code, name in names_of_libraries()), *ours]


def without_article(name: str) -> list[str]:
    """Return a name without an article that is written as one word with it; nothing for one that has none."""
    articles = (each for language in LANGUAGES for each in words_for("articles", "joined", language))
    return [key_of(name.removeprefix(each)) for each in articles if name.startswith(each)]


def names_to_mistype() -> list[str]:
    """Return the names that are long enough to be known in spite of a slip."""
    return [name for name in countries_by_name() if len(name) >= FEWEST_LETTERS]


def names_of_libraries() -> Iterator[tuple[str, str]]:
    """Yield every country with each name that CLDR or ISO 3166 has for it in our languages."""
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in CODES:
                yield code, name
        translated = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True).gettext
        for country in pycountry.countries:
            for name in official_names(country):
                yield country.alpha_2, turned(translated(name))
                yield country.alpha_2, turned(name)


def official_names(country: object) -> list[str]:
    """Return what ISO 3166 calls a country, its three-letter code among it."""
    kinds = ("name", "official_name", "common_name", "alpha_3")
    return [getattr(country, kind) for kind in kinds if hasattr(country, kind)]


def turned(name: str) -> str:
    """Return a name as people say it: *Iran, Islamic Republic of* begins at its end."""
    name, _comma, before = re.sub("،", ",", name).partition(", ")
    return f"{before} {name}" if before else name


@cache
def first_words() -> frozenset[str]:
    """Return the words that a name can be said with or without: The Netherlands, le Maroc."""
    return frozenset(
        folded(word) for language in LANGUAGES for word in words_of(language).get("articles", {}).get("countries", ())
    )


def key_of(name: str) -> str:
    """Return a name as names of countries are compared: folded, without signs, articles and the word for "and"."""
    words = SAINT.sub("saint", NO_LETTERS.sub(" ", AND.sub(" and ", folded(name)).replace(".", ""))).split()
    telling = [word for word in words if word not in first_words()]
    return " ".join(telling or words)
