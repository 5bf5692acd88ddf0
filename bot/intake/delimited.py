"""Delimited text: CSV as spreadsheets and other programs write it, parted into rows of cells."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import StringIO
from itertools import chain, islice

from bot.intake.code_pages import decoded_by_guess
from bot.intake.kinds import refuse_other_kinds
from bot.intake.problems import Problem, Remark, UnreadableFile, shortened
from bot.intake.rows import RawRow, Table
from bot.language.texts import _
from bot.language.typed import one_line

DELIMITERS = (",", ";", "\t", "|")
# A title may stand above the header, without any of them.
HEADER_WITHIN = 10
# The first line of some files says it to Excel.
NAMED_DELIMITER = re.compile(r'"?sep=([,;\t|])"?[,;]*(?:\r\n|\r|\n)', re.IGNORECASE)
# Text is read without its NULs, so no file can contain this line.
END = "\0end of file\0"
# People write a blank after a comma; between the cells of a row there is none. One may be a slip.
CLOSE_DELIMITERS = 2


def text_rows(content: bytes) -> Iterator[Table]:
    """Read delimited text: commas, semicolons or tabs, whichever parts the header into most columns."""
    refuse_other_kinds(content)
    text, remarks = decoded(content)
    named = NAMED_DELIMITER.match(text)
    if named:
        yield parted(text[named.end() :], named[1], first=2), remarks
    else:
        delimiter = max(DELIMITERS, key=lambda each: width_of(text, each))
        yield parted(text, delimiter), remarks


def decoded(content: bytes) -> tuple[str, list[Remark]]:
    """Return the text of a file, and a remark where it is not Unicode."""
    marked = content.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE))
    encoding = "utf-16" if marked and not content.startswith(BOM_UTF8) else "utf-8-sig"
    # UTF-16 without its mark: Latin letters could be guessed, but Arabic ones would come out wrong.
    if not marked and content.count(0) * 4 > len(content):
        raise UnreadableFile(_("This file cannot be read as text. Save it as UTF-8."))
    try:
        return content.decode(encoding).replace("\0", ""), []
    except UnicodeDecodeError as error:
        if marked:
            raise UnreadableFile(_("This file cannot be read as text. Save it as UTF-8.")) from error
    text, remark = decoded_by_guess(content.replace(b"\0", b""))
    return text, [remark]


def width_of(text: str, delimiter: str) -> int:
    """Return how many cells the widest of the first rows has, as this delimiter would part them."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    widest = 0
    try:
        for row in islice(filter(None, rows), HEADER_WITHIN):
            widest = max(widest, len(row))
    except csv.Error:
        return widest
    return widest


class Lines:
    """The lines of a text, which remembers those that were taken since it was last asked."""

    def __init__(self, text: str) -> None:
        self._lines = chain(StringIO(text, newline=""), [END])
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            yield line

    def taken(self) -> list[str]:
        """Return the lines since the last time, and forget them."""
        taken, self._taken = self._taken, []
        return taken


def parted(text: str, delimiter: str, first: int = 1) -> Iterator[RawRow]:
    """Part text into rows, and name those with a misplaced quotation mark: we do not guess what their lines mean.

    Raises UnreadableFile where a cell swallows the rest of the file.
    """
    lines = Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, width, line = first, 0, first
    while True:
        try:
            cells: list[str] | None = next(reader)
        except csv.Error:
            cells = None
        taken = lines.taken()
        if cells == [END]:
            return
        if END in taken or sum(map(len, taken)) > csv.field_size_limit():
            raise UnreadableFile(_("In row {row} a cell does not end. Is a quotation mark missing?"), row=number)
        width = width or len(cells or ())
        if cells is None or has_swallowed(cells, width, delimiter):
            yield RawRow(number, ["".join(taken)], misquoted(number, line, taken))
        else:
            yield RawRow(number, cells)
        number, line = number + 1, line + len(taken)


def misquoted(number: int, line: int, taken: list[str]) -> Problem:
    """Say where a quotation mark is out of place, and which lines of the file nobody read because of it."""
    reason = _("A quotation mark is out of place: line {line} of the file was not read.")
    if len(taken) > 1:
        reason = _(
            "A quotation mark is out of place, and lines {line} to {last} of the file run together: none was read."
        )
    values = {"line": line, "last": line + len(taken) - 1}
    return Problem(number, "", reason, values, shortened(one_line(taken[0])))


def has_swallowed(cells: list[str], width: int, delimiter: str) -> bool:
    """Return whether a cell has other rows in it: line breaks, and delimiters as rows have them."""
    return any("\n" in cell or "\r" in cell for cell in cells) and any(
        looks_like_rows(cell.splitlines(), at, len(cells), width, delimiter) for at, cell in enumerate(cells)
    )


def looks_like_rows(lines: list[str], at: int, cells: int, width: int, delimiter: str) -> bool:
    """Return whether the lines of the cell at a place are rows of a table of this width.

    Either a line has delimiters without a blank after them, or the first and the last line have exactly as many as
    their rows lack.
    """
    later = "\n".join(lines[1:])
    close = len(re.findall(rf"{re.escape(delimiter)}(?=\S)", later))
    lacking = (width - 1 - at, at + width - cells)
    fits = later.count(delimiter) > 0 and (lines[0].count(delimiter), lines[-1].count(delimiter)) == lacking
    return close >= CLOSE_DELIMITERS or fits
