"""Forms: what a Webex client makes of a card, its buttons, and the inputs that a press sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NoReturn

from playground.cards import is_input, kind_of, parts
from playground.faults import Faults
from playground.model import Json


class Invalid(Exception):
    """A client would not send this: no such button or field, or an answer it refuses."""


@dataclass(frozen=True)
class Button:
    """A button of a card, with the inputs that travel when it is pressed."""

    action: Json
    inputs: tuple[Json, ...]

    @property
    def title(self) -> str:
        """The words on it."""
        return str(self.action.get("title", ""))

    @property
    def submits(self) -> bool:
        """Whether a press reaches the bot."""
        return kind_of(self.action) == "Action.Submit"


def buttons(card: Json, inherited: tuple[Json, ...] = ()) -> Iterator[Button]:
    """Yield every button, in the order of the card. An inner card sends the outer inputs too."""
    own = list(parts(card, into_show_cards=False))
    inputs = inherited + tuple(part for part in own if is_input(part))
    for part in own:
        if kind_of(part).startswith("Action."):
            yield Button(part, inputs)
            if kind_of(part) == "Action.ShowCard":
                yield from buttons(part.get("card", {}), inputs)


def find_button(card: Json, title: str, nth: int = 0) -> Button:
    """Return the submit button with this title."""
    found = [each for each in buttons(card) if each.title == title]
    if not found or nth >= len(found):
        there = ", ".join(repr(each.title) for each in buttons(card)) or "none"
        raise Invalid(f"There is no button {title!r}; the card has: {there}.")
    if not found[nth].submits:
        raise Invalid(f"The button {title!r} is a {kind_of(found[nth].action)} and sends nothing.")
    return found[nth]


def submit(
    card: Json,
    title: str,
    given: Mapping[str, Any],
    faults: Faults,
    *,
    forged: bool = False,
    nth: int = 0,
) -> Json:
    """Return the inputs that arrive when a person fills in a card and presses a button."""
    button = find_button(card, title, nth)
    data = button.action.get("data")
    data = data if isinstance(data, dict) else {} if data is None else {"data": data}
    if button.action.get("associatedInputs") == "none":
        return dict(data)
    values = _filled_in(button.inputs, given, faults, forged=forged)
    return {**values, **data} if faults.data_wins else {**data, **values}


def _filled_in(inputs: tuple[Json, ...], given: Mapping[str, Any], faults: Faults, *, forged: bool) -> Json:
    answers = {_input_called(inputs, name, forged=forged): value for name, value in given.items()}
    values: Json = {}
    for each in inputs:
        value = _value(each, answers.pop(each["id"], None))
        if not forged:
            _check(each, value)
        if value or faults.blanks == "empty":
            values[each["id"]] = _as_number(value) if _is_number(each, faults) else value
    return values | answers


def _input_called(inputs: tuple[Json, ...], name: str, *, forged: bool) -> str:
    for key in ("id", "label", "title"):
        for each in inputs:
            if each.get(key) == name:
                return str(each["id"])
    if forged:
        return name
    there = ", ".join(repr(each.get("label", each["id"])) for each in inputs) or "none"
    raise Invalid(f"There is no input {name!r}; the card has: {there}.")


def _value(field: Json, given: Any) -> Any:
    """Return what the input holds: the answer as the client writes it, or its default."""
    if kind_of(field) == "Input.Toggle":
        return _toggled(field, given)
    if given is None:
        return str(field.get("value", ""))
    if kind_of(field) == "Input.ChoiceSet":
        return _chosen(field, given)
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, time):
        return f"{given:%H:%M}"
    return str(given)


def _toggled(field: Json, given: Any) -> str:
    on, off = str(field.get("valueOn", "true")), str(field.get("valueOff", "false"))
    if given is None:
        return str(field.get("value", off))
    if isinstance(given, bool):
        return on if given else off
    return str(given)


def _chosen(field: Json, given: Any) -> str:
    values = {choice.get("title"): choice.get("value") for choice in field.get("choices", [])}
    chosen = given if isinstance(given, list | tuple | set) else [given]
    known = set(values.values())
    return ",".join(str(each if each in known else values.get(each, each)) for each in chosen)


def _check(field: Json, value: str) -> None:
    """Refuse what the client would mark in red."""
    if not value.strip() or _is_off(field, value):
        if field.get("isRequired"):
            _refuse(field, "an answer is required")
        return
    _CHECKS.get(kind_of(field), _check_nothing)(field, value)


def _is_off(field: Json, value: str) -> bool:
    return kind_of(field) == "Input.Toggle" and value == str(field.get("valueOff", "false"))


def _check_nothing(field: Json, value: str) -> None:
    """Accept every value: a client cannot fill in this kind of input wrongly."""


def _check_text(field: Json, value: str) -> None:
    if "regex" in field and not re.search(field["regex"], value):
        _refuse(field, f"{value!r} does not match")
    if len(value) > field.get("maxLength", len(value)):
        _refuse(field, f"{value!r} is too long")


def _check_number(field: Json, value: str) -> None:
    try:
        number = float(value)
    except ValueError:
        _refuse(field, f"{value!r} is not a number")
    if not field.get("min", number) <= number <= field.get("max", number):
        _refuse(field, f"{value!r} is out of range")


def _check_moment(field: Json, value: str) -> None:
    read = date.fromisoformat if kind_of(field) == "Input.Date" else time.fromisoformat
    try:
        read(value)
    except ValueError:
        _refuse(field, f"{value!r} is not a date or time")
    if not field.get("min", value) <= value <= field.get("max", value):
        _refuse(field, f"{value!r} is out of range")


def _check_choice(field: Json, value: str) -> None:
    choices = {str(choice.get("value")) for choice in field.get("choices", [])}
    chosen = value.split(",") if field.get("isMultiSelect") else [value]
    for each in chosen:
        if each not in choices:
            _refuse(field, f"{each!r} is not one of the choices")


_CHECKS = {
    "Input.Text": _check_text,
    "Input.Number": _check_number,
    "Input.Date": _check_moment,
    "Input.Time": _check_moment,
    "Input.ChoiceSet": _check_choice,
}


def _refuse(field: Json, why: str) -> NoReturn:
    shown = field.get("label") or field.get("title") or field["id"]
    raise Invalid(f"{shown}: {field.get('errorMessage') or why}")


def _is_number(field: Json, faults: Faults) -> bool:
    return faults.numbers and kind_of(field) == "Input.Number"


def _as_number(value: str) -> Any:
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number
