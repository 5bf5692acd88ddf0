"""Workbooks: the rows of an XLSX file, as a person who opens it sees them. For the process that reads files alone."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from bot.intake.delimited import text_rows
from bot.intake.problems import Remark, UnreadableFile
from bot.intake.rows import ZIP_MARK, RawRow
from bot.intake.sheets import MEGABYTE
from bot.language.texts import _
from bot.language.typed import one_line
from bot.lean import without

# openpyxl takes these along where they are installed, to write numbers and pictures: 20 MB, for each file that is read.
with without("numpy", "PIL"):
    from openpyxl import Workbook, load_workbook

    from bot.intake.worksheets import rows_of

LARGEST_UNPACKED = 100 * MEGABYTE
CANNOT_BE_OPENED = _("This workbook cannot be opened. Save it again as XLSX, or as CSV.")


def file_rows(content: bytes) -> tuple[Iterator[RawRow], list[Remark]]:
    """Read the rows of any file that we can read: a workbook or delimited text."""
    return workbook_rows(content) if content.startswith(ZIP_MARK) else text_rows(content)


def workbook_rows(content: bytes) -> tuple[Iterator[RawRow], list[Remark]]:
    """Read the first sheet that is not hidden, with the values of its formulas: row by row, as they are asked for."""
    if unpacked_size(content) > LARGEST_UNPACKED:
        raise UnreadableFile(_("The file is larger than {limit} MB."), limit=LARGEST_UNPACKED // MEGABYTE)
    try:
        book, at = opened(content)
        sheets = book.worksheets
        remark = Remark(_("Only this sheet was read: {sheet}."), {"sheet": one_line(str(sheets[at].title))})
    except Exception as error:
        # A damaged workbook makes openpyxl raise nearly anything: KeyError, TypeError, zlib.error, ParseError.
        raise UnreadableFile(CANNOT_BE_OPENED) from error
    return readable_rows(book, at), [remark] if len(sheets) > 1 else []


def readable_rows(book: Workbook, at: int) -> Iterator[RawRow]:
    """Yield the rows of a sheet; raises UnreadableFile where they are damaged."""
    try:
        yield from rows_of(book, at)
    except Exception as error:
        raise UnreadableFile(CANNOT_BE_OPENED) from error


def opened(content: bytes) -> tuple[Workbook, int]:
    """Open a workbook; returns it, and which sheet to read."""
    with warnings.catch_warnings():
        # Other programs' workbooks lack styles or have extensions that openpyxl remarks upon.
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    shown = [at for at, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]
    return book, shown[0] if shown else 0


def unpacked_size(content: bytes) -> int:
    """Return how many bytes a packed file claims to unpack to; unpacking never gives more than is claimed."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(CANNOT_BE_OPENED) from error
