"""Makes words that people wrote fit to be shown: without markup, on one line, and cut to a length."""

import re
import unicodedata
from functools import lru_cache

from bot.language.texts import ISOLATE, POP_ISOLATE, Texts
from bot.language.typed import LONGEST_INPUT, is_visible

LONGEST_VALUE = 120
# The longest message from one person to another, or note.
LONGEST_WORDS = 2000
ELLIPSIS = "…"
# White space without the no-break spaces, which French sets before punctuation.
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
WORD_JOINER = "\u2060"

# Where markdown of a card, a mention or a date function begins: `](`, `<@` and `{{`.
MARKUP = re.compile(r"\](?=\()|<(?=@)|\{(?=\{)")


def said(value: object, longest: int = LONGEST_VALUE) -> str:
    """Return somebody's words as they may stand in a sentence of ours, which has direction isolates around them."""
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
    """Return words in which direction isolates are balanced."""
    open_now = 0
    kept = []
    for letter in words:
        if letter == POP_ISOLATE and not open_now:
            continue
        open_now += (letter == ISOLATE) - (letter == POP_ISOLATE)
        kept.append(letter)
    return "".join(kept) + POP_ISOLATE * open_now


def inert(words: str) -> str:
    """Return words with an invisible joiner inside markup, so that no client reads a link, mention or function."""
    return MARKUP.sub(lambda found: found[0] + WORD_JOINER, words)


def say(t: Texts, sentence: str, /, **values: object) -> str:
    """Return a translated sentence with people's words in it, made harmless."""
    return t(sentence, **{name: said(value) if isinstance(value, str) else value for name, value in values.items()})
