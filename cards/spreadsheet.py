"""Spreadsheets: tables as CSV that any program opens as they are, and runs nothing of."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from bot.language.texts import ISOLATE, POP_ISOLATE

# A spreadsheet takes a cell that begins like this for a formula; some also what stands for these in wide letters.
FORMULA = tuple("=+-@|\t\r\n＝＋－＠｜")


def spreadsheet(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV; the rows are taken one by one."""
    page = StringIO()
    writer = csv.writer(page)
    writer.writerow(heading)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return page.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet program runs."""
    words = bare(cell)
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words


def bare(words: str) -> str:
    """Return words without the invisible characters that keep directions apart: they would be copied along."""
    return words.replace(ISOLATE, "").replace(POP_ISOLATE, "")
