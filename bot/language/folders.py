"""The languages we speak: each is a folder of `locales/`, named by its code, and nothing outside it names a language.

A folder holds `messages.po`, the sentences, and `words.toml`, the words that people type. The sentences of the source
language stand in the source. Direction, script, and what a language calls countries, cities, months and the other
languages are known to CLDR, through Babel.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.language.typed import folded

LOCALES = Path(__file__).parent / "locales"
SOURCE_LANGUAGE = "en"
OTHERS = sorted(folder.parent.name for folder in LOCALES.glob("*/messages.po"))
LANGUAGES = (SOURCE_LANGUAGE, *OTHERS)

Section = Mapping[str, Sequence[str]]


def words_for(section: str, meaning: str, language: str) -> tuple[str, ...]:
    """Return the words of one language for something, the usual one first."""
    return tuple(words_of(language).get(section, {}).get(meaning, ()))


def words_in_all(section: str, meaning: str) -> tuple[str, ...]:
    """Return the words of every language for something."""
    return tuple(word for language in LANGUAGES for word in words_for(section, meaning, language))


@cache
def meanings(section: str) -> dict[str, str]:
    """Return what each word of a section means, in every language, by the word as words are compared."""
    return {
        folded(word): meaning
        for language in LANGUAGES
        for meaning, words in words_of(language).get(section, {}).items()
        for word in words
    }


@cache
def words_of(language: str) -> Mapping[str, Section]:
    """Read the words that people type in a language, by section and by what they mean."""
    return tomllib.loads((LOCALES / language / "words.toml").read_text(encoding="utf-8"))
