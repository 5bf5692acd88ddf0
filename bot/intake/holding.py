"""Holding up: the order of a bad row stays as it is, because without the row something bought may be lost."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from bot.domain.places import zone_named
from bot.intake import cells
from bot.intake.columns import NUMBER, START, ZONE
from bot.intake.dates import DOUBT
from bot.intake.problems import Problem, Remark, listed, shortened
from bot.intake.rows import Row
from bot.intake.sheets import Sheet
from bot.language.texts import _

NUMBERS = re.compile(r"\w+")


def held_up(sheet: Sheet, bad: Collection[int]) -> dict[str, tuple[int, ...]]:
    """Return the orders that bad rows belong to, or may belong to, each with these rows.

    A row without an order id may belong to the order above it: some sheets name an order only in its first row. Of rows
    that run together, every order that is named in them counts.
    """
    if not bad:
        return {}
    rows = sorted((*sheet.rows, *sheet.misfits), key=lambda row: row.number)
    known = {number_in(row) for row in rows} - {""}
    held = defaultdict[str, list[int]](list)
    above = ""
    for row in rows:
        own = number_in(row)
        above = own or above
        if row.number in bad:
            text = sheet.broken.get(row.number)
            named = [own or above_of(row, above)] if text is None else NUMBERS.findall(text.upper())
            for number in known.intersection(named):
                held[number].append(row.number)
    return {number: tuple(found) for number, found in sorted(held.items())}


def above_of(row: Row, above: str) -> str:
    """Return the order above a row that names none; "" where it names one that cannot be read."""
    return "" if row[NUMBER.heading] else above


def number_in(row: Row) -> str:
    """Return the order id of a row; "" where it has none that can be read."""
    cell = row[NUMBER.heading]
    return cells.order_number(cell) if cells.is_readable(cell, cells.order_number) else ""


def remarks_about(
    problems: Iterable[Problem], held: Mapping[str, tuple[int, ...]], asides: Iterable[Row] = ()
) -> Iterator[Remark]:
    """Say which rows hold no order, which column of dates is in doubt, and which orders wait for their rows."""
    if beside := [str(row.number) for row in asides]:
        yield Remark(_("These rows hold a total or a note, not an order: {rows}."), {"rows": listed(beside)})
    doubtful = [problem.row for problem in problems if problem.column == START.heading and problem.reason == DOUBT]
    if len(doubtful) > 1:
        told = _(
            "No date of the column {column} is certain: {rows}. "
            "Write them as 2026-03-02, or let one date have a day after the 12th."
        )
        yield Remark(told, {"column": START.heading, "rows": listed(map(str, doubtful))})
    if held:
        waiting = (f"{number} ({listed(map(str, rows))})" for number, rows in held.items())
        stay = _("These orders stay as they are until their rows are corrected: {orders}.")
        yield Remark(stay, {"orders": listed(waiting)})


def without_unknown_zones(sheet: Sheet) -> tuple[Sheet, list[Remark]]:
    """Return the rows without the time zones that nobody knows, and a remark about each of these."""
    unknown = defaultdict[str, list[str]](list)
    for row in sheet.rows:
        if row[ZONE.heading] and not cells.is_readable(row[ZONE.heading], zone_named):
            unknown[row[ZONE.heading]].append(str(row.number))
    told = _("The time zone “{zone}” is not known, so these rows load without one: {rows}.")
    remarks = [Remark(told, {"zone": shortened(zone), "rows": listed(rows)}) for zone, rows in unknown.items()]
    rows = (
        replace(row, cells={**row.cells, ZONE.heading: ""}) if row[ZONE.heading] in unknown else row
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows)), remarks
