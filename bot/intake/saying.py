"""An order as somebody types it, field=value, or fills it into a form: read by the rules of a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.intake.fields import (
    CONTACT,
    COUNTRY,
    CUSTOMER,
    ITEM,
    LANGUAGE,
    NUMBER,
    PARTNER,
    REP,
    SERVICES,
    START,
    ZONE,
    Field,
)
from bot.intake.orders import OrdersFile, orders_in
from bot.intake.problems import Problem
from bot.intake.tables import LONGEST_CELL, Row, Table, cleaned
from bot.language.texts import _

# What can be said of a new order, by the words of the chat.
WORDS: Mapping[str, Field] = {
    "number": NUMBER,
    "item": ITEM,
    "start": START,
    "contact": CONTACT,
    "customer": CUSTOMER,
    "partner": PARTNER,
    "services": SERVICES,
    "country": COUNTRY,
    "zone": ZONE,
    "language": LANGUAGE,
    "rep": REP,
}
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
FIRST = re.compile(r"(?P<number>[^\s=]+)(?= |$)")
PAIR = re.compile(r' ?(?P<word>\w+) ?= ?(?:"(?P<quoted>[^"]*)"|(?P<bare>.*?))(?= \w+ ?=| ?$)')
MISSING = _("Please fill in this field.")
UNKNOWN = _("There is no such field. There are: {fields}.")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a field, by its word in the chat."""

    word: str
    problem: Problem


def said_in(line: str) -> dict[str, str]:
    """Return the fields that a line names: the number first, then field=value, quoted where that is needed.

    What is no pair stands under itself, and is complained about as a field that nobody knows.
    """
    line = line.translate(QUOTES)
    first = FIRST.match(line)
    said = {"number": first["number"]} if first else {}
    at = first.end() if first else 0
    while at < len(line):
        pair = PAIR.match(line, at)
        if pair is None:
            return said | {line[at:].strip(): ""}
        said[pair["word"].lower()] = pair["quoted"] or pair["bare"] or ""
        at = pair.end()
    return said


def unquoted(value: str) -> str:
    """Return a value without the quotation marks around it."""
    return value.strip().translate(QUOTES).removeprefix('"').removesuffix('"').strip()


def read_said(said: Mapping[str, str]) -> tuple[OrdersFile, list[Complaint]]:
    """Read a new order, and say all that is wrong with it; without a complaint the file has the one order."""
    row = Row(0, {field.column: cleaned(said.get(word, "")[:LONGEST_CELL]) for word, field in WORDS.items()})
    blank = [word for word, field in WORDS.items() if field.required and not row[field.column]]
    unknown = [word for word in said if word not in WORDS]
    file = orders_in(Table((row,)))
    word_of = {field.column: word for word, field in WORDS.items()}
    wrong = [Complaint(word_of[problem.column], problem) for problem in file.problems]
    return file, [
        *(Complaint(word, Problem(0, "", UNKNOWN, {"fields": ", ".join(WORDS)})) for word in unknown),
        *(Complaint(word, Problem(0, "", MISSING)) for word in blank),
        *(complaint for complaint in wrong if complaint.word not in blank),
    ]
