"""Sheets: the bytes of a file become rows of tidy text under the columns we know."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from bot.intake.delimited import text_rows
from bot.intake.headers import Header, column_key, header_among, read_header
from bot.intake.problems import Problem, Remark, UnreadableFile, shortened
from bot.intake.rows import REMEMBERED, RawRow, ReadRows, Row
from bot.intake.tidying import SUSPECT, cleaned, tidy_cell, uncalculated, unmarked
from bot.language.texts import _

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_ROWS = 50_000
LONGEST_CELL = 2_000

MOST_NAMED = 3
# A title, a date and blanks may stand above the header.
HEADER_WITHIN = 10
RULE = re.compile(r"(?=..)[:+|]?[-=_\u2014\u2500\u2550+]+[:+|]?")


ANOTHER_TABLE = _(
    "Another table begins here, with its columns in another order. It was not read, nor what follows: give it a file "
    "of its own."
)


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
        told = _("The header was found in row {row}. What stands above it was not read.")
        remarks.append(Remark(told, {"row": looked_at[at].number}))
    if header.unknown and header.is_exported:
        told = _("This is an export, so the columns about the progress of orders were not read: {columns}, …")
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
