"""Cards: which ones Webex accepts, and how to walk through one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from playground.model import CARD, Json
from playground.refusals import BAD_ARGUMENTS, Refused

MAX_ACTIONS = 5
MAX_IMAGES = 10
VERSIONS = ("1.0", "1.1", "1.2", "1.3")
_NOT_ELEMENTS = ("data", "fallback", "requires")
_NOT_IN_FRONT = (*_NOT_ELEMENTS, "card")


def parts(node: Any, *, into_show_cards: bool = True) -> Iterator[Json]:
    """Yield every element and action of a card, outermost first."""
    ahead = [node]
    while ahead:
        each = ahead.pop()
        if isinstance(each, dict):
            yield each
            shut = _NOT_ELEMENTS if into_show_cards or each.get("type") != "Action.ShowCard" else _NOT_IN_FRONT
            inside = [value for key, value in each.items() if isinstance(value, (dict, list)) and key not in shut]
            ahead.extend(reversed(inside))
        elif isinstance(each, list):
            ahead.extend(reversed(each))


def kind_of(part: Json) -> str:
    """Return the `type` of a part of a card."""
    kind = part.get("type")
    return kind if isinstance(kind, str) else ""


def is_input(part: Json) -> bool:
    """Return whether a person can fill it in."""
    return kind_of(part).startswith("Input.")


def heading_of(card: Json | None) -> str:
    """Return what a card is called by its first large words; "" where it has none."""
    large = (
        part.get("text")
        for part in parts(card)
        if kind_of(part) in {"TextBlock", "TextRun"} and str(part.get("size")).lower() == "large"
    )
    return str(next(large, ""))


def has_images(card: Json | None) -> bool:
    """Return whether Webex would have to fetch pictures for it."""
    return any(_is_image(part) for part in parts(card))


def check_attachments(attachments: object, *, max_bytes: int) -> tuple[Json, ...]:
    """Return copies of the attachments of a message, if Webex takes them."""
    if attachments is None or attachments == []:
        return ()
    if not isinstance(attachments, list):
        raise Refused(400, "attachments should be an array.")
    if len(attachments) > 1:
        raise Refused(400, "A message can carry one attachment only.")
    attachment = attachments[0]
    if not isinstance(attachment, dict) or attachment.get("contentType") != CARD:
        raise Refused(400, f"The contentType of an attachment should be {CARD}.")
    return ({**attachment, "content": checked_card(attachment.get("content"), max_bytes=max_bytes)},)


def checked_card(card: object, *, max_bytes: int) -> Json:
    """Return a copy of a card, or refuse one that Webex would not take."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        raise Refused(400, "The content of an attachment should be an AdaptiveCard object.")
    if card.get("version") not in VERSIONS:
        raise Refused(400, f"Adaptive Card version {card.get('version')!r} is not supported.")
    for key in ("body", "actions"):
        if not isinstance(card.get(key, []), list):
            raise Refused(400, f"The {key} of a card should be an array.")
    text = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
    size = len(text.encode())
    if size > max_bytes:
        raise Refused(400, f"The card has {size} bytes, more than {max_bytes}.")
    _check_parts(card)
    copy: Json = json.loads(text)
    return copy


def _check_parts(card: Json) -> None:
    everything = list(parts(card))
    if any("actions" in part and not isinstance(part["actions"], list) for part in everything):
        raise Refused(400, BAD_ARGUMENTS)
    actions = sum(len(part.get("actions", [])) for part in everything)
    if actions > MAX_ACTIONS:
        raise Refused(400, f"The card has {actions} actions, more than {MAX_ACTIONS}.")
    images = [part for part in everything if _is_image(part)]
    if len(images) > MAX_IMAGES:
        raise Refused(400, f"The card has {len(images)} images, more than {MAX_IMAGES}.")
    if any(not part.get("url") for part in images if kind_of(part) == "Image"):
        raise Refused(400, BAD_ARGUMENTS)
    _check_input_ids(everything)
    if any(not kind_of(each) for each in _elements(everything)):
        raise Refused(400, BAD_ARGUMENTS)


def _check_input_ids(everything: list[Json]) -> None:
    ids = [part.get("id") for part in everything if is_input(part)]
    if any(not isinstance(each, str) or not each for each in ids) or len(set(ids)) < len(ids):
        raise Refused(400, "Each input of a card should have an id of its own.")


def _elements(everything: list[Json]) -> Iterator[Json]:
    for part in everything:
        for key in ("body", "items", "actions"):
            for each in part.get(key) or []:
                yield each if isinstance(each, dict) else {}


def _is_image(part: Json) -> bool:
    return kind_of(part) == "Image" or bool(part.get("backgroundImage")) or bool(part.get("iconUrl"))
