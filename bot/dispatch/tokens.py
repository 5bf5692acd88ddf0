"""Tokens and keys by their shape: what is one whatever is said of it, and what only looks like one.

Links, ids and names of files are none: their words are words, however long. A key is drawn by chance, and chance
changes between cases and digits every other letter.
"""

import re
from base64 import urlsafe_b64decode
from itertools import pairwise

# Whatever is repeated in a pattern has an end, or the pattern ends with it: the time to search is that of the length of
# the text, whoever wrote it (tests/dispatch/test_patterns.py).

# What providers begin their tokens with, so that they are found: GitHub, GitLab, Slack, Google, Stripe, OpenAI, npm,
# PyPI, SendGrid, Hugging Face; an Amazon key; what opens a private key; "https://user:password@host".
MARKED = re.compile(
    r"\b(?:gh[opusr]_[A-Za-z0-9]{30}|github_pat_\w{20}|glpat-[\w-]{16}|xox[abeoprs]-[\w-]{10}|xapp-\d-\w{8}|AIza[\w-]{30}"
    r"|ya29\.[\w-]{20}|[rs]k_(?:live|test)_\w{16}|sk-[\w-]{20}|npm_\w{30}|pypi-\w{20}|SG\.[\w-]{16}|hf_[A-Za-z0-9]{30})"
    r"|-----BEGIN [A-Z ]{0,40}PRIVATE KEY|PuTTY-User-Key-File-\d"
    r"|://[^\s/:@]{1,256}:[^\s/@]{1,256}@|\b[Bb]asic [A-Za-z0-9+/]{11}[A-Za-z0-9+/=]"
    r"|[?&#](?:(?:access|id|refresh)_token|token|api_?key|client_secret|password)=[^\s&]{8}"
)
AMAZON = re.compile(r"\bA[KS]IA[0-9A-Z]{16}\b")
# A link is passed on for others to open; what it is named for in its query may still be a secret.
LINK = re.compile(r"\b(?:https?|webex|webexteams|sip|sips|tel|file|ftp)://\S*|\bwww\.\S*", re.IGNORECASE)
DOTTED_WORD = re.compile(r"[A-Za-z0-9_.-]{32,}")
# Webex access tokens: a long text, then the cluster and the organization, as in abc…_PF84_0f9a….
CLUSTER = re.compile(r"[A-Z0-9]{2,5}")
ORGANIZATION = re.compile(r"[0-9a-f-]{36}")
# An id of Webex says in base64 what it is of, as in ciscospark://us/ORGANIZATION/….
WEBEX_ID = "ciscospark://"
# Not before "@", where it would be somebody's address, or the id of a mail.
LONG_WORD = re.compile(r"[A-Za-z0-9+/=_-]{32,}(?![A-Za-z0-9+/=_.@-])|[A-Za-z0-9+/=_-]{32,}(?=\.(?:\s|$))")
SEGMENT = re.compile(r"[A-Za-z0-9]+")
PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
# The pieces of names and words are longer than this on average; those of chance are about two letters long.
LONGEST_BY_CHANCE = 3.2
SHORTEST_SEGMENT = 5
# So many letters drawn by chance make a key.
SHORTEST_KEY = 18


def holds_a_token(line: str) -> bool:
    """Return whether a tidied text has a token or a key in it, by its shape alone."""
    unlinked = without_links(line)
    return (
        MARKED.search(line) is not None
        or AMAZON.search(unlinked) is not None
        or any(is_webex_token(word) or is_json_web_token(word) for word in DOTTED_WORD.findall(line))
        or any(is_by_chance(word) and not is_webex_id(word) for word in LONG_WORD.findall(unlinked))
    )


def without_links(line: str) -> str:
    """Return a text without the links in it."""
    return LINK.sub(" ", line)


def is_webex_token(word: str) -> bool:
    token, _, rest = word.partition(".")[0].rpartition("_")
    long, _, cluster = token.rpartition("_")
    return len(long) >= 40 and bool(CLUSTER.fullmatch(cluster) and ORGANIZATION.fullmatch(rest))


def is_json_web_token(word: str) -> bool:
    """Return whether a word has the parts of a JSON web token, the first of which begins like every JSON object."""
    parts = word.split(".")
    return any(head.startswith("eyJ") and len(head) > 10 and len(body) > 7 for head, body in pairwise(parts[:-1]))


def is_webex_id(word: str) -> bool:
    """Return whether a word is the id of something in Webex, as its API writes ids."""
    try:
        return urlsafe_b64decode(word + "=" * (-len(word) % 4)).startswith(WEBEX_ID.encode())
    except ValueError:
        return False


def is_by_chance(word: str) -> bool:
    """Return whether a long word mixes cases and digits like a key, not like a name made of words and numbers."""
    kinds = (str.islower, str.isupper, str.isdigit)
    drawn = "".join(segment for segment in SEGMENT.findall(word) if is_drawn(segment))
    return len(drawn) >= SHORTEST_KEY and all(any(kind(letter) for letter in drawn) for kind in kinds)


def is_drawn(segment: str) -> bool:
    """Return whether letters and digits between two marks change kind as often as chance would."""
    pieces = PIECE.findall(segment)
    return len(segment) >= SHORTEST_SEGMENT and len(segment) / len(pieces) < LONGEST_BY_CHANCE
