"""The order report: its rows are lines, and the lines under one order id become an order."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.domain.orders import OFFERS, Line, Order, Service
from bot.intake import cells
from bot.intake.cells import RowReader
from bot.intake.columns import (
    ALIKE_COLUMNS,
    COLUMNS,
    CONTACT,
    CUSTOMER,
    ITEM,
    LINE_COLUMNS,
    NUMBER,
    SERVICES,
    START,
    Column,
)
from bot.intake.dates import notation_of, read_date
from bot.intake.delimited import text_rows
from bot.intake.holding import held_up, remarks_about, without_unknown_zones
from bot.intake.lines import family_of, joined
from bot.intake.problems import Problem, Remark, shortened
from bot.intake.rows import ReadRows, Row
from bot.intake.sheets import MOST_ROWS, Sheet, read_sheet
from bot.intake.tidying import cleaned
from bot.language.texts import _, all_texts

# A row with any of these belongs to an order, or was meant to.
TELLING = tuple(column.heading for column in (ITEM, START, CONTACT, CUSTOMER, SERVICES))
AMOUNT = re.compile(
    r"[^\w\n]{0,3}\d[\d.,' \u00a0\u202f]{0,30}[^\w\n]{0,3}|[^\W\d]{0,3} ?\d[\d.,' ]{0,30}(?: ?[^\W\d]{1,3})?"
)
HEADINGS = tuple(column.heading for column in COLUMNS)
REQUIRED = frozenset(column.heading for column in COLUMNS if column.required)

# The headings of the columns of an export, in each language.
EXPORTED_AS = tuple({column.heading: column.called(t) for column in COLUMNS} for t in all_texts())


@dataclass(frozen=True, slots=True)
class OrdersFile:
    """What a file of orders holds: the orders, by number; the rows left out, each with its reason; remarks.

    `rows` counts all filled rows. `assumed` has the numbers of the orders whose services nobody named, so
    that they are the usual ones of the offer. `held` has the orders that are left as they are, each with the rows
    because of which: without them it might lose what was bought.
    """

    filename: str
    rows: int
    orders: tuple[Order, ...]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    assumed: frozenset[str] = frozenset()
    held: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One good row: an order of a single line, whose `services` are only those that the row names."""

    row: int
    order: Order


def read_orders(
    content: bytes, filename: str = "", most_rows: int = MOST_ROWS, rows_of: ReadRows = text_rows
) -> OrdersFile:
    """Read a file of orders, a text unless `rows_of` reads more; raises UnreadableFile when nothing can be read.

    A bad row is left out and named, with all that is wrong in it. An order loads whole or not at all, so its bad rows
    hold it up. A time zone that nobody knows holds up nothing.
    """
    sheet, remarks = without_unknown_zones(read_sheet(content, HEADINGS, REQUIRED, most_rows, rows_of, EXPORTED_AS))
    file = orders_in(sheet, cleaned(filename))
    return replace(file, remarks=(*file.remarks, *remarks))


def orders_in(sheet: Sheet, filename: str = "") -> OrdersFile:
    """Make orders of rows that are already apart."""
    asides = [row for row in sheet.rows if is_aside(row)]
    sheet = replace(sheet, rows=tuple(row for row in sheet.rows if row not in asides)) if asides else sheet
    entries, problems = good_entries(sheet.rows)
    held = held_up(sheet, {problem.row for problem in (*problems, *sheet.problems)})
    orders: list[Order] = []
    for number, lines in sorted(entries.items()):
        if not any(family_of(entry.order.lines[0].item) for entry in lines):
            problems.extend(map(without_offer, lines))
        elif number not in held:
            orders.append(joined([entry.order for entry in lines]))
    named = {number for number, lines in entries.items() if any(entry.order.services for entry in lines)}
    return OrdersFile(
        filename,
        rows=len(sheet.rows) + len(sheet.misfits),
        orders=tuple(orders),
        problems=tuple(sorted([*sheet.problems, *problems], key=lambda problem: problem.row)),
        remarks=(*sheet.remarks, *remarks_about(problems, held, asides)),
        assumed=frozenset(order.number for order in orders) - named,
        held=held,
    )


def is_aside(row: Row) -> bool:
    """Return whether a row is a total or a note: it has nothing that only orders have, and few words.

    A number below the names of customers counts them.
    """
    if any(cell and not AMOUNT.fullmatch(cell) for cell in map(row.__getitem__, TELLING)) or tells_an_order(
        row[NUMBER.heading]
    ):
        return False
    return sum(not AMOUNT.fullmatch(cell) for cell in row.cells.values() if cell) <= 1


def tells_an_order(cell: str) -> bool:
    """Return whether a cell holds the id of an order, which has digits, rather than a word such as *Total*."""
    return cells.is_readable(cell, cells.order_number) and any(map(str.isdigit, cell))


def good_entries(rows: Sequence[Row]) -> tuple[dict[str, list[Entry]], list[Problem]]:
    """Read every row, and sort the good ones by order. A row that contradicts an earlier one is not good."""
    notation = notation_of(row[START.heading] for row in rows)
    entries: dict[str, list[Entry]] = defaultdict(list)
    said: dict[str, list[Entry]] = defaultdict(list)
    problems: list[Problem] = []
    start = replace(START, read=partial(read_date, notation=notation))
    facts = tuple(start if column is START else column for column in (NUMBER, *ALIKE_COLUMNS))
    for row in rows:
        entry, wrong = read_row(row, facts)
        wrong = wrong or contradictions(entry, row, said[entry.order.number])
        problems.extend(wrong)
        if not wrong:
            entries[entry.order.number].append(entry)
            remember(entry, said[entry.order.number])
    return entries, problems


def read_row(row: Row, facts: Iterable[Column]) -> tuple[Entry, list[Problem]]:
    """Read one row, and say all that is wrong in it. `facts` are the columns of the order, read as the file writes."""
    cell = RowReader(row, REQUIRED)

    def said(columns: Iterable[Column]) -> dict[str, Any]:
        return {each.name: cell.read(each.heading, each.read, each.blank) for each in columns}

    whole, line = said(facts), Line(**said(LINE_COLUMNS))
    services: frozenset[Service] = cell.read(SERVICES.heading, SERVICES.read, frozenset())
    return Entry(row.number, Order(offer="", lines=(line,), services=tuple(services), **whole)), cell.problems


def contradictions(entry: Entry, row: Row, said: Sequence[Entry]) -> list[Problem]:
    """Say where a row differs from what an earlier row said first of the same order; a blank cell says nothing."""
    wrong: list[Problem] = []
    for column in ALIKE_COLUMNS if said else ():
        value = getattr(entry.order, column.name)
        earlier = who_said(column, said) if value else None
        if earlier and value != getattr(earlier.order, column.name):
            values = {"row": earlier.row, "other": shortened(str(getattr(earlier.order, column.name)))}
            differs = _("Row {row} of the same order has {other}.")
            wrong.append(Problem(row.number, column.heading, differs, values, shortened(row[column.heading])))
    return wrong


def who_said(column: Column, said: Sequence[Entry]) -> Entry | None:
    """Return the row that was the first to say something in a column."""
    return next((each for each in said if getattr(each.order, column.name)), None)


def remember(entry: Entry, said: list[Entry]) -> None:
    """Keep a row if it is the first to say something about its order; few are."""
    if any(getattr(entry.order, each.name) and who_said(each, said) is None for each in ALIKE_COLUMNS):
        said.append(entry)


def without_offer(entry: Entry) -> Problem:
    """Complain about a row of an order in which no line tells what was bought."""
    item = entry.order.lines[0].item
    reason = _("No line of this order has an item that begins with {offers}.")
    return Problem(entry.row, ITEM.heading, reason, {"offers": ", ".join(OFFERS)}, shortened(item))
