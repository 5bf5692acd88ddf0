"""Placing: lines without labels go to the inputs that can be meant, where only one way to place them is the best."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.errors import InvalidAnswer
from bot.language.typed import latin_digits, said_plainly
from bot.wizard.fields import NO, Code, PostalCode, Text
from bot.wizard.step import Answer, Field, Situation

# What an input holds that nobody has filled in.
EMPTY = ("", NO)
# Postal codes of all countries: "12345-6789", "SW1A 1AA".
POSTAL_CODE = re.compile(r"[A-Za-z0-9]{2,8}(?:[ -][A-Za-z0-9]{2,4})?")
# With more lines than this nobody answers a form.
MOST_LINES = 12

Placed = tuple[tuple[Field, str], ...]
Merit = tuple[int, int, int, int]


def in_their_places(fields: Sequence[Field], lines: Sequence[str], shown: Answer, situation: Situation) -> Answer:
    """Return lines as inputs, in the order of both; nothing where a line has no place, or could have several.

    The best way to place them fills most of what is missing, then most inputs that take only words of their kind, and
    fewest that may be left empty, which come rather after the others than between them.
    """
    if not lines or len(lines) > min(len(fields), MOST_LINES):
        return {}
    ways = {way: merit(way, shown) for way in ways_to_place(fields, lines, situation) if is_telling(way, shown)}
    best = [way for way, its in ways.items() if its == max(ways.values())]
    return {each.id: line for each, line in best[0]} if len(best) == 1 else {}


def ways_to_place(fields: Sequence[Field], lines: Sequence[str], situation: Situation) -> Iterator[Placed]:
    """Yield the ways to give each line an input that takes it, without one overtaking another."""
    if not lines:
        yield ()
        return
    for n, each in enumerate(fields[: len(fields) - len(lines) + 1]):
        if takes(each, lines[0], situation):
            for rest in ways_to_place(fields[n + 1 :], lines[1:], situation):
                yield ((each, lines[0]), *rest)


def is_telling(way: Placed, shown: Mapping[str, str]) -> bool:
    """Return whether a way takes words of a kind, or fills nothing but what is missing: any word could be a name."""
    missing, choosy, optional, _between = merit(way, shown)
    return choosy > 0 or (missing > 0 and optional == 0)


def merit(way: Placed, shown: Mapping[str, str]) -> Merit:
    """Return how much speaks for a way; the greater, the better."""
    placed = [each for each, _line in way]
    missing = sum(each.required and shown.get(each.id, "") in EMPTY for each in placed)
    optional = [n for n, each in enumerate(placed) if not each.required]
    between = sum(any(each.required for each in placed[n:]) for n in optional)
    return missing, sum(map(is_choosy, placed)), -len(optional), -between


def is_certain(fields: Sequence[Field], placed: Collection[str], shown: Answer) -> bool:
    """Return whether lines are hardly meant otherwise: what may stay empty has a kind, and comes with the missing."""
    filled = [each for each in fields if each.id in placed]
    optional = [each for each in filled if not each.required]
    fills_what_is_missing = any(each.required and shown.get(each.id, "") in EMPTY for each in filled)
    return not optional or (fills_what_is_missing and all(map(is_choosy, optional)))


def is_choosy(field: Field) -> bool:
    """Return whether an input takes only words of its kind, such as a time zone."""
    return not isinstance(field, Text) or isinstance(field, PostalCode)


def takes(field: Field, line: str, situation: Situation) -> bool:
    """Return whether a line can be what an input asks for.

    A code has a digit, as hardly any other word has, and a number alone is no answer but that.
    """
    written = latin_digits(line)
    if isinstance(field, PostalCode):
        return bool(POSTAL_CODE.fullmatch(written) and any(map(str.isdecimal, written)))
    if said_plainly(line).isdecimal() or (isinstance(field, Code) and not any(map(str.isdecimal, written))):
        return False
    return is_readable(field, {field.id: line}, situation)


def is_readable(field: Field, answer: Answer, situation: Situation) -> bool:
    """Return whether an input takes what it is given as an answer."""
    try:
        return bool(field.read(answer, situation))
    except InvalidAnswer:
        return False
