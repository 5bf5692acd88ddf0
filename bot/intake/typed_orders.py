"""An order as somebody types it, field=value, or fills it into a form: read by the rules of a file."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.intake.columns import WORDS
from bot.intake.orders import OrdersFile, orders_in
from bot.intake.problems import Problem
from bot.intake.rows import Row
from bot.intake.sheets import LONGEST_CELL, Sheet
from bot.intake.tidying import cleaned
from bot.language.texts import _

WORD_OF = {column.heading: word for word, column in WORDS.items()}
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
FIRST = re.compile(r"(?P<number>[^\s=]+)(?= |$)")
PAIR = re.compile(r' ?(?P<word>\w+) ?= ?(?:"(?P<quoted>[^"]*)"|(?P<bare>.*?))(?= \w{1,40} ?=| ?$)')
MISSING = _("Please fill in this field.")
MISSING_TYPED = _("Please fill in this field, or type {usage} with the rest.")
UNKNOWN = _("There is no such field. You can use: {fields}.")


def said_in(line: str) -> dict[str, str]:
    """Return the fields that a line names: the number first, then field=value, quoted where that is needed.

    Words that are no pair become fields of their own, which are then complained about as unknown.
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


def read_said(said: Mapping[str, str]) -> tuple[OrdersFile, list[Problem]]:
    """Read a new order. Return it as a file of one order, and all that is wrong with it.

    Here a problem names a column by its word in the chat.
    """
    row = Row(0, {column.heading: cleaned(said.get(word, "")[:LONGEST_CELL]) for word, column in WORDS.items()})
    file = orders_in(Sheet((row,)))
    blank = [word for word, column in WORDS.items() if column.required and not row[column.heading]]
    wrong = [replace(problem, column=WORD_OF[problem.column]) for problem in file.problems]
    return file, [
        *(Problem(0, word, UNKNOWN, {"fields": ", ".join(WORDS)}) for word in said if word not in WORDS),
        *(Problem(0, word, MISSING_TYPED, {"usage": as_typed(word)}) for word in blank),
        *(problem for problem in wrong if problem.column not in blank),
    ]


def as_typed(word: str) -> str:
    """Return a field as it may be typed, such as customer="Contoso Dental Group"."""
    example = WORDS[word].example
    return f'{word}="{example}"' if " " in example else f"{word}={example}"
