"""Typed words, made harmless and brought into one form before anything looks at them."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

LONGEST_INPUT = 10_000
ZERO_WIDTH = "\u200b\u2060\ufeff\u00ad"
# Letters and marks by their category that are drawn as nothing: fillers of Hangul, Khmer and Braille, and the joiner of
# graphemes. A name of them alone would be none, and one with them would look like another.
FILLERS = "\u3164\uffa0\u115f\u1160\u2800\u034f\u17b4\u17b5"
TATWEEL = "\u0640"
# What follows a character to have it drawn as a picture, or as a letter.
SELECTORS = "\ufe0e\ufe0f"
# Characters that Python takes for printable, and that are not seen all the same.
UNSEEN = re.compile(f"[{FILLERS}{TATWEEL}\ufe00-\ufe0f\U000e0100-\U000e01ef]")
JOINERS = "\u200c\u200d"
COMMAS = ",\u060c\uff0c"
SEMICOLONS = ";\u061b\uff1b"
DIGIT = re.compile(r"\d")
ARABIC_PUNCTUATION = str.maketrans({"\u060c": ",", "\u061b": ";", "\u066b": ".", "\u066c": ",", "\u061f": "?"})

# Latin letters that Unicode does not take apart, each as anyascii writes it: ø is o, ł is l.
LATIN = {
    letter: anyascii(chr(letter)).lower()
    for letter in range(0xC0, 0x250)
    if chr(letter).islower() and not unicodedata.decomposition(chr(letter))
}
# Unicode's decomposition does not join letters that people and keyboards use for one another, in whatever language:
# alef maqsura and Persian yeh, teh marbuta, Persian kaf, and wasla.
VARIANTS = str.maketrans(
    {"\u0649": "\u064a", "\u06cc": "\u064a", "\u0629": "\u0647", "\u06a9": "\u0643", "\u0671": "\u0627"}
    | {chr(letter): plain for letter, plain in LATIN.items()}
)


# What people and their keyboards write for an apostrophe.
APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07", "'"))
# What is written around words and is not of them. A question mark is: who asks has not said yes.
AROUND = (
    " .!,;:\u00a1\u3002\uff01\"'\u00ab\u00bb\u2039\u203a\u201c\u201d\u201e()[]{}|*_~<>=-\u2013\u2014\u2022\u00b7\u06d4"
)

QUESTION_MARKS = ("?", "\u061f")


def tidy(typed: str) -> str:
    """Return typed text without what cannot be seen: control and bidirectional characters, lone surrogates, tatweel.

    Line breaks stay; the text is in Unicode normal form C and without blanks at its ends.
    """
    shortened = typed[:LONGEST_INPUT]
    if not shortened.isprintable() or UNSEEN.search(shortened):
        shortened = "".join([letter for letter in shortened if letter == "\n" or is_visible(letter)])
    return unicodedata.normalize("NFC", shortened).strip()


@lru_cache(maxsize=10_000)
def is_visible(letter: str) -> bool:
    """Return whether a character shows: not a control, format, surrogate or unassigned one (joiners stay)."""
    if letter in JOINERS:
        return True
    if letter in ZERO_WIDTH or letter in FILLERS or letter == TATWEEL or is_variant(letter):
        return False
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn", "Co"}


def is_variant(letter: str) -> bool:
    """Return whether a character only asks for another form of the one before it; those of pictures are kept."""
    is_selector = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return is_selector and letter not in SELECTORS


def one_line(typed: str) -> str:
    """Return tidied text as a single line with single blanks."""
    return " ".join(tidy(typed).split())


def latin_digits(typed: str) -> str:
    """Return the text with Arabic and Persian digits and punctuation as their ASCII equals."""
    if typed.isascii():
        return typed
    return DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), typed).translate(ARABIC_PUNCTUATION)


def scripts_of(words: str) -> frozenset[str]:
    """Return the scripts that a text has letters of, each by its name in Unicode, such as ARABIC or LATIN."""
    return frozenset(unicodedata.name(letter, "").partition(" ")[0] for letter in words if letter.isalpha())


def is_without_vowels(words: str) -> bool:
    """Return whether a text has letters of a script that leaves short vowels out, as Arabic and Hebrew do.

    Those are the scripts that are written from the right.
    """
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)


def folded(typed: str) -> str:
    """Return text as words are compared: one line, no case, no accents, ASCII digits.

    Arabic words are compared without vowel marks and hamza on its seats, and with one letter for each pair that is
    written either way.
    """
    if typed.isascii() and typed.isprintable():
        # Of all that follows only this has anything to do, in names, numbers and addresses by the thousand.
        return " ".join(typed[:LONGEST_INPUT].split()).translate(APOSTROPHES).lower()
    plain = latin_digits(one_line(typed)).translate(APOSTROPHES)
    # One character may stand for a whole sentence, as a ligature of Arabic does.
    decomposed = unicodedata.normalize("NFKD", plain)[:LONGEST_INPUT].casefold()
    bare = [letter for letter in decomposed if not unicodedata.combining(letter) and letter not in JOINERS]
    return "".join(bare).translate(VARIANTS)


def said_plainly(typed: str) -> str:
    """Return words as the words of a button are compared: folded, without punctuation and pictures around them."""
    words = folded(typed)
    is_of_them = [not (letter in AROUND or is_picture(letter)) for letter in words]
    if not any(is_of_them):
        return ""
    return words[is_of_them.index(True) : len(words) - is_of_them[::-1].index(True)]


def without_question_mark(words: str) -> str:
    """Return words without the mark of a question at their end."""
    return words.rstrip("".join((" ", *QUESTION_MARKS)))


def word_by_word(words: str) -> str:
    """Return folded words, each without the punctuation around it."""
    return " ".join(bare for word in words.split() if (bare := said_plainly(word)))


@lru_cache(maxsize=10_000)
def is_picture(letter: str) -> bool:
    """Return whether a character is an emoji or arrow, or a part of one such as a skin tone or the frame of a key."""
    is_arrow = "\u2190" <= letter <= "\u21ff" or "\u27f0" <= letter <= "\u27ff"
    is_part = "\U0001f3fb" <= letter <= "\U0001f3ff" or letter in SELECTORS
    return unicodedata.category(letter) in {"So", "Me"} or is_arrow or is_part
