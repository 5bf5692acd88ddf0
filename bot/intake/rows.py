"""Rows as a file has them, before anybody knows its columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake.problems import Problem


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number as a spreadsheet shows it, and its cells.

    A row that cannot be parted into cells says why in `broken`, and has its whole text as its only cell.
    """

    number: int
    cells: Sequence[str]
    broken: Problem | None = None
