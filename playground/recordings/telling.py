"""Telling: a message as lines of text, with all that its card shows, and without names that differ each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from playground.cards import kind_of
from playground.model import Json, Message

# What is new in each run: addresses on this machine, ids of Webex, references of dead letters, folders of a demo.
_CHANGING = (
    (re.compile(r"http://[^/\s]+:\d+\S*"), "http://…"),
    (re.compile(r"Y2lzY29zcGFyazov\w+"), "Y2lz…"),
    (re.compile(r"\b(?=\d*[A-F])[0-9A-F]{8}\b"), "REFERENCE"),
    (re.compile(r"\S*/setup-now-\w+/"), "…/"),
)
_BUTTON = re.compile(r"\[ (.+?) \]")
INDENT = "  "
WITH_FILE = "(with the file "


def told(message: Message) -> str:
    """Return a message as somebody sees it."""
    lines = list(_seen(message.card)) if message.card else message.words.split("\n")
    lines += [f"{WITH_FILE}{each.name})" for each in message.files]
    return steady("\n".join(line.rstrip() for line in lines))


def steady(words: str) -> str:
    """Return words without what is new in each run."""
    for pattern, shown in _CHANGING:
        words = pattern.sub(shown, words)
    return words


def has_file(words: str) -> bool:
    """Return whether a file came along, from what is told of a message."""
    return words.rpartition("\n")[2].startswith(WITH_FILE)


def titles_in(words: str) -> list[str]:
    """Return the titles of the buttons of a card, from what is told of it."""
    return _BUTTON.findall(words)


def _seen(part: Any) -> Iterator[str]:
    """Yield the lines of a card, from top to bottom."""
    if isinstance(part, list):
        for each in part:
            yield from _seen(each)
    elif isinstance(part, dict):
        draw = _DRAWN.get(kind_of(part), _inside)
        yield from draw(part)


def _inside(part: Json) -> Iterator[str]:
    for name in ("body", "items", "actions"):
        yield from _seen(part.get(name) or [])


def _columns(part: Json) -> Iterator[str]:
    """Columns of one line each stand beside one another; longer ones below."""
    columns = [list(_seen(each.get("items") or [])) for each in part.get("columns") or []]
    if all(len(each) <= 1 for each in columns):
        yield " | ".join(line for each in columns for line in each)
    else:
        for each in columns:
            yield from each


def _facts(part: Json) -> Iterator[str]:
    for each in part.get("facts") or []:
        yield f"{each.get('title')} | {each.get('value')}"


def _text(part: Json) -> Iterator[str]:
    yield from str(part.get("text", "")).split("\n")


def _rich_text(part: Json) -> Iterator[str]:
    yield from "".join(each if isinstance(each, str) else each.get("text", "") for each in part["inlines"]).split("\n")


def _field(part: Json) -> Iterator[str]:
    label = part.get("label") or part.get("id")
    needed = " *" if part.get("isRequired") else ""
    hint = f" ({part['placeholder']})" if part.get("placeholder") else ""
    yield f"{label}{needed}: [{part.get('value', '')}]{hint}"


def _toggle(part: Json) -> Iterator[str]:
    is_on = str(part.get("value", "")) == str(part.get("valueOn", "true"))
    yield f"[{'x' if is_on else ' '}] {part.get('title', '')}"


def _choices(part: Json) -> Iterator[str]:
    yield f"{part.get('label') or part.get('id')}{' *' if part.get('isRequired') else ''}:"
    chosen = str(part.get("value", "")).split(",")
    for each in part.get("choices") or []:
        yield f"{INDENT}({'x' if str(each.get('value')) in chosen else ' '}) {each.get('title')}"


def _button(part: Json) -> Iterator[str]:
    yield f"[ {part.get('title', '')} ]"
    yield from (f"{INDENT}{line}" for line in _seen(part.get("card")))


_DRAWN = {
    "TextBlock": _text,
    "RichTextBlock": _rich_text,
    "ColumnSet": _columns,
    "FactSet": _facts,
    "Input.Text": _field,
    "Input.Number": _field,
    "Input.Date": _field,
    "Input.Time": _field,
    "Input.Toggle": _toggle,
    "Input.ChoiceSet": _choices,
    "Action.Submit": _button,
    "Action.OpenUrl": _button,
    "Action.ShowCard": _button,
}
