"""Credentials: recognizes what looks like a password or a token, so that it is never kept, and its sender is warned."""

import math
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from bot.domain.actions import FIELD
from bot.domain.events import CardSubmitted, Event, MessagePosted
from bot.language.folders import words_in_all
from bot.language.typed import folded, tidy

# Whatever is repeated in a pattern has an end, or the pattern ends with it: the time to search is that of the length of
# the text, whoever wrote it (tests/core/test_patterns.py).

# "password: …", "token = …" in any language: whoever writes that is about to give a secret away.
NAMES = "|".join(folded(name).replace(" ", "[ _-]?") for name in words_in_all("credentials", "names"))
NAMED = re.compile(rf"(?<![^\W_])(?:{NAMES})")
IS = "|".join(folded(word) for word in words_in_all("credentials", "is"))
# After "is", or nothing, words are no secret ("my password is rejected"): it takes a digit or a mark inside.
MIXED = r"(?=\S{0,64}?(?:\d|[!@#$%^&*_+=-]\S))\S{6}"
LETTERS_AND_DIGITS = r"(?=\S{0,64}?\d)(?=\S{0,64}?[^\W\d_])\S{8}"
# In a line whose blanks are single ones.
GIVEN = re.compile(rf" ?[:=] ?\S|(?: \w{{1,64}}){{0,3}}? (?:{IS}) {MIXED}| {LETTERS_AND_DIGITS}")
BEARER = re.compile(r"(?<![^\W_])(?:bearer|access[ _-]?token) \S{16}")
# "https://user:password@host", the id of an Amazon key, and what opens a private key.
ELSEWHERE = re.compile(
    r"://[^\s/:@]{1,256}:[^\s/@]{1,256}@|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"
)
DOTTED_WORD = re.compile(r"[A-Za-z0-9_.-]{32,}")
# Webex access tokens: a long text, then the cluster and the organization, as in abc…_PF84_0f9a….
CLUSTER = re.compile(r"[A-Z0-9]{2,5}")
ORGANIZATION = re.compile(r"[0-9a-f-]{36}")
LONG_WORD = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
# Bits a character: words and addresses stay well below what chance letters and digits reach.
CHANCE = 4.0


def looked_through(event: Event) -> Event:
    """Return an event with whether it gives a secret away, in words or in the inputs of a card."""
    if isinstance(event, MessagePosted):
        return replace(event, gives_a_secret=looks_like_a_credential(event.text))
    if isinstance(event, CardSubmitted):
        typed = [value for name, value in event.inputs.items() if name != FIELD]
        return replace(event, gives_a_secret=any(map(looks_like_a_credential, typed)))
    return event


def looks_like_a_credential(text: str) -> bool:
    """Return whether a text seems to give away a password, a token or a key."""
    line = tidy(text)
    return (
        ELSEWHERE.search(line) is not None
        or names_one(folded(line))
        or any(is_webex_token(word) or is_json_web_token(word) for word in DOTTED_WORD.findall(line))
        or any(is_by_chance(word) for word in LONG_WORD.findall(line))
    )


def names_one(line: str) -> bool:
    """Return whether a folded line says what a secret is: its name, and behind it something that may be one."""
    return BEARER.search(line) is not None or any(GIVEN.match(line, name.end()) for name in NAMED.finditer(line))


def is_webex_token(word: str) -> bool:
    token, _, rest = word.partition(".")[0].rpartition("_")
    long, _, cluster = token.rpartition("_")
    return len(long) >= 40 and bool(CLUSTER.fullmatch(cluster) and ORGANIZATION.fullmatch(rest))


def is_json_web_token(word: str) -> bool:
    """Return whether a word has the parts of a JSON web token, the first of which begins like every JSON object."""
    parts = word.split(".")
    return any(head.startswith("eyJ") and len(head) > 10 and len(body) > 7 for head, body in pairwise(parts[:-1]))


def is_by_chance(word: str) -> bool:
    """Return whether a long word mixes cases and digits like a key, not like a name."""
    kinds = (str.islower, str.isupper, str.isdigit)
    return all(any(kind(letter) for letter in word) for kind in kinds) and entropy(word) > CHANCE


def entropy(word: str) -> float:
    """Return the bits of information a character, by how often each occurs."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values())
