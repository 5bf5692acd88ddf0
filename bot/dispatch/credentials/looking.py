"""Looking through what somebody wrote or entered for each kind of password, token and key."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.dispatch.credentials.announced import is_announced
from bot.dispatch.credentials.hexadecimal import holds_a_key
from bot.dispatch.credentials.passphrases import is_spoken
from bot.dispatch.credentials.tokens import holds_a_token, without_links
from bot.domain.actions import FIELD
from bot.domain.events import CardSubmitted, Event, MessagePosted
from bot.language.typed import folded, tidy


def looked_through(event: Event, card_of: Callable[[str], Any]) -> Event:
    """Return the event with `gives_a_secret` set: whether its words or inputs seem to hold a password or a token.

    Values that we put on the card ourselves, such as the id of an organization to choose, do not count; `card_of` gives
    the card of a message.
    """
    if isinstance(event, MessagePosted):
        return replace(event, gives_a_secret=looks_like_a_credential(event.text))
    if isinstance(event, CardSubmitted):
        inputs = (value for name, value in event.inputs.items() if name != FIELD)
        found = set(filter(looks_like_a_credential, inputs))
        return replace(event, gives_a_secret=bool(found and found - set(values_on(card_of(event.message_id)))))
    return event


def looks_like_a_credential(text: str) -> bool:
    """Return whether a text seems to give away a password, a token or a key."""
    line = tidy(text)
    said = folded(without_links(line))
    return holds_a_token(line) or is_announced(said) or is_spoken(said) or holds_a_key(said)


def values_on(node: Any) -> Iterator[str]:
    """Return the values that the choices and inputs of a card were made with."""
    if isinstance(node, dict):
        yield from (str(value) for name, value in node.items() if name == "value")
        yield from (value for each in node.values() for value in values_on(each))
    elif isinstance(node, list):
        yield from (value for each in node for value in values_on(each))
