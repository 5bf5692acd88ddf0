"""Workbooks: the rows of an XLSX file, as a person who opens it sees them. For the process that reads files alone."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from bot.intake.delimited import text_rows
from bot.intake.kinds import refuse_other_packed
from bot.intake.problems import Remark, UnreadableFile, listed
from bot.intake.rows import ZIP_MARK, RawRow, Table
from bot.intake.sheets import MEGABYTE
from bot.language.texts import _
from bot.language.typed import one_line
from bot.lean import without

# openpyxl imports these if they are installed, to write numbers and pictures: 20 MB, for each file that is read.
with without("numpy", "PIL"):
    from openpyxl import Workbook, load_workbook

    from bot.intake.worksheets import rows_of

LARGEST_UNPACKED = 100 * MEGABYTE
CANNOT_BE_OPENED = _("This workbook cannot be opened. Save it again as XLSX, or as CSV.")


def file_rows(content: bytes) -> Iterator[Table]:
    """Read the tables of any file that we can read: a workbook or delimited text."""
    return workbook_rows(content) if content.startswith(ZIP_MARK) else text_rows(content)


def workbook_rows(content: bytes) -> Iterator[Table]:
    """Read the sheets that are not hidden, with the values of their formulas: row by row, as they are asked for."""
    if unpacked_size(content) > LARGEST_UNPACKED:
        raise UnreadableFile(_("The file is larger than {limit} MB."), limit=LARGEST_UNPACKED // MEGABYTE)
    try:
        book = opened(content)
        titles = [one_line(str(sheet.title)) for sheet in book.worksheets]
        shown = [at for at, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]
    except Exception as error:
        # A damaged workbook makes openpyxl raise nearly anything: KeyError, TypeError, zlib.error, ParseError.
        raise UnreadableFile(CANNOT_BE_OPENED) from error
    for at in shown or range(len(titles)):
        only = Remark(_("Only this sheet was read: {sheet}."), {"sheet": titles[at]})
        remarks = [only] if len(titles) > 1 else []
        yield readable_rows(book, at, remarks), remarks


def readable_rows(book: Workbook, at: int, remarks: list[Remark]) -> Iterator[RawRow]:
    """Yield the rows of a sheet, and remark at the end which are hidden; raises UnreadableFile for damaged ones."""
    hidden: list[int] = []
    try:
        yield from rows_of(book, at, hidden)
    except Exception as error:
        raise UnreadableFile(CANNOT_BE_OPENED) from error
    if hidden:
        told = _("These rows are hidden in the workbook, and were read all the same: {rows}.")
        remarks.append(Remark(told, {"rows": listed(map(str, hidden))}))


def opened(content: bytes) -> Workbook:
    """Open a workbook for reading only."""
    with warnings.catch_warnings():
        # Other programs' workbooks lack styles or have extensions that openpyxl remarks upon.
        warnings.simplefilter("ignore")
        return load_workbook(BytesIO(content), read_only=True, data_only=True)


def unpacked_size(content: bytes) -> int:
    """Return how many bytes a workbook claims to unpack to; unpacking never gives more than that.

    Raises UnreadableFile for a packed file that is no workbook.
    """
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(CANNOT_BE_OPENED) from error
    refuse_other_packed(part.filename for part in parts)
    return sum(part.file_size for part in parts)
