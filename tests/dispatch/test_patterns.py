"""Patterns that read what people wrote take time in proportion to its length, whatever was written.

Time is no measure on a busy machine, so how they are made is looked at instead. A pattern that is searched for may
repeat without end only where it ends; in one that is matched from a fixed place, what is repeated without end must
not be able to take what another such part takes behind it. So there is never more than one way to part a text.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import getsource
from itertools import product
from re import _constants as op  # type: ignore[attr-defined, unused-ignore]
from re import _parser as parser  # type: ignore[attr-defined, unused-ignore]
from types import ModuleType
from typing import Any

import pytest

import bot
import cards
import handlers
from handlers import ROUTER
from tests.tables import each_row

SAMPLE = "abczZé_بٱ7٣ \t\n\u00a0=:,;.-/\"'<>@()[]{}|+*?!#$%&،؛"
CLASSES = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w"}
CLASSES |= {op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_NOT_WORD: r"\W"}
LOOKS_ALL_OVER = re.compile(r"\b([A-Z][A-Z_]*)\.(?:search|findall|finditer|sub|split)\(")


@dataclass(frozen=True)
class Part:
    """A character, or a run of some: which may stand there, whether without end, and whether none may."""

    takes: frozenset[str]
    is_endless: bool = False
    may_lack: bool = False


def modules() -> Iterator[ModuleType]:
    for package in (bot, cards, handlers):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(each.name)


@cache
def patterns(how: str) -> list[tuple[str, str]]:
    """Return all patterns with where they stand: those searched for all over a text, or those matched at one place."""
    searched: dict[str, str] = {}
    matched = {command.name: command.arguments for command in ROUTER.grammar.commands}
    # What the operator writes into the settings is no stranger's.
    for module in (each for each in modules() if not each.__name__.startswith("bot.settings")):
        all_over = set(LOOKS_ALL_OVER.findall(getsource(module)))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                (searched if name in all_over else matched)[f"{module.__name__}.{name}"] = value.pattern
    return list({"searched": searched, "matched": matched}[how].items())


def endless_ways(pattern: str) -> list[list[Part]]:
    """Return each way through a pattern; none where nothing repeats without end: of words there may be millions."""
    tree = parser.parse(pattern)
    return ways(tree) if repr(op.MAXREPEAT) in repr(tree) else []


def ways(tree: Any) -> list[list[Part]]:
    """Return each way through a pattern, as its parts. Raises AssertionError for a repetition inside an endless one."""
    return [[part for piece in way for part in piece] for way in product(*(pieces(*node) for node in tree))]


def pieces(kind: Any, given: Any) -> list[list[Part]]:
    """Return the ways through one node of a pattern."""
    if kind is op.BRANCH:
        return [way for branch in given[1] for way in ways(branch)]
    if kind is op.SUBPATTERN:
        return ways(given[3])
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        return repeated(*given)
    if kind in {op.ASSERT, op.ASSERT_NOT}:
        assert not any(part.is_endless for way in ways(given[1]) for part in way), "looks ahead without end"
        return [[]]
    if kind in {op.AT, op.GROUPREF}:
        return [[]]
    return [[Part(frozenset(letter for letter in SAMPLE if takes(kind, given, letter)))]]


def repeated(least: int, most: Any, tree: Any) -> list[list[Part]]:
    inner = ways(tree)
    if most is op.MAXREPEAT:
        assert all(len(way) == 1 and not way[0].is_endless for way in inner), "repeats what repeats"
        return [[Part(way[0].takes, is_endless=True, may_lack=least == 0)] for way in inner]
    # Whatever may come twice may follow itself.
    return [way * min(most, 2) for way in inner] + ([[]] if least == 0 else [])


def takes(kind: Any, given: Any, letter: str) -> bool:
    if kind is op.ANY:
        return letter != "\n"
    if kind is op.LITERAL:
        return chr(given).casefold() == letter.casefold()
    if kind is op.NOT_LITERAL:
        return chr(given) != letter
    if kind is op.RANGE:
        return bool(given[0] <= ord(letter) <= given[1])
    if kind is op.CATEGORY:
        return re.match(CLASSES[given], letter) is not None
    assert kind is op.IN, kind
    is_negated = given[0][0] is op.NEGATE
    return is_negated != any(takes(kind, value, letter) for kind, value in given if kind is not op.NEGATE)


def disputes(way: list[Part]) -> Iterator[str]:
    """Say where two endless parts can take the same character, with nothing between that tells them apart."""
    for at, first in enumerate(way):
        for other in way[at + 1 :] if first.is_endless else ():
            if first.takes & other.takes and other.is_endless:
                yield f"two parts may take {sorted(first.takes & other.takes)}"
            if not first.takes & other.takes and not other.may_lack:
                break


def quarrels(pattern: str) -> list[str]:
    return [quarrel for way in endless_ways(pattern) for quarrel in disputes(way)]


def endless_before_the_end(pattern: str) -> bool:
    return any(part.is_endless for way in endless_ways(pattern) for part in way[:-1])


@each_row("where, pattern", lambda: patterns("searched"))
def test_what_is_searched_for_repeats_without_end_only_at_its_end(where: str, pattern: str) -> None:
    assert not endless_before_the_end(pattern)


@each_row("where, pattern", lambda: patterns("matched"))
def test_what_is_matched_parts_a_text_in_one_way(where: str, pattern: str) -> None:
    assert quarrels(pattern) == []


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(\w+\s?)*!", r"(?=.*b)a"])
def test_what_takes_for_ever_is_seen(pattern: str) -> None:
    with pytest.raises(AssertionError):
        quarrels(pattern)


@pytest.mark.parametrize("pattern", [r".*,.*", r"\w+\d+", r"\s*[:=]?\s*x", r"(\w+\s*){0,3}=", r"[a-z]+[b-z]*c"])
def test_what_takes_the_square_of_the_length_is_seen(pattern: str) -> None:
    assert quarrels(pattern)


@pytest.mark.parametrize("pattern", [r"\w+@", r"[a-z_-]{40,}_[a-z]", r"a(\s*:)?b"])
def test_what_is_slow_to_search_for_is_seen(pattern: str) -> None:
    assert endless_before_the_end(pattern)
