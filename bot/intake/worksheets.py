"""Worksheets: the rows of one sheet of a workbook as texts, one at a time.

openpyxl makes an object of each cell, of which a sheet may have a million, and goes through it a second time for the
formulas. So its parser is given another way to read a row: what a cell shows, as text, and nothing else.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl import Workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from bot.intake.rows import RawRow

# Numbers from here on have more digits than a spreadsheet keeps.
FIRST_ROUNDED = 10**15
# The size of a sheet in Excel; a larger one is none.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
WITH_ZEROS = re.compile("0{2,40}")
TEXT_TAG, RUN_TAG = f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r"
DIGITS = "0123456789"
TRUE = ("1", "true")


def rows_of(book: Workbook, at: int, hidden: list[int]) -> Iterator[RawRow]:
    """Yield the filled rows of a sheet, from a book that was opened for reading only, each with its number.

    The numbers of those that somebody has hidden, or a filter, are added to `hidden`.
    """
    sheet: Any = book.worksheets[at]
    with sheet._get_source() as source:
        parser = SheetParser(source, book, sheet._shared_strings)
        for number, texts in parser.parse():
            if number > LAST_ROW:
                return
            if any(texts):
                hidden.extend([number] if parser.is_hidden else [])
                yield RawRow(number, texts)


class SheetParser(WorkSheetParser):  # type: ignore[misc] # openpyxl has no types
    """openpyxl's parser of sheets, for texts instead of cells."""

    def __init__(self, source: Any, book: Any, shared_strings: list[str]) -> None:
        self.row_counter = 0
        super().__init__(
            source,
            shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self.is_hidden = False
        self._book = book
        self._zeros: dict[int, int] = {}

    def parse_row(self, row: Element) -> tuple[int, list[str]]:
        """Return the number of a row and what its cells show."""
        given = row.get("r")
        self.row_counter = int(float(given)) if given else self.row_counter + 1
        self.is_hidden = row.get("hidden") in TRUE
        texts: list[str] = []
        column = 0
        for cell in row:
            place = cell.get("r")
            column = column_of(place.rstrip(DIGITS)) if place else column + 1
            text = self._text_of(cell)
            if text and column <= LAST_COLUMN:
                texts.extend([""] * (column - len(texts)))
                texts[column - 1] = text
        return self.row_counter, texts

    def _text_of(self, cell: Element) -> str:
        """Return what a cell shows; of a formula whose value the file lacks, the formula itself."""
        kind, value = cell.get("t", "n"), cell.findtext(VALUE_TAG)
        formula = cell.find(FORMULA_TAG)
        if formula is not None:
            written = self._formula_of(cell, formula)
            # An empty text that a formula came to is told apart by its type.
            if not value and kind == "n":
                return written
        if kind == "s" and value:
            return str(self.shared_strings[int(value)])
        if kind == "inlineStr":
            return inline_text(cell.find(INLINE_STRING))
        return self._shown(kind, value, int(cell.get("s", 0))) if value else ""

    def _formula_of(self, cell: Element, formula: Element) -> str:
        """Return a formula as it is written in its cell; one that others share is noted for them."""
        if formula.get("t") == "shared":
            return str(self.parse_formula(cell))
        return f"={formula.text or ''}"

    def _shown(self, kind: str, value: str, style: int) -> str:
        if kind == "b":
            return str(bool(int(value))).upper()
        if kind == "d":
            return as_text(from_ISO8601(value))
        return self._number(value, style) if kind == "n" else value

    def _number(self, value: str, style: int) -> str:
        number = float(value) if set(value) & set(".eE") else int(value)
        if style not in self.date_formats:
            return as_text(number, self._zeros_of(style))
        try:
            return as_text(from_excel(number, self.epoch, timedelta=style in self.timedelta_formats))
        except (OverflowError, ValueError):
            return "#VALUE!"

    def _zeros_of(self, style: int) -> int:
        """Return how many digits a format shows at least."""
        if style not in self._zeros:
            shown_as = format_of(self._book, style)
            self._zeros[style] = len(shown_as) if WITH_ZEROS.fullmatch(shown_as) else 0
        return self._zeros[style]


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """Return the number of a column."""
    return int(column_index_from_string(letters))


def format_of(book: Any, style: int) -> str:
    """Return how a style shows numbers."""
    at = book._cell_styles[style].numFmtId
    if at < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(at, "General"))
    return str(book._number_formats[at - BUILTIN_FORMATS_MAX_SIZE])


def inline_text(element: Element | None) -> str:
    """Return a text that stands in its cell, whole or in runs of several looks; how it is pronounced is left out."""
    if element is None:
        return ""
    parts = [element.findtext(TEXT_TAG), *(run.findtext(TEXT_TAG) for run in element.iterfind(RUN_TAG))]
    return "".join(filter(None, parts))


def as_text(value: object, zeros: int = 0) -> str:
    """Return a value as text: days as ISO dates, whole numbers without a decimal point and with zeros in front.

    A number so large that the spreadsheet has rounded it shows that it was.
    """
    match value:
        case datetime():
            return str(value.date() if value.time() == time() else value.replace(microsecond=0))
        case date():
            return value.isoformat()
        case int() | float() if abs(value) >= FIRST_ROUNDED:
            return f"{value:.14e}"
        case float() if value.is_integer():
            return str(int(value)).zfill(zeros)
        case int():
            return str(value).zfill(zeros)
        case _:
            return str(value)
