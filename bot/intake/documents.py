"""Documents: an order as JSON, read by the same rules as the rows of a file.

What is said about the JSON itself is in English only: whoever reads it writes programs.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.domain.orders import Order
from bot.intake.columns import LINE_COLUMNS, SAID_COLUMNS, Column
from bot.intake.orders import orders_in
from bot.intake.problems import Problem
from bot.intake.rows import Row
from bot.intake.sheets import LONGEST_CELL, Sheet
from bot.intake.tidying import cleaned, uncalculated
from bot.language.blanks import is_nothing
from bot.language.texts import texts

REVISION = "revision"
LINES = "lines"
MOST_LINES = 500
# How many unknown fields are named, and how much of each name.
MOST_NAMED, LONGEST_NAME = 20, 60
HIGHEST_REVISION = 2**53 - 1
TOP_NAMES = (*(column.name for column in SAID_COLUMNS), REVISION, LINES)
LINE_NAMES = tuple(column.name for column in LINE_COLUMNS)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a document, and where: a JSON pointer as a fragment, such as #/lines/0/item."""

    pointer: str
    detail: str


class InvalidDocument(Exception):
    """A document that is no order as it stands; `violations` has everything that is wrong with it."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(f"{len(violations)} violations")
        self.violations = tuple(violations)


@dataclass(frozen=True, slots=True)
class Submission:
    """An order as another system sent it. `fingerprint` is the same for the same JSON, however it is written down.

    `assumed` has its number when it names no services, as in a file of orders.
    """

    order: Order
    revision: int
    fingerprint: str
    assumed: frozenset[str] = frozenset()


def read_document(document: Json) -> Submission:
    """Read an order; raises InvalidDocument with everything that is wrong, at once."""
    violations = list(misshapen(document))
    rows = tuple(rows_of(document))
    file = orders_in(Sheet(rows, problems=tuple(lost_in(rows))))
    places = tuple(f"{violation.pointer}/" for violation in violations)
    violations += [each for each in map(violation_of, file.problems) if not f"{each.pointer}/".startswith(places)]
    if violations:
        raise InvalidDocument(list({violation.pointer: violation for violation in violations}.values()))
    return Submission(file.orders[0], document[REVISION], fingerprint_of(document), file.assumed)


def fingerprint_of(document: Json) -> str:
    """Return a fingerprint that differs between two documents that say different things."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


# What is wrong with the JSON, before anybody asks what it means


def misshapen(document: Json) -> Iterator[Violation]:
    """Say what is unknown, missing, or not the kind of JSON that it should be."""
    yield from unknown("#", document, TOP_NAMES)
    yield from wrong_revision(document.get(REVISION))
    for column in SAID_COLUMNS:
        yield from wrong_value(f"#/{column.name}", document.get(column.name), column)
    yield from wrong_lines(document.get(LINES))


def unknown(place: str, given: Json, known: Sequence[str]) -> Iterator[Violation]:
    strange = [name for name in given if name not in known]
    for name in strange[:MOST_NAMED]:
        near = get_close_matches(name[:LONGEST_NAME].lower(), known, n=1)
        fix = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
        yield Violation(f"{place}/{escaped(name)}", f"This field is not known. {fix}")
    if len(strange) > MOST_NAMED:
        yield Violation(place, f"{len(strange)} fields are not known; the first {MOST_NAMED} are named.")


def escaped(name: str) -> str:
    """Return a name as part of a JSON pointer, and no longer than is needed to recognise it."""
    return cleaned(name)[:LONGEST_NAME].replace("~", "~0").replace("/", "~1")


def wrong_revision(given: object) -> Iterator[Violation]:
    if given is None:
        yield Violation(f"#/{REVISION}", "This is required: a whole number that grows with every change.")
    elif type(given) is not int or not 1 <= given <= HIGHEST_REVISION:
        yield Violation(f"#/{REVISION}", f"Write a whole number from 1 to {HIGHEST_REVISION}, without quotation marks.")


def wrong_value(place: str, given: object, column: Column) -> Iterator[Violation]:
    """Say what is wrong with a field as JSON; what it means is read later, as in a file."""
    if column.is_list:
        yield from wrong_list(place, given, column)
    elif given is None or (isinstance(given, str) and not cleaned(given)):
        if column.required:
            yield Violation(place, f"This is required, for example: {column.example}")
    elif not isinstance(given, str):
        yield Violation(place, f"Write this as text in quotation marks, for example: {column.example}")
    elif len(given) > LONGEST_CELL:
        yield Violation(place, f"This has {len(given)} characters; {LONGEST_CELL} are allowed.")


def wrong_list(place: str, given: object, column: Column) -> Iterator[Violation]:
    if given is not None and not (isinstance(given, list) and all(isinstance(each, str) for each in given)):
        yield Violation(place, f"Write a list of texts, for example: {json.dumps(column.example.split(';'))}")


def wrong_lines(given: object) -> Iterator[Violation]:
    if not isinstance(given, list) or not given:
        yield Violation(f"#/{LINES}", 'This is required: a list of lines, for example: [{"item": "A-FLEX-3"}]')
    elif len(given) > MOST_LINES:
        yield Violation(f"#/{LINES}", f"There are {len(given)} lines; {MOST_LINES} are allowed.")
    else:
        for at, line in enumerate(given):
            yield from wrong_line(f"#/{LINES}/{at}", line)


def wrong_line(place: str, line: object) -> Iterator[Violation]:
    if not isinstance(line, dict):
        yield Violation(place, 'A line is an object, for example: {"item": "A-FLEX-3"}')
        return
    yield from unknown(place, line, LINE_NAMES)
    for column in LINE_COLUMNS:
        yield from wrong_value(f"{place}/{column.name}", line.get(column.name), column)


# From a document to rows, and back with the violations


def rows_of(document: Json) -> Iterator[Row]:
    """Write the order as the rows that a file would have: a line each, all with what the order says."""
    given = document.get(LINES)
    lines = given[:MOST_LINES] if isinstance(given, list) and given else [{}]
    common = cells_of(document, SAID_COLUMNS)
    for at, line in enumerate(lines):
        yield Row(at, common | cells_of(line if isinstance(line, dict) else {}, LINE_COLUMNS))


def lost_in(rows: Iterable[Row]) -> Iterator[Problem]:
    """Name the values that were lost before they came here; what would be a formula in a cell is words in JSON."""
    found = (problem for row in rows for problem in uncalculated(row))
    return (problem for problem in found if not problem.value.startswith("="))


def cells_of(given: Json, columns: Sequence[Column]) -> dict[str, str]:
    """Return the values as the cells of a row, under their headings."""
    return {column.heading: cell_of(given.get(column.name), column) for column in columns}


def cell_of(value: object, column: Column) -> str:
    """Return a value as a cell; a blank one for what says nothing, or is not the kind of JSON that it should be."""
    if column.is_list and isinstance(value, list):
        return cleaned(";".join(each for each in value if isinstance(each, str)))
    cell = cleaned(value[:LONGEST_CELL]) if isinstance(value, str) and not column.is_list else ""
    return "" if is_nothing(cell) else cell


def violation_of(problem: Problem) -> Violation:
    """Return what was said about the rows of a document as a violation in the document."""
    in_line = {column.heading: column.name for column in LINE_COLUMNS}
    at_top = {column.heading: column.name for column in SAID_COLUMNS}
    line = in_line.get(problem.column)
    place = f"#/{LINES}/{problem.row}/{line}" if line else f"#/{at_top[problem.column]}"
    return Violation(place, problem.say(texts()))
