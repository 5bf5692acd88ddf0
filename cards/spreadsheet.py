"""Tables as CSV for spreadsheet programs, safe from formulas."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from cards.words import bare

# A cell that begins with one of these is run as a formula; some programs also take the full-width forms.
FORMULA = tuple("=+-@|\t\r\n＝＋－＠｜")
# Taken for a number, these would lose the zeros in front, or every digit after the fifteenth. Imports read them back.
LOSES_DIGITS = re.compile(r"0[0-9]{1,63}|[0-9]{16,64}")


def spreadsheet(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text."""
    page = StringIO()
    writer = csv.writer(page)
    writer.writerow(heading)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return page.getvalue()


def harmless(cell: str) -> str:
    """Return a cell in a form that no spreadsheet program runs as a formula, nor takes digits from."""
    words = bare(cell)
    if LOSES_DIGITS.fullmatch(words):
        return f'="{words}"'
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words
