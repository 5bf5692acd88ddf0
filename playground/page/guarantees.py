"""The guarantees of docs/guarantees.md, as a page to which each fault of the page leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.language.texts import _

DOCUMENT = Path(__file__).parents[2] / "docs" / "guarantees.md"
# The titles of the document, for it speaks English alone.
TITLES = (
    _("What was answered 204 is handled, once"),
    _("One person's events in order, different people side by side"),
    _("What a turn owes is sent"),
    _("Reminders once each"),
    _("Nobody acts but who may"),
    _("Webex's limits are kept"),
    _("What cannot be handled is kept as a dead letter, told and can be retried"),
    _("The machine"),
    _("Orders come in once, and as they were meant"),
)
_SECTION = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| (.+?) \| `(.+?)` \|$", re.MULTILINE)
_MARKS = re.compile(r"\*\*|`|\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Promise:
    """One of them: its number, what it says, where it ends, and which test would fail if it were broken."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    tests: tuple[tuple[str, str], ...]


@cache
def promises() -> tuple[Promise, ...]:
    """All of them, in the order of the document."""
    return tuple(_read(DOCUMENT.read_text(encoding="utf-8")))


def promise(number: int) -> Promise:
    """One of them, by its number."""
    return next(each for each in promises() if each.number == number)


def _read(words: str) -> Iterator[Promise]:
    _, *parts = _SECTION.split(words)
    for number, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        paragraphs = (_plain(each) for each in body.split("\n\n") if each.strip() and not each.lstrip().startswith("|"))
        tests = ((_plain(what), test) for what, test in _ROW.findall(body))
        yield Promise(int(number), _plain(title), tuple(paragraphs), tuple(tests))


def _plain(words: str) -> str:
    return _MARKS.sub(lambda found: found[1] or "", " ".join(words.split()))
