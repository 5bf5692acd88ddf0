"""Rows: as a file has them, before anybody knows its columns, and with their cells by column."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.intake.problems import Problem, Remark

# A column repeats itself: remembering what its cells mean makes a long file several times faster to read.
REMEMBERED = 1024
# Workbooks are packed files, which begin so.
ZIP_MARK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number as a spreadsheet shows it, and its cells.

    A row that cannot be parted into cells says why in `broken`, and has its whole text as its only cell.
    """

    number: int
    cells: Sequence[str]
    broken: Problem | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


# The rows of a table, one after another, and remarks about it.
Table = tuple[Iterator[RawRow], list[Remark]]
# What makes tables of the bytes of a file, the likeliest first; raises UnreadableFile.
ReadRows = Callable[[bytes], Iterator[Table]]
