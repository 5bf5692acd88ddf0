"""The workbook writer: the program of the process that writes a table as XLSX. JSON comes in, the file goes out.

The first line has the title, the direction and the headings; each further line is a row, with dates in lists of one.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bot.lean import without

# openpyxl imports these if they are installed, to write numbers and pictures.
with without("numpy", "PIL"):
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

AS_TEXT, AS_DAY = "@", "yyyy-mm-dd"
NARROWEST, WIDEST = 12, 40


def written(lines: Iterable[str]) -> Workbook:
    """Return a table as a workbook: the head stays in sight and has filters, and texts stay texts when edited."""
    rows = map(json.loads, lines)
    head = next(rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(head["title"])
    sheet.sheet_view.rightToLeft = head["right_to_left"]
    sheet.freeze_panes = "B2"
    for at, name in enumerate(head["heading"], 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(max(len(name) + 2, NARROWEST), WIDEST)
    sheet.append([bold(sheet, name) for name in head["heading"]])
    for row in rows:
        sheet.append(list(cells_of(sheet, row)))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head['heading']))}{sheet._max_row}"
    return book


def bold(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def cells_of(sheet: Any, row: list[Any]) -> Iterator[Any]:
    """Yield the cells of a row; none for what is empty."""
    for value in row:
        if not value:
            yield None
            continue
        is_day = isinstance(value, list)
        cell = WriteOnlyCell(sheet, date.fromisoformat(value[0]) if is_day else value)
        cell.number_format = AS_DAY if is_day else AS_TEXT
        if not is_day:
            # openpyxl would make a formula of a text that begins like one.
            cell.data_type = "s"
        yield cell


if __name__ == "__main__":
    written(sys.stdin).save(sys.stdout.buffer)
