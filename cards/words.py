"""Makes words that people wrote fit to be shown: without markup, on one line, and cut to a length."""

import re
import unicodedata
from functools import lru_cache

from bot.language.addresses import in_own_letters
from bot.language.texts import ISOLATE, POP_ISOLATE, Texts, _
from bot.language.typed import LONGEST_INPUT, is_visible

LONGEST_VALUE = 120
# Of what somebody wrote, on a card for its reader; where it goes on, the whole is said below the card.
LONGEST_QUOTED = 600
ELLIPSIS = "…"
NO_BREAK_SPACE = "\u00a0"
# White space without the no-break spaces, which French sets before punctuation.
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
WORD_JOINER = "\u2060"
MANY_BREAKS = re.compile(r"\n{3,}")
QUOTED, PLACE = _("“{words}”"), "\x00"

# Where markdown of a card, a mention or a date function begins: `](`, `<@` and `{{`.
MARKUP = re.compile(r"\](?=\()|<(?=@)|\{(?=\{)")
# What else may be read as markdown: emphasis, strikes, code, escapes, and at the start what makes a line an item of a
# list, a heading or a quotation.
FORMATTING = re.compile(r"[*`\\]|~~|(?<!\w)_|_(?!\w)|^(?:[-+>]|#{1,6}|\d{1,9}[.)])(?=\s)")
MARK, MARK_OF_LINE = re.compile(r"[*`\\~_]"), re.compile(r"[-+>#\d]")
# A blank of a hair's breadth: after an asterisk it keeps emphasis from beginning, which nothing invisible does.
HAIR_SPACE = "\u200a"


def said(value: object, longest: int = LONGEST_VALUE) -> str:
    """Return somebody's words as they may stand in a sentence of ours, which has direction isolates around them."""
    return fitted(bare(str(value)[:LONGEST_INPUT]), longest)


def fitted(words: str, longest: int) -> str:
    """Return words on one line, without what cannot be seen, cut with an ellipsis where they are too long.

    Only the isolates of our own sentences stay, and each that opens is closed.
    """
    given = words[:LONGEST_INPUT]
    line = (given if is_plain(given) else on_one_line(given)).strip()
    return closed(line if len(line) <= longest else line[: longest - 1].rstrip() + ELLIPSIS)


def is_plain(words: str) -> bool:
    """Return whether words can stand on a line as they are, as most of ours in English can: letters and single blanks.

    They are looked at in four glances, and not letter by letter.
    """
    return words.isascii() and words.isprintable() and "  " not in words and "xn--" not in words


def on_one_line(words: str) -> str:
    """Return words with single blanks, without what cannot be seen, and addresses in the letters of their owners."""
    shown = "".join(filter(may_be_shown, in_own_letters(words)))
    return BLANKS.sub(" ", unicodedata.normalize("NFC", shown))


def in_cell(value: str, longest: int, *, is_right_to_left: bool) -> str:
    """Return the words of a cell or a choice. From right to left, what keeps Latin words in order there stays."""
    return fitted(value, longest) if is_right_to_left else said(value, longest)


def in_own_direction(words: str, *, is_right_to_left: bool) -> str:
    """Return the words of a cell in their own direction; the parts of our own sentences are isolated already."""
    return f"{ISOLATE}{words}{POP_ISOLATE}" if is_right_to_left and words and ISOLATE not in words else words


@lru_cache(maxsize=10_000)
def may_be_shown(letter: str) -> bool:
    """Return whether a character may reach a reader."""
    return letter in {"\n", ISOLATE, POP_ISOLATE} or is_visible(letter)


def closed(words: str) -> str:
    """Return words in which direction isolates are balanced."""
    if ISOLATE not in words and POP_ISOLATE not in words:
        return words
    open_now = 0
    kept = []
    for letter in words:
        if letter == POP_ISOLATE and not open_now:
            continue
        open_now += (letter == ISOLATE) - (letter == POP_ISOLATE)
        kept.append(letter)
    return "".join(kept) + POP_ISOLATE * open_now


def fitted_lines(words: str, longest: int) -> list[str]:
    """Return the lines of words, each fit to be shown, as many as have room; an ellipsis says that more follow."""
    kept: list[str] = []
    room = longest
    for line in words.splitlines():
        if room <= 0:
            return [*kept[:-1], kept[-1] + ELLIPSIS] if kept else [ELLIPSIS]
        kept.append(fitted(line, room))
        room -= len(kept[-1]) + 1
    return kept or [""]


def as_written(words: object) -> str:
    """Return somebody's words whole and harmless, in the lines in which they wrote them."""
    lines = (said(line, LONGEST_INPUT) for line in str(words).splitlines())
    return MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()


def in_quotes(words: str, t: Texts) -> str:
    """Return what somebody said in the quotes of a language, each line in its own direction."""
    before, after = bare(t(QUOTED, words=PLACE)).split(PLACE)
    return before + "\n".join(t.isolate(line) for line in as_written(words).splitlines()) + after


def quoted(words: str, t: Texts) -> str:
    """Return as much of what somebody wrote as a card has room for, in quotes."""
    return in_quotes(beginning(words, LONGEST_QUOTED), t)


def unbroken(words: str) -> str:
    """Return a few words that stay on one line."""
    return words.replace(" ", NO_BREAK_SPACE)


def capitalized(words: str) -> str:
    """Return words with a capital at the beginning, such as a state that stands beside titles of steps."""
    return words[:1].upper() + words[1:]


def bare(words: str) -> str:
    """Return words without the invisible characters that keep directions apart: they would be copied along."""
    return words.replace(ISOLATE, "").replace(POP_ISOLATE, "")


def beginning(words: str, longest: int) -> str:
    """Return the beginning of words, in their lines; an ellipsis says that they go on."""
    whole = as_written(words)
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + ELLIPSIS


def inert(words: str) -> str:
    """Return words with an invisible joiner inside markup, so that no client reads a link, mention or function."""
    return MARKUP.sub(lambda found: found[0] + WORD_JOINER, words)


def is_formatting(words: str) -> bool:
    """Return whether a client may read some of the words as formatting, and not show them as they are written."""
    # Without one of these marks there is no formatting, and looking for them is ten times as fast.
    may_be = MARK.search(words) or MARK_OF_LINE.match(words)
    return may_be is not None and FORMATTING.search(words) is not None


def unformatted(words: str) -> str:
    """Return inert words in which no formatting begins, for where a client cannot be told that they are plain."""
    return FORMATTING.sub(kept_from_formatting, inert(words))


def kept_from_formatting(found: re.Match[str]) -> str:
    """Return a mark of formatting with a joiner or a hair space where it would begin to be one."""
    match found[0]:
        case "*":
            return found[0] + HAIR_SPACE
        case "~~" | "\\":
            return found[0][0] + WORD_JOINER + found[0][1:]
    return WORD_JOINER + found[0]


class Whole(str):
    """What is shown in a sentence to its end, and in its lines: somebody's message, or a list."""

    __slots__ = ()


def say(t: Texts, sentence: str, /, **values: object) -> str:
    """Return a translated sentence with people's words in it, made harmless."""
    return t(sentence, **{name: shown(value) for name, value in values.items()})


def shown(value: object) -> object:
    if isinstance(value, Whole):
        return as_written(value)
    return said(value) if isinstance(value, str) else value
