"""Tables: the bytes of a CSV or XLSX file become rows of tidy text under the columns we know."""

import csv
import re
import warnings
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO, StringIO
from itertools import chain, islice
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from bot.intake.problems import Problem, Remark, UnreadableFile, shortened
from bot.language.folders import words_in_all
from bot.language.texts import _
from bot.language.typed import folded, one_line

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 100 * MEGABYTE
MOST_ROWS = 50_000
LONGEST_CELL = 2_000

DELIMITERS = (",", ";", "\t")
# The first line of some files says it to Excel.
NAMED_DELIMITER = re.compile(r'"?sep=([,;\t|])"?[,;]*(?:\r\n|\r|\n)', re.IGNORECASE)
ZIP_MARK = b"PK\x03\x04"
OLD_OFFICE_MARK = b"\xd0\xcf\x11\xe0"
# The size of a sheet in Excel. Some files claim formatted cells down to its last row.
# Numbers from here on have more digits than a spreadsheet keeps.
FIRST_ROUNDED = 10**15
LAST_ROW, LAST_COLUMN = 1_048_576, 256
# Text is read without its NULs, so no file can contain this line.
END = "\0end of file\0"

NumberedRow = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that fit under the header, those that do not and why, and remarks about the file."""

    rows: tuple[Row, ...]
    misfits: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def column(self, name: str) -> tuple[str, ...]:
        """Return what stands in one column."""
        return tuple(row[name] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Header:
    """Which known column stands where, how wide the header is, and the columns that nobody knows."""

    places: Mapping[int, str]
    width: int
    unknown: tuple[str, ...]


def read_sheet(content: bytes, known: Sequence[str], required: Collection[str], most_rows: int = MOST_ROWS) -> Sheet:
    """Read a CSV or XLSX file whose known columns may stand in any order; raises UnreadableFile.

    Kinds of file: XLSX; text in UTF-8, in UTF-16 with its mark, or in Windows-1256.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(_("The file is larger than {limit} MB."), limit=LARGEST_FILE // MEGABYTE)
    rows, remarks = workbook_rows(content, most_rows) if content.startswith(ZIP_MARK) else text_rows(content)
    filled = ((number, cells) for number, cells in rows if any(map(cleaned, cells)))
    header = read_header(next(filled, (0, []))[1], known, required)
    if header.unknown:
        left_out = Remark(
            _("Columns that are not known were left out: {columns}."), {"columns": ", ".join(header.unknown)}
        )
        remarks.append(left_out)
    return laid_out(filled, header, remarks, most_rows)


def laid_out(filled: Iterator[NumberedRow], header: Header, remarks: Sequence[Remark], most_rows: int) -> Sheet:
    """Put the cells of each row under their columns."""
    rows: list[Row] = []
    misfits: list[Row] = []
    problems: list[Problem] = []
    for count, (number, cells) in enumerate(filled, 1):
        if count > most_rows:
            raise UnreadableFile(_("The file has more than {limit} rows."), limit=most_rows)
        named = {column: cleaned(cells[at]) for at, column in header.places.items() if at < len(cells)}
        wrong = excess(number, cells, header)
        problems.extend(wrong)
        (misfits if wrong else rows).append(Row(number, named))
    return Sheet(tuple(rows), tuple(misfits), tuple(problems), tuple(remarks))


def excess(number: int, cells: Sequence[str], header: Header) -> list[Problem]:
    """Say what of a row does not fit under the header: too many cells, or too much in one."""
    if any(map(cleaned, cells[header.width :])):
        reason = _("This row has more cells than the header. A cell with a comma in it needs quotation marks.")
        return [Problem(number, "", reason, value=shortened(cleaned(cells[header.width])))]
    return [
        Problem(
            number,
            column,
            _("This cell has {length} characters; {limit} are allowed."),
            {"length": len(cells[at]), "limit": LONGEST_CELL},
            shortened(cleaned(cells[at])),
        )
        for at, column in header.places.items()
        if at < len(cells) and len(cells[at]) > LONGEST_CELL
    ]


def read_header(cells: Sequence[str], known: Sequence[str], required: Collection[str]) -> Header:
    """Find the known columns; raises UnreadableFile when one is missing or stands there twice."""
    if not cells:
        raise UnreadableFile(_("The file is empty."))
    by_key = {column_key(name): column for column in known for name in (column, *words_in_all("columns", column))}
    places = {at: by_key[column_key(cell)] for at, cell in enumerate(cells) if column_key(cell) in by_key}
    found = list(places.values())
    twice = [column for column in known if found.count(column) > 1]
    if twice:
        raise UnreadableFile(_("The header has a column twice: {columns}."), columns=", ".join(twice))
    missing = [column for column in known if column in required and column not in found]
    if missing:
        raise UnreadableFile(_("The header lacks these columns: {columns}."), columns=", ".join(missing))
    unknown = (shortened(cleaned(cell)) for at, cell in enumerate(cells) if at not in places)
    return Header(places, len(cells), tuple(filter(None, unknown)))


def column_key(heading: str) -> str:
    """Return a heading as headings are compared: letters and digits alone, without case."""
    return "".join(letter for letter in folded(heading) if letter.isalnum())


def cleaned(cell: str) -> str:
    """Return a cell as one line of visible text."""
    # Most cells are plain ASCII; without this short way, looking at each letter takes most of the time.
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    return visible(cell)


@lru_cache(maxsize=1024)
def visible(cell: str) -> str:
    """Return a cell of any script as one line, without what cannot be seen in it."""
    return one_line(cell.replace("\t", " ").replace("\r", "\n"))


# --- text -------------------------------------------------------------------------------------------------


def text_rows(content: bytes) -> tuple[Iterator[NumberedRow], list[Remark]]:
    """Read delimited text: commas, semicolons or tabs, whichever parts the header into most columns."""
    text, remarks = decoded(content)
    named = NAMED_DELIMITER.match(text)
    if named:
        return enumerate(delimited(text[named.end() :], named[1]), 2), remarks
    delimiter = max(DELIMITERS, key=lambda each: len(first_row(text, each)))
    return enumerate(delimited(text, delimiter), 1), remarks


def decoded(content: bytes) -> tuple[str, list[Remark]]:
    """Return the text of a file. What is no UTF-8 is Windows-1256, in which Excel saves CSV on Arabic systems."""
    if content.startswith(OLD_OFFICE_MARK):
        reason = _("This is an old or protected Excel file. Save it as XLSX without a password, or as CSV.")
        raise UnreadableFile(reason)
    marked = content.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE))
    encoding = "utf-16" if marked and not content.startswith(BOM_UTF8) else "utf-8-sig"
    try:
        text, remarks = content.decode(encoding), list[Remark]()
    except UnicodeDecodeError as error:
        if marked:
            raise UnreadableFile(_("This is not text we can read. Save the file as UTF-8.")) from error
        text = content.decode("cp1256")
        remarks = [Remark(_("Read as Windows-1256 text, because it is not UTF-8."))]
    # UTF-16 without its mark: the Latin letters could be guessed, the Arabic ones would come out wrong.
    if text.count("\0") * 4 > len(text):
        raise UnreadableFile(_("This is not text we can read. Save the file as UTF-8."))
    return text.replace("\0", ""), remarks


def first_row(text: str, delimiter: str) -> list[str]:
    """Return the first row that is not blank, as this delimiter would part it."""
    try:
        return next((row for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter) if row), [])
    except csv.Error:
        return []


def delimited(text: str, delimiter: str) -> Iterator[list[str]]:
    """Part text into rows; raises UnreadableFile where a quotation mark swallows the rest of the file.

    The csv module would hand that rest over as one cell, and its rows would be lost without a word.
    """
    lines = chain(StringIO(text, newline=""), [END])
    whole_rows = 0
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row == [END]:
                return
            if not row or not row[-1].endswith(END):
                whole_rows += 1
                yield row
    except csv.Error:
        pass  # a cell grew past all measure, which a missing quotation mark does too
    raise UnreadableFile(_("In row {row} a cell does not end. Is a quotation mark missing?"), row=whole_rows + 1)


# --- XLSX -------------------------------------------------------------------------------------------------


def workbook_rows(content: bytes, most_rows: int) -> tuple[Iterator[NumberedRow], list[Remark]]:
    """Read the first sheet of a workbook, with the values of its formulas."""
    if unpacked_size(content) > LARGEST_UNPACKED:
        raise UnreadableFile(_("The file is larger than {limit} MB."), limit=LARGEST_UNPACKED // MEGABYTE)
    try:
        rows, names = first_sheet(content, most_rows)
    except Exception as error:
        # A damaged workbook makes openpyxl raise nearly anything: KeyError, TypeError, zlib.error, ParseError.
        raise UnreadableFile(_("This workbook cannot be opened. Save it again as XLSX, or as CSV.")) from error
    remarks = [Remark(_("Only the first sheet was read: {sheet}."), {"sheet": cleaned(names[0])})]
    return iter(rows), remarks if len(names) > 1 else []


def first_sheet(content: bytes, most_rows: int) -> tuple[list[NumberedRow], list[str]]:
    """Return the filled rows of the first sheet, at most one more than are allowed, and the names of all sheets."""
    with warnings.catch_warnings():
        # Other programs' workbooks lack styles or have extensions that openpyxl remarks upon.
        warnings.simplefilter("ignore")
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its own size is wrong in many exports
        values = sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN, values_only=True)
        rows = list(islice(filled_rows(values), most_rows + 2))
        return rows, [str(each.title) for each in workbook.worksheets]


def filled_rows(values: Iterable[tuple[object, ...]]) -> Iterator[NumberedRow]:
    """Number the rows and leave out the empty ones."""
    for number, row in enumerate(values, 1):
        if row.count(None) < len(row):
            yield number, [as_text(value) for value in row]


def as_text(value: object) -> str:
    """Return what a cell holds as text: days as ISO dates, whole numbers without a decimal point.

    A number so large that the spreadsheet has rounded it shows that it was.
    """
    match value:
        case None:
            return ""
        case datetime():
            return str(value.date() if value.time() == time() else value.replace(microsecond=0))
        case date():
            return value.isoformat()
        case int() | float() if abs(value) >= FIRST_ROUNDED:
            return f"{value:.14e}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def unpacked_size(content: bytes) -> int:
    """Return how many bytes a packed file claims to unpack to; unpacking never gives more than is claimed."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(_("This workbook cannot be opened. Save it again as XLSX, or as CSV.")) from error
