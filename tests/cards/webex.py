"""What Webex and its clients take as a card: the official schema, and the rules that stand beside it."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator

from bot.domain.actions import FIELD
from bot.domain.outgoing import Message

LARGEST_CARD, LONGEST_TEXT = 20 * 1024, 7_439


@cache
def official_schema() -> Draft6Validator:
    """Return the Adaptive Card 1.3 schema, as its makers publish it."""
    path = files("adaptive_cards") / "schemas" / "schema-1.3.json"
    return Draft6Validator(json.loads(path.read_text(encoding="utf-8")))


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every element and action of a card; what a button carries is none."""
    if isinstance(node, list):
        for each in node:
            yield from parts(each)
    elif isinstance(node, dict):
        yield node
        for name, value in node.items():
            if name != "data":
                yield from parts(value)


def card_of(message: Message) -> dict[str, Any]:
    assert message.card is not None
    return message.card


def inputs_of(message: Message) -> list[dict[str, Any]]:
    return [part for part in parts(card_of(message)) if part.get("type", "").startswith("Input.")]


def actions_of(message: Message) -> list[dict[str, Any]]:
    return [part for part in parts(card_of(message)) if part.get("type", "").startswith("Action.")]


def blocks_of(message: Message) -> list[dict[str, Any]]:
    return [part for part in parts(card_of(message)) if part.get("type") == "TextBlock"]


def check(message: Message) -> None:
    """Fail with what Webex, or one of its clients, would not take."""
    card = card_of(message)
    official_schema().validate(card)
    assert card["version"] == "1.3"
    assert card["$schema"] == "http://adaptivecards.io/schemas/adaptive-card.json"
    assert "schema" not in card
    check_size(message)
    check_actions(message)
    check_inputs(message)


def check_size(message: Message) -> None:
    assert len(json.dumps(message.card, ensure_ascii=False).encode()) <= LARGEST_CARD
    assert 0 < len(message.text.encode()) <= LONGEST_TEXT


def check_actions(message: Message) -> None:
    actions = actions_of(message)
    assert len(actions) <= 5
    for action in actions:
        assert action["title"]
        assert action["type"] == "Action.OpenUrl" or set(action["data"]) == {FIELD}


def check_inputs(message: Message) -> None:
    inputs = inputs_of(message)
    ids = [each["id"] for each in inputs]
    assert len(set(ids)) == len(ids)
    assert FIELD not in ids
    for each in inputs:
        assert each["label"]
        assert each["errorMessage"]
        choices = each.get("choices", [])
        assert len(choices) <= 30
        assert not any("," in choice["value"] for choice in choices)
        assert all(choice["title"] and choice["value"] for choice in choices)
