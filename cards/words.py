"""What people wrote, made fit to be shown: harmless, on one line, and no longer than there is room for."""

import re
import unicodedata
from functools import lru_cache

from bot.language.texts import ISOLATE, POP_ISOLATE, Texts
from bot.language.typed import LONGEST_INPUT, is_visible

LONGEST_VALUE = 120
# What somebody has to say to somebody else, or keeps as a note.
LONGEST_WORDS = 2000
ELLIPSIS = "…"
# All but the no-break spaces: some languages set punctuation apart with them.
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
WORD_JOINER = "\u2060"

# Where a card's markdown, a mention or a date function would begin: `](`, `<@` and `{{`.
MARKUP = re.compile(r"\](?=\()|<(?=@)|\{(?=\{)")


def said(value: object, longest: int = LONGEST_VALUE) -> str:
    """Return somebody's words as they may stand inside a sentence of ours, which brings its own isolates."""
    bare = str(value)[:LONGEST_INPUT].replace(ISOLATE, "").replace(POP_ISOLATE, "")
    return fitted(bare, longest)


def fitted(words: str, longest: int) -> str:
    """Return words on one line, without what cannot be seen, cut with an ellipsis where they are too long.

    Only the isolates of our own sentences stay, and each that opens is closed.
    """
    visible = "".join(letter for letter in words[:LONGEST_INPUT] if may_be_shown(letter))
    line = BLANKS.sub(" ", unicodedata.normalize("NFC", visible)).strip()
    return closed(line if len(line) <= longest else line[: longest - 1].rstrip() + ELLIPSIS)


@lru_cache(maxsize=10_000)
def may_be_shown(letter: str) -> bool:
    """Return whether a character may reach a reader."""
    return letter in {"\n", ISOLATE, POP_ISOLATE} or is_visible(letter)


def closed(words: str) -> str:
    """Return words in which every isolate that opens is closed, and none is closed that did not open."""
    open_now = 0
    kept = []
    for letter in words:
        if letter == POP_ISOLATE and not open_now:
            continue
        open_now += (letter == ISOLATE) - (letter == POP_ISOLATE)
        kept.append(letter)
    return "".join(kept) + POP_ISOLATE * open_now


def inert(words: str) -> str:
    """Return words that no client can read as a link, a mention or a function: an invisible joiner stands between."""
    return MARKUP.sub(lambda found: found[0] + WORD_JOINER, words)


def say(t: Texts, sentence: str, /, **values: object) -> str:
    """Say a sentence with people's words in it, made harmless."""
    return t(sentence, **{name: said(value) if isinstance(value, str) else value for name, value in values.items()})
