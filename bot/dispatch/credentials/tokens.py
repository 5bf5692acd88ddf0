"""Tokens and keys, recognized by their shape alone.

Links, ids and file names are told apart from keys by how often capitals, small letters and digits alternate: in a
random key after every second letter or so, in words that are joined far less often.
"""

import re
from base64 import urlsafe_b64decode
from itertools import pairwise

# Each repetition has a limit or ends its pattern, so that a search takes time in proportion to the text
# (tests/dispatch/test_patterns.py).

# The documented prefixes of tokens of GitHub, GitLab, Slack, Google, Stripe, OpenAI, npm, PyPI, SendGrid, Hugging Face,
# DigitalOcean, Vault, Docker, Atlassian, Shopify, Figma, Linear, Groq, Grafana, Supabase, RubyGems and age; the first
# line of a private key; "https://user:password@host"; secrets in the query of a link.
MARKED = re.compile(
    r"\b(?:gh[opusr]_[A-Za-z0-9]{30}|github_pat_\w{20}|glpat-[\w-]{16}|xox[abeoprs]-[\w-]{10}|xapp-\d-\w{8}|AIza[\w-]{30}"
    r"|ya29\.[\w-]{20}|[rs]k_(?:live|test)_\w{16}|sk-[\w-]{20}|npm_\w{30}|pypi-\w{20}|SG\.[\w-]{16}|hf_[A-Za-z0-9]{30}"
    r"|do[op]_v1_\w{30}|hv[sb]\.[\w-]{20}|dckr_pat_[\w-]{20}|ATATT3[\w-]{20}|shp(?:at|ca|pa|ss)_\w{20}|figd_[\w-]{20}"
    r"|lin_api_\w{20}|gsk_\w{20}|glsa_\w{20}|sbp_\w{20}|rubygems_\w{20}|AGE-SECRET-KEY-1\w{10})"
    r"|-----BEGIN [A-Z ]{0,40}PRIVATE KEY|PuTTY-User-Key-File-\d"
    r"|://[^\s/:@]{1,256}:[^\s/@]{1,256}@|\b[Bb]asic [A-Za-z0-9+/]{11}[A-Za-z0-9+/=]"
    r"|[?&#](?:(?:access|id|refresh)_token|token|api_?key|client_secret|password)=[^\s&]{8}"
)
AMAZON = re.compile(r"\bA[KS]IA[0-9A-Z]{16}\b")
# Links are meant to be passed on, so long words in them do not count.
LINK = re.compile(r"\b(?:https?|webex|webexteams|sip|sips|tel|file|ftp)://\S*|\bwww\.\S*", re.IGNORECASE)
DOTTED_WORD = re.compile(r"[A-Za-z0-9_.-]{32,}")
# The last parts of a Webex access token: the cluster and the organization, as in abc…_PF84_0f9a….
CLUSTER = re.compile(r"[A-Z0-9]{2,5}")
ORGANIZATION = re.compile(r"[0-9a-f-]{36}")
# What an id of Webex begins with once it is decoded from base64, as in ciscospark://us/ORGANIZATION/….
WEBEX_ID = "ciscospark://"
# Not before an "@", where it is part of an address or of a Message-ID.
LONG_WORD = re.compile(r"[A-Za-z0-9+/=_-]{32,}(?![A-Za-z0-9+/=_.@-])|[A-Za-z0-9+/=_-]{32,}(?=\.(?:\s|$))")
SEGMENT = re.compile(r"[A-Za-z0-9]+")
PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
# The average length of the runs of one kind of letter: those of words are longer, those of random keys about two.
LONGEST_BY_CHANCE = 3.2
SHORTEST_SEGMENT = 5
# A word with this many random letters is taken for a key.
SHORTEST_KEY = 18


def holds_a_token(line: str) -> bool:
    """Return whether a tidied text has a token or a key in it."""
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
    """Return whether a word looks like a JSON Web Token: a part between dots begins as `{"` does in base64."""
    parts = word.split(".")
    return any(head.startswith("eyJ") and len(head) > 10 and len(body) > 7 for head, body in pairwise(parts[:-1]))


def is_webex_id(word: str) -> bool:
    """Return whether a word is the id of something in Webex, as its API writes ids."""
    try:
        return urlsafe_b64decode(word + "=" * (-len(word) % 4)).startswith(WEBEX_ID.encode())
    except ValueError:
        return False


def is_by_chance(word: str) -> bool:
    """Return whether a long word mixes cases and digits like a random key, and not like a name with numbers."""
    kinds = (str.islower, str.isupper, str.isdigit)
    drawn = "".join(segment for segment in SEGMENT.findall(word) if is_drawn(segment))
    return len(drawn) >= SHORTEST_KEY and all(any(kind(letter) for letter in drawn) for kind in kinds)


def is_drawn(segment: str) -> bool:
    """Return whether the letters between two punctuation marks change kind as often as random ones."""
    pieces = PIECE.findall(segment)
    return len(segment) >= SHORTEST_SEGMENT and len(segment) / len(pieces) < LONGEST_BY_CHANCE
