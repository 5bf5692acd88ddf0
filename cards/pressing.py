"""Typed buttons: what a client would send if the button with the typed words were pressed."""

from collections.abc import Iterator
from typing import Any

from bot.language.answers import in_plain_form
from bot.language.typed import said_plainly


def pressed(card: dict[str, Any], words: str) -> dict[str, str] | None:
    """Return the submission of the button whose title was typed, with the inputs as the card shows them.

    None when no button of the card has that title, or it opens a page.
    """
    wanted = in_plain_form(words)
    for button in buttons(card):
        if wanted and in_plain_form(str(button.get("title", ""))) == wanted:
            return {**inputs_on(card), **button["data"]}
    return None


def inputs_on(card: dict[str, Any]) -> dict[str, str]:
    """Return the initial values of the inputs of a card."""
    return {str(each["id"]): str(each.get("value", "")) for each in parts_of(card) if is_input(each)}


def chosen_on(card: dict[str, Any], words: str) -> str:
    """Return the value of the choice that was typed, as its number in the list or as it is; "" when it is none."""
    values = [str(choice["value"]) for part in parts_of(card) for choice in part.get("choices", [])]
    typed = said_plainly(words)
    by_number = {str(n): value for n, value in enumerate(values, start=1)}
    return typed if typed in values else by_number.get(typed, "")


def buttons(card: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the buttons of a card that send data to the bot, in order."""
    return (part for part in parts_of(card) if part.get("type") == "Action.Submit")


def carried(card: dict[str, Any]) -> dict[str, str]:
    """Return the data of the first button of a card that sends any; empty where there is none."""
    return next((dict(button["data"]) for button in buttons(card)), {})


def is_input(part: dict[str, Any]) -> bool:
    return str(part.get("type", "")).startswith("Input.")


def parts_of(node: Any) -> Iterator[dict[str, Any]]:
    """Return every element and action of a card, in order."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            if isinstance(value, (dict, list)):
                yield from parts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts_of(value)
