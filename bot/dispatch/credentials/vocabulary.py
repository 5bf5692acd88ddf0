"""The words by which secrets are known, of every language, as they are compared."""

import re

from bot.language.folders import words_in_all
from bot.language.typed import folded


def words_under(key: str) -> frozenset[str]:
    """Return the words under a key of `[credentials]`, of every language."""
    return frozenset(folded(word) for word in words_in_all("credentials", key))


def any_of(key: str) -> str:
    """Return a pattern for any of the words under a key; the longest are tried first."""
    words = sorted(words_under(key), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", "[ _-]?") for word in words)
