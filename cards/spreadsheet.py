"""Tables as CSV for spreadsheet programs, safe from formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from cards.words import bare

# A cell that begins with one of these is run as a formula; some programs also take the full-width forms.
FORMULA = tuple("=+-@|\t\r\n＝＋－＠｜")


def spreadsheet(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text."""
    page = StringIO()
    writer = csv.writer(page)
    writer.writerow(heading)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return page.getvalue()


def harmless(cell: str) -> str:
    """Return a cell in a form that no spreadsheet program runs as a formula."""
    words = bare(cell)
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words
