"""Code pages: which letters the bytes of a text file stand for, where it is no UTF-8.

charset-normalizer says which code pages the bytes can be in. It judges long texts, though, and what tells here is a few
names among English headings: so of those pages the one is taken in which the fewest words look wrong.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from charset_normalizer import from_bytes

from bot.intake.problems import Remark, UnreadableFile
from bot.intake.spelling import is_misspelt
from bot.language.texts import _

# What spreadsheets write without being asked for Unicode, likeliest first: Windows in Western Europe and in Arabic
# countries, other systems in Arabic, Macs, DOS, Windows elsewhere. The names are those of a spreadsheet's dialogue.
CODE_PAGES = {
    "cp1252": "Windows-1252",
    "cp1256": "Windows-1256",
    "iso8859_6": "ISO 8859-6",
    "mac_roman": "Mac Roman",
    "cp850": "DOS 850",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1255": "Windows-1255",
}
# Of two readings that look equally right, these are believed: other pages differ from them in rare letters alone.
BELIEVED = frozenset({"Windows-1252", "Windows-1256"})
# Addresses of these countries tell which of several pages is meant.
DOMAINS = {
    "Windows-1250": rb"cz|sk|pl|hu|ro|hr|si|ba|rs|al",
    "Windows-1251": rb"ru|ua|by|bg|kz|mk|mn",
    "Windows-1253": rb"gr|cy",
    "Windows-1254": rb"tr|az",
    "Windows-1255": rb"il",
}
# Nobody writes these unless all others look wrong: in Windows' pages their letters are signs.
RARE_NOW = frozenset({"DOS 850"})
# Letters of Icelandic alone, which stand where Turkish has its own.
RARE_LETTERS = frozenset("ðþÐÞ")
LETTERS = frozenset({"Ll", "Lu", "Lo", "Lm", "Mn"})
BETWEEN_WORDS = re.compile(r"[\s,;|\"()\[\]'.:/!?&+_°’–—·-]+|(?<![A-Za-z])[،؛؟]|[،؛؟](?![A-Za-z])")
AROUND_WORDS = "‘‚“”„«»‹›…®™©¿¡€"
SHADDA = "\u0651"
# A file repeats itself: so many lines tell.
MOST_LINES = 2_000
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines that tell, as one code page gives them, the words among them that tell, and how many look wrong."""

    codec: str
    text: str
    words: tuple[str, ...]
    oddities: int

    @property
    def page(self) -> str:
        return CODE_PAGES[self.codec]

    @property
    def example(self) -> str:
        return max(self.words, key=len, default="")


def decoded_by_guess(content: bytes) -> tuple[str, Remark]:
    """Return the text of a file that is no UTF-8, and a remark that says how it was read.

    Raises UnreadableFile, and names the ways in which it can be read, where nothing tells which is right.
    """
    readings = readings_of(content)
    if not readings:
        raise UnreadableFile(_("This is not text we can read. Save the file as UTF-8."))
    equal = [each for each in readings if each.oddities == readings[0].oddities]
    equal.sort(key=lambda each: each.page in RARE_NOW)
    best = next((each for each in equal if is_at_home(each.page, content)), equal[0])
    rivals = [each for each in equal if each is not best and each.page not in RARE_NOW]
    if not is_at_home(best.page, content) and is_in_doubt(best, rivals):
        doubt = _("The file is no UTF-8, and nothing tells how its letters are meant: {readings}. Save it as UTF-8.")
        raise UnreadableFile(doubt, readings=named([best, *rivals]))
    return content.decode(best.codec), told_how(best)


def is_at_home(page: str, content: bytes) -> bool:
    """Return whether the addresses in a file are of countries that write in a code page."""
    domains = DOMAINS.get(page)
    return domains is not None and re.search(rb"@[^\s,;@]{1,250}\.(?:" + domains + rb")\b", content) is not None


def told_how(reading: Reading) -> Remark:
    """Say how a file was read, with a word in which people see whether that is right."""
    if not reading.words:
        return Remark(_("Read as {page} text, because it is not UTF-8."), {"page": reading.page})
    example = _(
        "Read as {page} text, because it is not UTF-8, with words such as “{word}”. Is that wrong? Save it as UTF-8."
    )
    return Remark(example, {"page": reading.page, "word": reading.example})


def named(readings: Sequence[Reading]) -> str:
    """Return the ways to read a file, each with a word as it would be."""
    return ", ".join(f"{each.example} ({each.page})" for each in readings[:MOST_NAMED])


def is_in_doubt(best: Reading, rivals: Sequence[Reading]) -> bool:
    """Return whether the likeliest reading is no better than another, or looks wrong itself."""
    if best.oddities * 2 > len(best.words):
        return True
    if best.page in BELIEVED:
        return bool(rivals) and not RARE_LETTERS.isdisjoint("".join(best.words))
    return bool(rivals)


def readings_of(content: bytes) -> list[Reading]:
    """Return the texts that the bytes can be, likeliest first, and each once."""
    telling = b"\n".join(islice((line for line in content.splitlines() if not line.isascii()), MOST_LINES))
    matches = from_bytes(telling, cp_isolation=list(CODE_PAGES), threshold=1.0, enable_fallback=False)
    possible = {page for match in matches for page in (match.encoding, *match.could_be_from_charset)}
    found = [reading_in(codec, telling) for codec in CODE_PAGES if codec in possible and can_be(codec, content)]
    by_text: dict[str, Reading] = {}
    for reading in sorted(found, key=lambda each: each.oddities):
        by_text.setdefault(reading.text, reading)
    return list(by_text.values())


def can_be(codec: str, content: bytes) -> bool:
    """Return whether every byte stands for something in this code page."""
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def reading_in(codec: str, telling: bytes) -> Reading:
    """Read the telling lines in one code page."""
    text = telling.decode(codec)
    bare = (word.strip(AROUND_WORDS) for word in BETWEEN_WORDS.split(text))
    words = tuple(word for word in bare if not word.isascii())
    return Reading(codec, text, words, sum(map(is_odd, words)))


def is_odd(word: str) -> bool:
    """Return whether no language writes a word so."""
    return any(map(str.isalpha, word)) and any(
        odd(word) for odd in (has_signs, has_two_scripts, is_strange, is_overloaded, is_misspelt)
    )


def has_signs(word: str) -> bool:
    """Return whether a sign stands among the letters, as in Wroc³aw."""
    return any(unicodedata.category(letter) not in LETTERS or letter in "ªº" for letter in word if not letter.isascii())


def has_two_scripts(word: str) -> bool:
    """Return whether a word is half in one script and half in another, as in Bjّrn."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if not letter.isdigit()}
    return len(scripts) > 1 and word.isprintable() and not scripts <= {"LATIN", "COMBINING"}


def is_strange(word: str) -> bool:
    """Return whether a capital stands inside a word, as in ZŸrich, or each of its Latin letters has an accent."""
    capital_inside = any(not b.isascii() and b.isupper() for _a, b in pairwise(word)) and not word.isupper()
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in word)
    return capital_inside or (is_latin and len(word) > 1 and not any(map(str.isascii, word)))


def is_overloaded(word: str) -> bool:
    """Return whether marks stand on marks; Arabic has two at most, and the first of them is a shadda."""
    marks = [unicodedata.combining(letter) and letter != SHADDA for letter in word]
    return bool(marks[0]) or any(a and b for a, b in pairwise(marks))
