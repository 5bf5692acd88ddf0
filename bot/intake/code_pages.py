"""Code pages: which letters the bytes of a text file stand for, where it is not UTF-8.

charset-normalizer says in which code pages the bytes can be. But it judges long texts, and here only a few names among
English headings are telling: so we take the page in whose languages the words it yields are likeliest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from charset_normalizer import from_bytes

from bot.intake.letters import likeness, tokens
from bot.intake.problems import Remark, UnreadableFile, shortened
from bot.language.texts import _


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code page, as a spreadsheet's dialogue calls it.

    `languages` names the page whose languages it is for, and `rare` is how much less likely it is than others.
    Addresses in the countries `at_home` make it likelier.
    """

    name: str
    languages: str
    rare: float = 0.0
    at_home: bytes = b""


# The code pages that spreadsheets write unless asked for Unicode: on Windows, elsewhere in Arabic, on Macs, rarely DOS.
CODE_PAGES = {
    "cp1252": CodePage("Windows-1252", "cp1252"),
    "cp1256": CodePage("Windows-1256", "cp1256"),
    "iso8859_6": CodePage("ISO 8859-6", "cp1256", rare=8),
    "mac_roman": CodePage("Mac Roman", "cp1252", rare=8),
    "cp850": CodePage("DOS 850", "cp1252", rare=16),
    "cp1250": CodePage("Windows-1250", "cp1250", 1, rb"cz|sk|pl|hu|ro|md|hr|si|ba|rs|me|al|xk"),
    "cp1251": CodePage("Windows-1251", "cp1251", 1, rb"ru|ua|by|bg|kz|mk|mn|kg|rs"),
    "cp1253": CodePage("Windows-1253", "cp1253", 1, rb"gr|cy"),
    "cp1254": CodePage("Windows-1254", "cp1254", 1, rb"tr|az"),
    "cp1255": CodePage("Windows-1255", "cp1255", 1, rb"il"),
    "cp1257": CodePage("Windows-1257", "cp1257", 8, rb"lt|lv|ee"),
}
# How much it counts that an address or a cell of the file names a country.
AT_HOME = 10.0
# A reading that is no likelier than this beside another is asked about; below that, both are shown.
IN_DOUBT, CLEAR = 2.25, 6.0
# Files repeat themselves: this many lines, and words, are enough to judge by.
MOST_LINES, MOST_WORDS, LONGEST_WORD = 2_000, 400, 60
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What one code page makes of the telling words, and how likely that is."""

    codec: str
    words: tuple[str, ...]
    likeness: float

    @property
    def page(self) -> str:
        return CODE_PAGES[self.codec].name

    def example(self, beside: "Reading") -> str:
        """Return a word by which people see the difference from another reading."""
        different = (ours for ours, theirs in zip(self.words, beside.words, strict=True) if ours != theirs)
        return shortened(max(different, key=len, default=""))


def decoded_by_guess(content: bytes) -> tuple[str, Remark]:
    """Return the text of a file that is not UTF-8, and a remark that says how it was read.

    Raises UnreadableFile, and names the ways in which it can be read, where nothing tells which is right.
    """
    readings = readings_of(content)
    if not readings:
        raise UnreadableFile(_("This file cannot be read as text. Save it as UTF-8."))
    best = readings[0]
    rivals = [each for each in readings[1:] if best.likeness - each.likeness < IN_DOUBT]
    if rivals:
        doubt = _("The file is not UTF-8, and its letters can be read in several ways: {readings}. Save it as UTF-8.")
        raise UnreadableFile(doubt, readings=named([best, *rivals]))
    return content.decode(best.codec), told_how(best, readings[1:])


def told_how(best: Reading, others: Sequence[Reading]) -> Remark:
    """Say how a file was read, with a word by which people see whether that is right, and the alternative."""
    if not others:
        return Remark(_("Read as {page} text, because it is not UTF-8."), {"page": best.page})
    rival = others[0]
    words = {"page": best.page, "word": best.example(rival), "other": rival.example(best), "rival": rival.page}
    if best.likeness - rival.likeness >= CLEAR:
        return Remark(
            _(
                "Read as {page} text, because it is not UTF-8, with words such as “{word}”. If that is wrong, save it "
                "as UTF-8."
            ),
            words,
        )
    either = _(
        "Read as {page} text, because it is not UTF-8: “{word}”, and not “{other}” as in {rival}. If that is wrong, "
        "save it as UTF-8."
    )
    return Remark(either, words)


def named(readings: Sequence[Reading]) -> str:
    """Return the ways to read a file, each with a word as it would be."""
    beside = [readings[1], *[readings[0]] * (len(readings) - 1)]
    ways = (f"{one.example(other)} ({one.page})" for one, other in zip(readings, beside, strict=True))
    return ", ".join(islice(ways, MOST_NAMED))


def readings_of(content: bytes) -> list[Reading]:
    """Return what the bytes can be, likeliest first, and each once."""
    lines = islice((line for line in content.splitlines() if not line.isascii()), MOST_LINES)
    telling = b"\n".join(lines)
    matches = from_bytes(telling, cp_isolation=list(CODE_PAGES), threshold=1.0, enable_fallback=False)
    possible = {page for match in matches for page in (match.encoding, *match.could_be_from_charset)}
    words = dict.fromkeys(word[:LONGEST_WORD] for word in tokens(telling) if not word.isascii())
    found = [
        reading_in(codec, list(words)[:MOST_WORDS], content)
        for codec in CODE_PAGES
        if codec in possible and can_be(codec, content)
    ]
    by_words: dict[tuple[str, ...], Reading] = {}
    for reading in found:
        known = by_words.setdefault(reading.words, reading)
        by_words[reading.words] = replace(known, likeness=max(known.likeness, reading.likeness))
    return sorted(by_words.values(), key=lambda each: -each.likeness)


def can_be(codec: str, content: bytes) -> bool:
    """Return whether every byte stands for something in this code page."""
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def reading_in(codec: str, words: Sequence[bytes], content: bytes) -> Reading:
    """Read the telling words in one code page."""
    page = CODE_PAGES[codec]
    read = tuple(word.decode(codec) for word in words)
    expected = AT_HOME * is_at_home(page, content) - page.rare
    return Reading(codec, read, likeness(read, page.languages) + expected)


def is_at_home(page: CodePage, content: bytes) -> bool:
    """Return whether an address in a file, or a cell, is of a country that writes in a code page."""
    if not page.at_home:
        return False
    address = rb"@[^\s,;@]{1,250}\.(?:" + page.at_home + rb")\b"
    cell = rb"[,;\t|]\"?(?:" + page.at_home.upper() + rb")\"?(?=[,;\t|\r\n]|$)"
    return re.search(address, content) is not None or re.search(cell, content) is not None
