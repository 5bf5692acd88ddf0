"""The guarantees of docs/guarantees.md, as a page to which each fault of the page leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.language.texts import _

DOCUMENT = Path(__file__).parents[2] / "docs" / "guarantees.md"
# What the document says of each promise, in short: that it is kept, and where it ends. In full it is in English alone.
IN_SHORT = {
    _("What was answered 204 is handled, once"): (
        _(
            "What you type or press is saved before Webex hears that it arrived. Should the bot die the next moment, "
            "it is handled after the next start, and only once."
        ),
        _(
            "A press of a button while nothing can reach the bot is lost: Webex keeps no list of presses. After a "
            "minute and a half the bot says so and shows the card again."
        ),
    ),
    _("One person's events in order, different people side by side"): (
        _("What one person does is handled in the order in which it arrived, and nobody waits for somebody else."),
        _("Webex may tell of two messages in another order than they were written in."),
    ),
    _("What a turn owes is sent"): (
        _(
            "Messages are sent in order, answers before reminders. When Webex does not say whether a message arrived, "
            "the bot looks for it before sending it again."
        ),
        _("In a space a card may then appear twice. The buttons of both do the same, once."),
    ),
    _("Reminders once each"): (
        _(
            "Each reminder is sent once, even after an outage or when the clock was changed. Nobody gets more than six "
            "messages a day without having asked."
        ),
        _("While the machine's clock is wrong, so are the hours of reminders."),
    ),
    _("Nobody acts but those who may"): (
        _(
            "What somebody may do is checked at the moment at which it is done. A forged card, an old one, or "
            "yesterday's rights change nothing."
        ),
        _("Whoever holds the bot's token can act as the bot."),
    ),
    _("Webex's limits are kept"): (
        _(
            "The bot calls Webex no more often than it may, waits as long as Webex asks, and answers people before it "
            "sends reminders."
        ),
        _("Where Webex grants less than was thought, one call is refused before the bot knows."),
    ),
    _("What cannot be handled is kept as a dead letter, reported, and can be retried"): (
        _(
            "What cannot be handled is kept with its cause. Its sender is told, and an admin can have it tried again, "
            "exactly once."
        ),
        _("If somebody's very first message cannot be read, its sender cannot be told."),
    ),
    _("The machine"): (
        _(
            "A full disk and a locked or damaged database are noticed and reported. When they are mended, the bot goes "
            "on, and nothing is said twice."
        ),
        _("If the machine is lost, so is its last second or two, or what came after the last backup."),
    ),
    _("Orders come in once, and as they were meant"): (
        _(
            "An order that was accepted is saved, its newest revision counts, and a file that is imported does exactly "
            "what was shown before."
        ),
        _("An import in the terminal that is cut off has loaded some orders; the same file again loads the rest."),
    ),
}
_SECTION = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
# A line of a list that is a link to the test which holds it, with the name of the test as its title.
_HELD = re.compile(r'^- \[(.+?)\]\(\.\./(\S+) "(\w+)"\)$', re.MULTILINE)
_BREAK = re.compile(r"\n\n(?:- )?|\n- ")
_MARKS = re.compile(r"\*\*|`|\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Promise:
    """One of them: what it says and where it ends, in short and as the document has it, and the tests that hold it."""

    number: int
    title: str
    kept: str
    ends: str
    paragraphs: tuple[str, ...]
    tests: tuple[tuple[str, str], ...]


@cache
def promises() -> tuple[Promise, ...]:
    """Return all of them, in the order of the document."""
    return tuple(_read(DOCUMENT.read_text(encoding="utf-8")))


def promise(number: int) -> Promise:
    """One of them, by its number."""
    return next(each for each in promises() if each.number == number)


def _read(words: str) -> Iterator[Promise]:
    _, *parts = _SECTION.split(words)
    for number, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        paragraphs = filter(None, map(_plain, _BREAK.split(_HELD.sub("", body))))
        tests = ((_plain(what), f"{path}::{name}") for what, path, name in _HELD.findall(body))
        kept, ends = IN_SHORT[_plain(title)]
        yield Promise(int(number), _plain(title), kept, ends, tuple(paragraphs), tuple(tests))


def _plain(words: str) -> str:
    return _MARKS.sub(lambda found: found[1] or "", " ".join(words.split()))
