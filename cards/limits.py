"""The limits of a card: how large it may be, how many buttons and choices it may have, and what Webex would refuse."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.actions import FIELD
from cards import elements as e

LARGEST_CARD = 20 * 1024
MOST_ACTIONS = 5
MOST_CHOICES = 30


def check(elements: Sequence[e.Element]) -> None:
    """Raise ValueError for a message that Webex would refuse, or whose submission could not be read."""
    buttons = [each for each in elements if isinstance(each, e.Button)]
    if len(buttons) > MOST_ACTIONS:
        raise ValueError(f"{len(buttons)} buttons on one card: Webex takes {MOST_ACTIONS}")
    ids = [each.id for each in elements if isinstance(each, e.Input)]
    if FIELD in ids or len(set(ids)) < len(ids):
        raise ValueError(f"inputs need ids of their own: {ids}")
    for each in elements:
        if isinstance(each, e.ChoiceInput):
            check_choices(each)


def check_choices(element: e.ChoiceInput) -> None:
    if len(element.picks) > MOST_CHOICES:
        raise ValueError(f"{len(element.picks)} choices for {element.id}: {MOST_CHOICES} can be shown")
    if any("," in pick.value for pick in element.picks):
        raise ValueError(f"a choice of {element.id} has a comma, by which Webex separates values")


def size_of(card: dict[str, Any]) -> int:
    """Return the size of a card in bytes, as it is sent."""
    return len(json.dumps(card, ensure_ascii=False).encode())
