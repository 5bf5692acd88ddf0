"""Tables as CSV for spreadsheet programs, safe from formulas."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from bot.intake.calendar_names import months_by_name
from bot.language.typed import folded
from cards.words import bare

# A cell that begins with one of these is run as a formula; some programs also take the full-width forms.
FORMULA = tuple("=+-@|\t\r\n＝＋－＠｜")
# What is taken for a formula or an error of one, and what stands for such with a mark of its own.
TO_BE_MARKED = re.compile(r"'*[-=+@|#＝＋－＠｜]")
# Taken for a number, these would lose the zeros in front, or every digit after the fifteenth. Imports read them back.
LOSES_DIGITS = re.compile(r"0[0-9]{1,63}|[0-9]{16,64}")
# These alone come back as they were written: whole numbers of so few digits that no exponent is shown.
STAYS = re.compile(r"0|[1-9][0-9]{0,10}")
# Where a number, an amount or a date may begin, and a date with its month first.
LIKE_A_NUMBER, LIKE_A_MONTH = re.compile(r"[.,(\W]{0,2}\d"), re.compile(r"([^\W\d_]{3,12})\.?[ ,/-]{1,3}\d")
# Written in another case, these come back in capitals.
TRUTHS = frozenset({"true", "false", "vrai", "faux"})
# The most that a formula holds as one text.
LONGEST_LITERAL = 255


def spreadsheet(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text, in which no cell is run or loses digits."""
    return table_as_csv(heading, ([harmless(cell) for cell in row] for row in rows))


def table_as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text, its cells as they are."""
    page = StringIO()
    writer = csv.writer(page)
    writer.writerow(heading)
    writer.writerows(rows)
    return page.getvalue()


def harmless(cell: str) -> str:
    """Return a cell in a form in which no spreadsheet program runs it as a formula, or drops digits of it."""
    words = bare(cell)
    if LOSES_DIGITS.fullmatch(words):
        return f'="{words}"'
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words


def kept(cell: str) -> str:
    """Return a cell in a form that survives a spreadsheet program unchanged, and that imports understand."""
    words = bare(cell)
    if not TO_BE_MARKED.match(words) and len(words) <= LONGEST_LITERAL and is_rewritten(words):
        escaped = words.replace('"', '""')
        return f'="{escaped}"'
    return marked(words)


def marked(words: str) -> str:
    """Return words with a mark in front where a program would take them for a formula."""
    return f"'{words}" if TO_BE_MARKED.match(words) else words


def is_rewritten(words: str) -> bool:
    """Return whether a spreadsheet program takes words for a number or a date, and would write them differently."""
    if STAYS.fullmatch(words):
        return False
    if words.lower() in TRUTHS:
        return True
    month = LIKE_A_MONTH.match(words)
    return bool(LIKE_A_NUMBER.match(words)) or (month is not None and folded(month[1]) in months_by_name())
