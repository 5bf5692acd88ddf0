"""What Webex and its clients take as a card: the official schema, and the rules that stand beside it."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from bot.domain.actions import FIELD
from bot.domain.outgoing import Message
from bot.webex.content import body_of

Json = dict[str, Any]

# 22 KB is the older report, 80 KB the newer one.
LARGEST_CARD, LARGEST_COUNTED_LETTER_BY_LETTER, LONGEST_TEXT = 22 * 1024, 80 * 1024, 7_439


def any_of(validator: Any, branches: list[Json], part: Any, _schema: Json) -> Iterator[ValidationError]:
    """Hold a part of a card against the element that it says it is; by itself, a validator tries every element."""
    kind = part.get("type") if isinstance(part, dict) else None
    own = [branch for branch in branches if {"$ref": f"#/definitions/{kind}"} in branch.get("allOf", ())]
    if not any(validator.evolve(schema=branch).is_valid(part) for branch in own or branches):
        yield ValidationError(f"{part!r} is nothing that may stand here")


def defined(validator: Any, ref: str, part: Any, _schema: Json) -> Iterator[ValidationError]:
    """Hold a part of a card against what is defined in the schema; by itself, a validator looks it up each time."""
    definition = published()["definitions"][ref.removeprefix("#/definitions/")]
    yield from validator.evolve(schema=definition).iter_errors(part)


@cache
def published() -> Json:
    """Return the Adaptive Card 1.3 schema, as its makers publish it."""
    path = files("adaptive_cards") / "schemas" / "schema-1.3.json"
    schema: Json = json.loads(path.read_text(encoding="utf-8"))
    return schema


@cache
def official_schema() -> Validator:
    """Return what holds a card against the published schema."""
    kind = extend(Draft6Validator, {"anyOf": any_of, "$ref": defined})  # type: ignore[no-untyped-call]
    schema: Validator = kind(published())
    return schema


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every element and action of a card; what a button carries is none."""
    if isinstance(node, list):
        for each in node:
            yield from parts(each)
    elif isinstance(node, dict):
        yield node
        for name, value in node.items():
            if name != "data" and isinstance(value, (dict, list)):
                yield from parts(value)


def card_of(message: Message) -> dict[str, Any]:
    assert message.card is not None
    return message.card


def inputs_of(message: Message) -> list[dict[str, Any]]:
    return [part for part in parts(card_of(message)) if part.get("type", "").startswith("Input.")]


def actions_of(message: Message) -> list[dict[str, Any]]:
    return [part for part in parts(card_of(message)) if part.get("type", "").startswith("Action.")]


def blocks_of(message: Message) -> list[dict[str, Any]]:
    return [part for part in parts(card_of(message)) if part.get("type") in {"TextBlock", "TextRun"}]


def lines_of(message: Message) -> list[str]:
    """Return what stands in each block of text, the runs of one together."""
    blocks = [part for part in parts(card_of(message)) if part.get("type") in {"TextBlock", "RichTextBlock"}]
    return ["".join(run["text"] for run in block.get("inlines", [block])) for block in blocks]


def shown_at_first(message: Message) -> list[dict[str, Any]]:
    """Return the text blocks that show before anything is unfolded."""
    folded = [part for action in actions_of(message) if "card" in action for part in parts(action["card"])]
    return [block for block in blocks_of(message) if not any(block is part for part in folded)]


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


def bytes_of(message: Message) -> int:
    """Return how large the body that is sent is, without its text."""
    return len(body_of(message)) - len(json.dumps(message.text, ensure_ascii=False).encode())


def check_size(message: Message) -> None:
    """Hold the very body that is sent against both limits that are reported: the larger one however Webex counts."""
    [attached] = json.loads(body_of(message))["attachments"]
    assert bytes_of(message) <= LARGEST_CARD
    assert len(json.dumps(attached)) <= LARGEST_COUNTED_LETTER_BY_LETTER
    assert 0 < len(message.text.encode()) <= LONGEST_TEXT


def check_actions(message: Message) -> None:
    actions = actions_of(message)
    assert len(actions) <= 5
    for action in actions:
        assert action["title"]
        if action["type"] == "Action.ShowCard":
            assert action["card"]["body"], "a button that shows nothing"
            assert not [
                part
                for part in parts(action["card"]["body"])
                if part["type"] not in {"TextBlock", "RichTextBlock", "TextRun"}
            ]
        else:
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
