"""Workbooks: the rows of an XLSX file, as a person who opens it sees them."""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice, repeat
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.worksheet.formula import ArrayFormula

from bot.intake.problems import Remark, UnreadableFile
from bot.intake.rows import RawRow
from bot.language.texts import _
from bot.language.typed import one_line

MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 100 * MEGABYTE
ZIP_MARK = b"PK\x03\x04"
# Numbers from here on have more digits than a spreadsheet keeps.
FIRST_ROUNDED = 10**15
# The size of a sheet in Excel. Some files claim formatted cells down to its last row.
LAST_ROW, LAST_COLUMN = 1_048_576, 256
FORMULA = re.compile(rb"<(\w{1,40}:)?f[\s>/]")
WITH_ZEROS = re.compile("0{2,40}")


def workbook_rows(content: bytes, most_rows: int) -> tuple[Iterator[RawRow], list[Remark]]:
    """Read the first sheet that is not hidden, with the values of its formulas."""
    if unpacked_size(content) > LARGEST_UNPACKED:
        raise UnreadableFile(_("The file is larger than {limit} MB."), limit=LARGEST_UNPACKED // MEGABYTE)
    try:
        rows, name, others = visible_sheet(content, most_rows)
    except Exception as error:
        # A damaged workbook makes openpyxl raise nearly anything: KeyError, TypeError, zlib.error, ParseError.
        raise UnreadableFile(_("This workbook cannot be opened. Save it again as XLSX, or as CSV.")) from error
    remarks = [Remark(_("Only this sheet was read: {sheet}."), {"sheet": one_line(name)})]
    return iter(rows), remarks if others else []


def visible_sheet(content: bytes, most_rows: int) -> tuple[list[RawRow], str, int]:
    """Return the filled rows of the sheet to read, at most one more than are allowed, its name, and how many others
    there are."""
    with warnings.catch_warnings():
        # Other programs' workbooks lack styles or have extensions that openpyxl remarks upon.
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        shown = [at for at, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]
        at = shown[0] if shown else 0
        formulas: Iterable[Sequence[Any]] = repeat(())
        if has_formulas(content):
            formulas = cells_of(load_workbook(BytesIO(content), read_only=True), at)
        rows = list(islice(filled_rows(cells_of(book, at), formulas), most_rows + 2))
        return rows, str(book.worksheets[at].title), len(book.worksheets) - 1


def has_formulas(content: bytes) -> bool:
    """Return whether any sheet has a formula: it takes a second reading to know where."""
    with ZipFile(BytesIO(content)) as packed:
        sheets = (name for name in packed.namelist() if "worksheets/" in name)
        return any(FORMULA.search(packed.read(name)) for name in sheets)


def cells_of(book: Workbook, at: int) -> Iterable[Sequence[Any]]:
    """Return the rows of a sheet, as cells."""
    sheet: Any = book.worksheets[at]
    sheet.reset_dimensions()  # what a sheet says of its own size is wrong in many exports
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN)
    return rows


def filled_rows(values: Iterable[Sequence[Any]], formulas: Iterable[Sequence[Any]]) -> Iterator[RawRow]:
    """Number the rows and leave out the empty ones."""
    empty: Sequence[Any] = ()
    for number, (row, written) in enumerate(zip(values, formulas, strict=False), 1):
        # Rows that the file does not have are one and the same; there may be a million of them.
        if row is empty or all(cell is EMPTY_CELL for cell in row):
            empty = row
        else:
            yield RawRow(number, texts_of(row, written))


def texts_of(row: Sequence[Any], formulas: Sequence[Any]) -> list[str]:
    """Return what the cells of a row show; of a formula whose value the file lacks, the formula itself."""
    texts = ["" if cell.value is None else as_text(cell.value, cell) for cell in row]
    for at, cell in enumerate(formulas):
        # An empty text that a formula came to is one too, but is told apart by its type.
        if cell.data_type == "f" and row[at].value is None and row[at].data_type == "n":
            texts[at] = cell.value.text if isinstance(cell.value, ArrayFormula) else str(cell.value)
    return texts


def as_text(value: object, cell: Any) -> str:
    """Return what a cell holds as text: days as ISO dates, whole numbers without a decimal point, truths as shown.

    A number so large that the spreadsheet has rounded it shows that it was.
    """
    match value:
        case bool():
            return str(value).upper()
        case datetime():
            return str(value.date() if value.time() == time() else value.replace(microsecond=0))
        case date():
            return value.isoformat()
        case int() | float() if abs(value) >= FIRST_ROUNDED:
            return f"{value:.14e}"
        case int():
            return with_zeros(value, str(cell.number_format))
        case float() if value.is_integer():
            return with_zeros(int(value), str(cell.number_format))
        case _:
            return str(value)


def with_zeros(number: int, shown_as: str) -> str:
    """Return a whole number with the zeros in front that its format shows."""
    return str(number).zfill(len(shown_as)) if WITH_ZEROS.fullmatch(shown_as) else str(number)


def unpacked_size(content: bytes) -> int:
    """Return how many bytes a packed file claims to unpack to; unpacking never gives more than is claimed."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(_("This workbook cannot be opened. Save it again as XLSX, or as CSV.")) from error
