"""Names of people: the ways in which somebody else may write the same name."""

import re
from collections import defaultdict
from functools import cache

from bot.language.typed import folded

# Latin, Greek, Cyrillic and Arabic letters, with and without diacritics.
LETTERS = (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x621, 0x6D4), *range(0x1E00, 0x2000))
# Accents that stand by themselves, vowel marks, and what stretches a word.
MARKS = "[\u0300-\u036f\u064b-\u065f\u0670\u0640]*"
BETWEEN = r"[\s,\u060c-]+"
# In Arabic "and", "so", "by", "for" and "like" are joined to the word that follows.
JOINED = "[\u0648\u0641]?[\u0628\u0644\u0643]?"
IS_ARABIC = re.compile("[\u0621-\u064a]")


def spellings(name: str) -> str:
    """Return a pattern of a name of several words, however somebody writes it; it is to be used regardless of case.

    Accents and vowel marks may be there or not, and the family name may be first or last.
    """
    first, *others = (word_pattern(word) for word in folded(name).split())
    orders = (
        BETWEEN.join((first, *others)),
        BETWEEN.join((*others, first)),
        BETWEEN.join((*others[-1:], first, *others[:-1])),
    )
    joined = JOINED if IS_ARABIC.match(name) else ""
    return rf"(?<!\w){joined}(?:{'|'.join(dict.fromkeys(orders))})(?!\w)"


def word_pattern(word: str) -> str:
    return "".join(f"[{re.escape(letter + alike().get(letter, ''))}]{MARKS}" for letter in word)


@cache
def alike() -> dict[str, str]:
    """Return for each letter the ones that differ from it only in their diacritics."""
    found: dict[str, str] = defaultdict(str)
    for letter in map(chr, LETTERS):
        if len(plain := folded(letter)) == 1 and letter.isalpha():
            found[plain] += letter
    return found
