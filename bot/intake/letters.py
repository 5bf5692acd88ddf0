"""Letters: how well the words of a text fit one of the languages that are written in a code page.

`letters.json` has the pairs of letters in the languages of each page, which `tools/letters.py` counts in names of CLDR.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

FILE = Path(__file__).with_name("letters.json")
# Signs that join words in any language, and signs that stand around words.
SIGNS, AROUND = "’–—", "‘‚“”„…«»"
JOINING = str.maketrans(dict.fromkeys(SIGNS, " "))
TOKEN = re.compile(rb"[A-Za-z\x80-\xff]+")
# The weight of a pair that was never counted, the number of possible pairs, and how likely a sign ends a word.
NEVER, PAIRS = 0.05, 900
SIGN, SIGNED = "  ", -6.0


def tokens(content: bytes) -> list[bytes]:
    """Return the runs of letters in bytes that are not UTF-8; every byte beyond ASCII may be a letter."""
    return TOKEN.findall(content)


def small(word: str) -> str:
    """Return a word in small letters, each of one character; a capital inside a word of small ones stays."""
    if word.isupper():
        return "".join(map(lowered, word))
    return lowered(word[:1]) + "".join(
        letter if letter.isupper() and not letter.isascii() else lowered(letter) for letter in word[1:]
    )


def lowered(letter: str) -> str:
    return letter.lower()[:1]


@dataclass(frozen=True, slots=True)
class Language:
    """How often each two letters of a language stand side by side, as logarithms."""

    pairs: Mapping[str, float]
    unseen: float

    def likeness(self, words: Iterable[str]) -> float:
        """Return how likely words are in this language; of the same bytes, the readings can be compared by it."""
        return sum(self.pairs.get(a + b, self.unseen) for word in words for a, b in pairwise(word))


@cache
def languages_of(page: str) -> tuple[Language, ...]:
    """Return the languages of a code page."""
    return tuple(map(counted, json.loads(FILE.read_text(encoding="utf-8"))[page].values()))


def counted(groups: Sequence[str]) -> Language:
    """Return a language by its pairs, grouped by how often they were counted: once, up to three times, to seven..."""
    counts = {
        group[at : at + 2]: 1.5 * 2**power if power else 1.0
        for power, group in enumerate(groups)
        for at in range(0, len(group), 2)
    }
    total = log(sum(counts.values()) + NEVER * PAIRS)
    pairs = {pair: log(count + NEVER) - total for pair, count in counts.items()}
    return Language({**pairs, SIGN: SIGNED}, log(NEVER) - total)


def likeness(words: Iterable[str], page: str) -> float:
    """Return how likely words are in the language of a page that they fit best."""
    padded = [f" {small(parted(word))} " for word in words]
    return max(language.likeness(padded) for language in languages_of(page))


def parted(word: str) -> str:
    """Return a word with blanks for the signs that join words, inside it, and for those that stand around it."""
    bare = word.strip(AROUND)
    if not bare.strip(SIGNS):
        return " " * len(word)
    before, _word, after = word.partition(bare)
    inside = bare[:1] + bare[1:-1].translate(JOINING) + bare[1:][-1:]
    return f"{' ' * len(before)}{inside}{' ' * len(after)}"
