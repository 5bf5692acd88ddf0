"""The neighbours: languages that we do not speak, whose writers send files here all the same.

CLDR knows what they call countries, months and days. It is read when the first word comes that no language of ours
knows, since it takes memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from babel import Locale

from bot.language.folders import words_in_all

Meaning = TypeVar("Meaning")


def neighbours() -> Iterable[Locale]:
    """Yield each of their languages."""
    return map(Locale.parse, words_in_all("neighbours", "languages"))


def in_one_meaning(names: Iterable[tuple[str, Meaning]]) -> Mapping[str, Meaning]:
    """Return what each name means, without those that mean another thing in another language."""
    meant = defaultdict[str, set[Meaning]](set)
    for name, meaning in names:
        meant[name].add(meaning)
    return {name: meanings.pop() for name, meanings in meant.items() if len(meanings) == 1}
