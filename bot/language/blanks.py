"""Blanks: the words that people and programs write where they have nothing to say, such as *N/A* and *à définir*."""

from functools import lru_cache

from bot.language.folders import words_in_all
from bot.language.typed import folded

NOTHING = frozenset(map(folded, words_in_all("blanks", "nothing")))
LONGEST = max(map(len, NOTHING))


def is_nothing(words: str) -> bool:
    """Return whether words only say that there is nothing."""
    # Numbers, of which files are full, are told apart at once.
    return len(words) <= LONGEST and not words[:1].isdigit() and is_word_for_nothing(words)


@lru_cache(maxsize=1024)
def is_word_for_nothing(words: str) -> bool:
    return folded(words) in NOTHING
