"""Tidying: cells become one line of visible text, without what programs put around it."""

import re
from functools import lru_cache
from sys import intern

from bot.intake.lost_values import lack_of
from bot.intake.problems import Problem, shortened
from bot.intake.rows import REMEMBERED, Row
from bot.language.blanks import is_nothing
from bot.language.typed import one_line

# How files keep a text from becoming a number: ="0090417263".
AS_TEXT = re.compile(r'="(.*)"')
# A row without any of these has no mark to take off, no formula left uncalculated, and no lost letters.
SUSPECT = re.compile("['=#?]|[^\\x00-\\x7f]")
# How a text is kept from becoming a formula, in our own files and when people type it.
MARKED = re.compile(r"'+[-=+@|#\uff1d\uff0b\uff0d\uff20\uff5c]")


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
