"""Sheets: the bytes of a file become rows of tidy text under the columns we know."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from sys import intern

from bot.intake.delimited import text_rows
from bot.intake.lost_values import lack_of
from bot.intake.problems import Problem, Remark, UnreadableFile, shortened
from bot.intake.rows import REMEMBERED, RawRow, ReadRows
from bot.language.blanks import is_nothing
from bot.language.folders import words_in_all
from bot.language.texts import _
from bot.language.typed import folded, one_line

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_ROWS = 50_000
LONGEST_CELL = 2_000

MOST_NAMED = 3
# This many headings in one row are the header of another table.
FEWEST_HEADINGS = 3
# A title, a date and blanks may stand above the header.
HEADER_WITHIN = 10
RULE = re.compile(r"(?=..)[:+|]?[-=_\u2014\u2500\u2550+]+[:+|]?")
# How files keep a text from becoming a number: ="0090417263".
AS_TEXT = re.compile(r'="(.*)"')
# A row without any of these has no mark to take off, no formula left uncalculated, and no lost letters.
SUSPECT = re.compile("['=#?]|[^\\x00-\\x7f]")
# How a text is kept from becoming a formula, in our own files and when people type it.
MARKED = re.compile(r"'+[-=+@|#\uff1d\uff0b\uff0d\uff20\uff5c]")


ANOTHER_TABLE = _(
    "Another table begins here, with its columns in another order. It was not read, nor what follows: give it a file "
    "of its own."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that fit under the header, those that do not and why, and remarks about the file.

    `broken` has the texts of rows that could not be parted into cells, by their numbers; these rows are among the
    misfits, without a cell.
    """

    rows: tuple[Row, ...]
    misfits: tuple[Row, ...] = ()
    broken: Mapping[int, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def column(self, name: str) -> tuple[str, ...]:
        """Return what stands in one column."""
        return tuple(row[name] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Header:
    """Which known column stands where, how wide the header is, and the columns that nobody knows.

    `is_exported` says that the known ones have the headings of our exports.
    """

    places: Mapping[int, str]
    width: int
    unknown: tuple[str, ...]
    is_exported: bool = False
    keys: tuple[str, ...] = ()

    def is_repeated_by(self, cells: Sequence[str]) -> bool:
        """Return whether a row is the same header again, as where tables were put below one another."""
        return tuple(map(column_key, cells)) == self.keys

    def is_followed_by(self, cells: Sequence[str]) -> bool:
        """Return whether a row is the header of another table: most of its cells are headings that stand here too."""
        keys = [column_key(cell) for cell in cells if cell.strip()]
        known = [key for key in keys if key in self.keys]
        return len(known) >= FEWEST_HEADINGS and 2 * len(known) > len(keys)


def read_sheet(
    content: bytes,
    known: Sequence[str],
    required: Collection[str],
    most_rows: int = MOST_ROWS,
    rows_of: ReadRows = text_rows,
    also_called: Sequence[Mapping[str, str]] = (),
) -> Sheet:
    """Read a file whose known columns may stand in any order; raises UnreadableFile.

    It is text in UTF-8, in UTF-16 with its mark, or in a code page found by its letters, unless `rows_of` reads more.
    `also_called` are other sets of headings, by those that are known: one counts where it names all that is required.
    Of several tables the first with a header is read.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(_("The file is larger than {limit} MB."), limit=LARGEST_FILE // MEGABYTE)
    complaints = []
    for rows, remarks in rows_of(content):
        filled = (row for row in rows if any(map(cleaned, row.cells)) and not is_rule(row.cells))
        looked_at = list(islice(filled, HEADER_WITHIN))
        try:
            at, header = header_among(looked_at, lambda cells: read_header(cells, known, required, also_called))
        except UnreadableFile as unreadable:
            complaints.append(unreadable)
        else:
            return below(header, at, looked_at, filled, remarks, most_rows)
    raise next(iter(complaints), UnreadableFile(_("The file is empty.")))


def below(
    header: Header,
    at: int,
    looked_at: Sequence[RawRow],
    filled: Iterator[RawRow],
    remarks: list[Remark],
    most_rows: int,
) -> Sheet:
    """Read what stands below a header, with remarks about what stands above and beside it."""
    if at:
        below = _("The header was found in row {row}. What stands above it was not read.")
        remarks.append(Remark(below, {"row": looked_at[at].number}))
    if header.unknown and header.is_exported:
        told = _("Of an export, what files say of orders is read, and not what has become of them: {columns}, …")
        remarks.append(Remark(told, {"columns": ", ".join(header.unknown[:MOST_NAMED])}))
    elif header.unknown:
        left_out = Remark(
            _("Columns that are not known were left out: {columns}."), {"columns": ", ".join(header.unknown)}
        )
        remarks.append(left_out)
    return laid_out(chain(looked_at[at + 1 :], filled), header, remarks, most_rows)


def is_rule(cells: Sequence[str]) -> bool:
    """Return whether a row only draws a line across a table, as in Markdown and between totals."""
    return all(RULE.fullmatch(cell) for cell in map(str.strip, cells) if cell)


def header_among(rows: Sequence[RawRow], read: Callable[[Sequence[str]], Header]) -> tuple[int, Header]:
    """Return the place of the header, which may stand below a title, and the header.

    Raises UnreadableFile, with what the first row lacks.
    """
    complaints = []
    for at, row in enumerate(rows):
        if row.broken:
            complaints.append(UnreadableFile(row.broken.reason, **row.broken.values))
            continue
        try:
            return at, read(row.cells)
        except UnreadableFile as unreadable:
            complaints.append(unreadable)
    raise next(iter(complaints), UnreadableFile(_("The file is empty.")))


def laid_out(filled: Iterator[RawRow], header: Header, remarks: Sequence[Remark], most_rows: int) -> Sheet:
    """Put the cells of each row under their columns."""
    rows: list[Row] = []
    misfits: list[Row] = []
    problems: list[Problem] = []
    broken: dict[int, str] = {}
    # A file repeats itself, and has a million cells. For each file anew: its cells may be long.
    tidied = lru_cache(REMEMBERED)(tidy_cell)
    for count, raw in enumerate(filled, 1):
        if count > most_rows:
            raise UnreadableFile(_("The file has more than {limit} rows."), limit=most_rows)
        # This is asked of every row, so the first cell has to be enough.
        begins_as_header = column_key(raw.cells[0]) in header.keys
        if begins_as_header and header.is_repeated_by(raw.cells):
            continue
        if begins_as_header and header.is_followed_by(raw.cells):
            problems.append(Problem(raw.number, "", ANOTHER_TABLE))
            break
        if raw.broken:
            broken[raw.number] = "".join(raw.cells)
        row = Row(raw.number, {} if raw.broken else under(header, raw.cells, tidied))
        is_suspect = SUSPECT.search("".join(row.cells.values())) is not None
        wrong = [raw.broken] if raw.broken else [*excess(raw, header), *(uncalculated(row) if is_suspect else ())]
        problems.extend(wrong)
        (misfits if wrong else rows).append(unmarked(row) if is_suspect else row)
    return Sheet(tuple(rows), tuple(misfits), broken, tuple(problems), tuple(remarks))


def under(header: Header, cells: Sequence[str], tidied: Callable[[str], str]) -> dict[str, str]:
    """Return tidied cells by their columns, without those that say nothing."""
    width = len(cells)
    return {column: cell for at, column in header.places.items() if at < width and (cell := tidied(cells[at]))}


def tidy_cell(cell: str) -> str:
    """Return a cell as it is read; "" where it says nothing. Of each text there is one."""
    tidy = unquoted(cleaned(cell))
    return "" if is_nothing(tidy) else intern(tidy)


def unquoted(cell: str) -> str:
    """Return a text without what files put around it to keep it from becoming a number."""
    found = AS_TEXT.fullmatch(cell) if cell.startswith("=") else None
    inside = found[1].split('""') if found else ['"']
    return cell if any('"' in part for part in inside) else '"'.join(inside).strip()


def unmarked(row: Row) -> Row:
    """Return a row without the apostrophes that keep its cells from being run as formulas, or read as numbers."""
    marked = {column: cell[1:] for column, cell in row.cells.items() if cell[0] == "'"}
    if not marked:
        return row
    # A name may begin with one; where most cells do, a program has put it there.
    are_all_marked = len(marked) > 1 and 2 * len(marked) > len(row.cells)
    taken_off = {column: cell for column, cell in marked.items() if are_all_marked or MARKED.match(f"'{cell}")}
    return Row(row.number, {**row.cells, **{column: cell for column, cell in taken_off.items() if cell}})


def uncalculated(row: Row) -> list[Problem]:
    """Name the cells in which a spreadsheet left something other than a value."""
    suspects = (
        (column, cell)
        for column, cell in row.cells.items()
        if cell.startswith(("=", "#")) or "?" in cell or not cell.isascii()
    )
    return [
        Problem(row.number, column, reason, value=shortened(cell))
        for column, cell in suspects
        if (reason := lack_of(cell))
    ]


def excess(raw: RawRow, header: Header) -> list[Problem]:
    """Say why a row does not fit under the header: too many cells, or too much in one."""
    number, cells = raw.number, raw.cells
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


def read_header(
    cells: Sequence[str], known: Sequence[str], required: Collection[str], also_called: Sequence[Mapping[str, str]] = ()
) -> Header:
    """Find the known columns; raises UnreadableFile when one is missing or stands there twice."""
    if not cells:
        raise UnreadableFile(_("The file is empty."))
    keys = [column_key(cell) for cell in cells]
    by_key = {column_key(name): column for column in known for name in names_among(column, keys)}
    is_exported = not set(map(by_key.get, keys)).issuperset(required)
    if is_exported:
        others = ({column_key(name): column for column, name in names.items()} for names in also_called)
        by_key = next((each for each in others if set(map(each.get, keys)).issuperset(required)), by_key)
    places = {at: by_key[key] for at, key in enumerate(keys) if key in by_key}
    found = list(places.values())
    twice = [column for column in known if found.count(column) > 1]
    if twice:
        raise UnreadableFile(_("The header has a column twice: {columns}."), columns=", ".join(twice))
    missing = [column for column in known if column in required and column not in found]
    if missing:
        raise UnreadableFile(_("The header lacks these columns: {columns}."), columns=", ".join(missing))
    unknown = (shortened(cleaned(cell)) for at, cell in enumerate(cells) if at not in places)
    return Header(places, len(cells), tuple(filter(None, unknown)), is_exported, tuple(keys))


def names_among(column: str, keys: Collection[str]) -> Sequence[str]:
    """Return what a column may be called in a header; where it stands there by its own name, nothing else counts."""
    return (column,) if column_key(column) in keys else (column, *words_in_all("columns", column))


def column_key(heading: str) -> str:
    """Return a heading as headings are compared: letters and digits alone, without case."""
    return "".join(letter for letter in folded(heading) if letter.isalnum())


def cleaned(cell: str) -> str:
    """Return a cell as one line of visible text."""
    # Most cells are plain ASCII; without this shortcut, looking at each letter takes most of the time.
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    return visible(cell)


@lru_cache(maxsize=REMEMBERED)
def visible(cell: str) -> str:
    """Return a cell of any script as one line, without what cannot be seen in it."""
    return one_line(cell.replace("\t", " ").replace("\r", "\n"))
