"""Credentials: recognizes what looks like a password or a token, so that it is never kept, and its sender is warned."""

import math
import re
from collections import Counter

from bot.language.folders import words_in_all
from bot.language.typed import folded, tidy

# "password: …", "token = …" in any language: whoever writes that is about to give a secret away.
NAMES = "|".join(folded(name).replace(" ", "[ _-]?") for name in words_in_all("credentials", "names"))
IS = "|".join(folded(word) for word in words_in_all("credentials", "is"))
# After "is", or nothing, words are no secret ("my password is rejected"): it takes a digit or a mark inside.
MIXED = r"(?=\S*(\d|[!@#$%^&*_+=-]\S))\S{6,}"
LETTERS_AND_DIGITS = r"(?=\S*\d)(?=\S*[^\W\d_])\S{8,}"
NAMED = re.compile(
    rf"(?<![^\W_])(({NAMES})(\s*[:=]\s*\S+|(\s+\w+){{0,3}}?\s+({IS})\s+{MIXED}|\s+{LETTERS_AND_DIGITS})"
    r"|(bearer|access[ _-]?token)\s+\S{16,})"
)
# "https://user:password@host", the id of an Amazon key, and what opens a private key.
ELSEWHERE = re.compile(r"://[^\s/:@]+:[^\s/@]+@|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")
# Webex access tokens: a long text, then the cluster and the organization, as in abc…_PF84_0f9a….
WEBEX_TOKEN = re.compile(r"\b[A-Za-z0-9_-]{40,}_[A-Z0-9]{2,5}_[0-9a-f-]{36}\b")
JSON_WEB_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")
LONG_WORD = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
# Bits a character: words and addresses stay well below what chance letters and digits reach.
CHANCE = 4.0


def looks_like_a_credential(text: str) -> bool:
    """Return whether a text seems to give away a password, a token or a key."""
    line = tidy(text)
    if any(kind.search(line) for kind in (WEBEX_TOKEN, JSON_WEB_TOKEN, ELSEWHERE)) or NAMED.search(folded(line)):
        return True
    return any(is_by_chance(word) for word in LONG_WORD.findall(line))


def is_by_chance(word: str) -> bool:
    """Return whether a long word mixes cases and digits like a key, not like a name."""
    kinds = (str.islower, str.isupper, str.isdigit)
    return all(any(kind(letter) for letter in word) for kind in kinds) and entropy(word) > CHANCE


def entropy(word: str) -> float:
    """Return the bits of information a character, by how often each occurs."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values())
