"""The kit: turns elements into one message, a card and its text, that keeps within Webex's limits."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from bot.domain.outgoing import LONGEST_TEXT, Message
from bot.language.texts import Texts
from cards import builder
from cards import elements as e
from cards.drawing import Drawn, Ink, drawn
from cards.limits import LARGEST_CARD, check, size_of
from cards.phone import Row, rows_of
from cards.twin import cut_at_line, written

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.3"
# Where adaptivecardbuilder stands while a card is put together, and `$schema` misspelt.
KEPT_BY_LIBRARY = frozenset({"_pointer", "_previous", "_preserve_level", "schema"})
# Values without parts of their own.
LEAVES = (str, int, float)

# Lengths to which people's words are cut, tried in turn until card and text fit. Paragraphs may be five times as long.
LENGTHS = (400, 200, 100, 50, 25, 12)


def render(elements: Iterable[e.Element], t: Texts) -> Message:
    """Return the message made of these elements, cut so that it keeps within Webex's limits."""
    elements = tuple(elements)
    check(elements)
    for longest in LENGTHS:
        card = card_of(elements, Ink(t, longest))
        text = written(elements, t, longest)
        if (size := size_of(card)) <= LARGEST_CARD and len(text.encode()) <= LONGEST_TEXT:
            break
    if size > LARGEST_CARD:
        raise ValueError(f"a card of {size} bytes is too large for Webex")
    return Message(cut_at_line(text), card)


def card_of(elements: Sequence[e.Element], ink: Ink) -> dict[str, Any]:
    """Return the card, from top to bottom. The last row of buttons, where nothing follows it, is the card's own."""
    card = builder.AdaptiveCard(**{"$schema": SCHEMA})
    parts = list(parts_in_order(elements))
    last = parts[-1] if parts else ()
    for part in parts[:-1] if isinstance(last, tuple) else parts:
        card.add([*(row_of_buttons(part, ink) if isinstance(part, tuple) else drawn(part, ink)), "^"])
    card.add([part for button in last for part in drawn(button, ink)] if isinstance(last, tuple) else [])
    sent: dict[str, Any] = plain(card)
    return sent


def parts_in_order(elements: Sequence[e.Element]) -> Iterator[e.Element | Row]:
    """Yield what a card shows, the buttons that stand together as rows."""
    visible = [element for element in elements if not isinstance(element, e.TextOnly)]
    for are_buttons, run in groupby(visible, key=lambda element: isinstance(element, e.Button)):
        if are_buttons:
            yield from rows_of(tuple(each for each in run if isinstance(each, e.Button)))
        else:
            yield from run


def row_of_buttons(buttons: Row, ink: Ink) -> Drawn:
    """Return buttons that stand among the elements of a card."""
    return [builder.ActionSet(spacing="medium"), *(part for each in buttons for part in drawn(each, ink))]


def plain(part: Any) -> Any:
    """Return a part of a card as it is sent, without what the library keeps for itself, and in our version.

    The library's own way is a coroutine that never waits, and that writes the card as JSON to read it again.
    """
    if isinstance(part, list):
        return [plain(each) for each in part]
    inside = part if isinstance(part, dict) else vars(part)
    shown = {
        name: value if isinstance(value, LEAVES) else plain(value)
        for name, value in inside.items()
        if name not in KEPT_BY_LIBRARY
    }
    return shown | {"version": VERSION} if shown.get("type") == "AdaptiveCard" else shown
