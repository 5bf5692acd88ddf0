"""What people type, made harmless and brought into one form before anything looks at it."""

import unicodedata

LONGEST_INPUT = 10_000
ZERO_WIDTH = "\u200b\u2060\ufeff\u00ad"
TATWEEL = "\u0640"
ARABIC_PUNCTUATION = str.maketrans({"\u060c": ",", "\u061b": ";", "\u066b": ".", "\u066c": ",", "\u061f": "?"})


def tidy(typed: str) -> str:
    """Return typed text without what cannot be seen: control and bidirectional characters, lone surrogates, tatweel.

    Line breaks stay; the text is in Unicode normal form C and without blanks at its ends.
    """
    shortened = typed[:LONGEST_INPUT]
    visible = "".join(letter for letter in shortened if letter == "\n" or is_visible(letter))
    return unicodedata.normalize("NFC", visible).strip()


def is_visible(letter: str) -> bool:
    """Return whether a character shows: not a control, format, surrogate or unassigned one (joiners stay)."""
    if letter in "\u200c\u200d":
        return True
    if letter in ZERO_WIDTH or letter == TATWEEL:
        return False
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn", "Co"}


def one_line(typed: str) -> str:
    """Return tidied text as a single line with single blanks."""
    return " ".join(tidy(typed).split())


def latin_digits(typed: str) -> str:
    """Return the text with Arabic and Persian digits and punctuation as their ASCII equals."""
    digits = (str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in typed)
    return "".join(digits).translate(ARABIC_PUNCTUATION)


def folded(typed: str) -> str:
    """Return text as words are compared: one line, no case, no accents or Arabic vowel marks, ASCII digits."""
    decomposed = unicodedata.normalize("NFKD", latin_digits(one_line(typed))).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
