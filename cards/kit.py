"""The kit: makes one message, card and text, out of elements. The door to adaptivecardbuilder."""

# ruff: noqa: ARG001 (singledispatch hands every kind the same arguments)

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import adaptivecardbuilder as builder

from bot.domain.actions import FIELD
from bot.domain.outgoing import Message
from bot.language.texts import ISOLATE, POP_ISOLATE, Texts
from cards import elements as e
from cards.twin import LONGEST_TEXT, cut_at_line, written
from cards.words import fitted, inert, said

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.3"
LARGEST_CARD = 20 * 1024
MOST_ACTIONS = 5
MOST_CHOICES = 30

# How wide a row of buttons may be, in letters; each button's own sides take some.
LONGEST_ROW, BUTTON_SIDES = 75, 6

# How long people's words may be: the first that lets card and text keep their budgets. Paragraphs get five times that.
LENGTHS = (400, 200, 100, 50, 25, 12)

# Card version 1.3 knows no direction, so clients lay out every line from left to right; this turns ours round.
RIGHT_TO_LEFT_ISOLATE = "\u2067"

LOOKS: dict[e.Look, dict[str, Any]] = {
    e.Look.PLAIN: {},
    e.Look.STRONG: {"weight": "bolder"},
    e.Look.SUBTLE: {"isSubtle": True, "size": "small", "spacing": "small"},
    e.Look.FOOTNOTE: {"isSubtle": True, "size": "small", "spacing": "medium"},
    e.Look.GOOD: {"color": "good"},
    e.Look.ATTENTION: {"color": "attention"},
}

# A library's element, or one of its cursor codes: "<" leaves the innermost element, "^" goes back to the card.
Drawn = list[Any]


@dataclass(frozen=True, slots=True)
class Ink:
    """How to draw: which way the reader reads, and how long words may be."""

    is_right_to_left: bool
    longest: int


def render(elements: Iterable[e.Element], t: Texts) -> Message:
    """Return the message that these elements make, within the limits of Webex."""
    elements = tuple(elements)
    check(elements)
    for longest in LENGTHS:
        card = card_of(elements, Ink(t.is_right_to_left, longest))
        text = written(elements, t, longest)
        if size_of(card) <= LARGEST_CARD and len(text.encode()) <= LONGEST_TEXT:
            break
    if size_of(card) > LARGEST_CARD:
        raise ValueError(f"a card of {size_of(card)} bytes is too large for Webex")
    return Message(cut_at_line(text), card)


def check(elements: Sequence[e.Element]) -> None:
    """Raises ValueError for what Webex, or the way back from it, could not take."""
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
    """Return how many bytes a card takes."""
    return len(json.dumps(card, ensure_ascii=False).encode())


def card_of(elements: Sequence[e.Element], ink: Ink) -> dict[str, Any]:
    """Build the card: elements from top to bottom, then the buttons."""
    card = builder.AdaptiveCard(**{"$schema": SCHEMA})
    for element in elements:
        if not isinstance(element, e.Button):
            card.add([*drawn(element, ink), "^"])
    first, last = rows_of([element for element in elements if isinstance(element, e.Button)])
    if first:
        card.add([builder.ActionSet(), *(part for each in first for part in drawn(each, ink)), "^"])
    card.add([part for each in last for part in drawn(each, ink)])
    return serialized(card)


def rows_of(buttons: Sequence[e.Button]) -> tuple[Sequence[e.Button], Sequence[e.Button]]:
    """Split buttons that are too many for one row in two, the second at the foot of the card: clients hide the rest."""
    if sum(len(each.title) + BUTTON_SIDES for each in buttons) <= LONGEST_ROW:
        return (), buttons
    half = (len(buttons) + 1) // 2
    return buttons[:half], buttons[half:]


def serialized(card: Any) -> dict[str, Any]:
    """Return the card as Webex wants it: the library writes its schema under a wrong name.

    Its coroutine waits for nothing unless it translates, so one step runs it to its end without an event loop.
    """
    try:
        card.to_dict(version=VERSION).send(None)
    except StopIteration as end:
        return {name: value for name, value in end.value.items() if name != "schema"}
    raise RuntimeError("adaptivecardbuilder waits for something")


@singledispatch
def drawn(element: e.Element, ink: Ink) -> Drawn:
    """Return an element in the library's classes."""
    raise TypeError(f"no look for {element!r}")


@drawn.register
def draw_heading(element: e.Heading, ink: Ink) -> Drawn:
    return [block(element.words, ink, size="large", weight="bolder", spacing="small")]


@drawn.register
def draw_complaint(element: e.Complaint, ink: Ink) -> Drawn:
    return [block(element.words, ink, color="attention", weight="bolder")]


@drawn.register
def draw_paragraph(element: e.Paragraph, ink: Ink) -> Drawn:
    return [block(element.words, ink, **LOOKS[element.look])]


@drawn.register
def draw_section(element: e.Section, ink: Ink) -> Drawn:
    return [block(element.words, ink, weight="bolder", separator=element.divided, spacing="medium")]


@drawn.register
def draw_facts(element: e.Facts, ink: Ink) -> Drawn:
    rows = [row(label, value, ink) for label, value in element.rows]
    set_off = {"separator": True, "spacing": "medium"} if element.divided else {}
    return [builder.Container(**set_off), *(part for each in rows for part in each)]


def row(label: str, value: str, ink: Ink) -> Drawn:
    """Draw one fact: the label where reading begins. A FactSet cannot be mirrored, so it is columns."""
    columns = [
        [builder.Column(width=2), value_block(label, ink, isSubtle=True), "<"],
        [builder.Column(width=3), value_block(value or "–", ink), "<"],
    ]
    ordered = reversed(columns) if ink.is_right_to_left else columns
    return [builder.ColumnSet(spacing="small"), *(part for column in ordered for part in column), "<"]


@drawn.register
def draw_text_input(element: e.TextInput, ink: Ink) -> Drawn:
    optional = {"placeholder": element.hint, "value": element.value[: element.limit], "regex": element.regex}
    given = {name: value for name, value in optional.items() if value}
    return [builder.InputText(element.id, maxLength=element.limit, **given, **rules(element, ink))]


@drawn.register
def draw_choices(element: e.ChoiceInput, ink: Ink) -> Drawn:
    style = "expanded" if element.expanded else "compact"
    picks = [builder.InputChoice(directed(said(pick.title, ink.longest), ink), pick.value) for pick in element.picks]
    value = {"value": element.value} if element.value else {}
    return [builder.InputChoiceSet(element.id, style=style, wrap=True, **value, **rules(element, ink)), *picks]


@drawn.register
def draw_toggle(element: e.ToggleInput, ink: Ink) -> Drawn:
    value = "true" if element.is_on else "false"
    states = {"value": value, "valueOn": "true", "valueOff": "false"}
    statement = directed(element.statement, ink)
    return [builder.InputToggle(statement, element.id, wrap=True, **states, **rules(element, ink))]


def rules(element: e.Input, ink: Ink) -> dict[str, object]:
    """Return an input's label, and what its client checks before it submits."""
    error = {"errorMessage": directed(element.error, ink)} if element.error else {}
    return {"label": element.label, "isRequired": element.required, **error}


@drawn.register
def draw_text_only(element: e.TextOnly, ink: Ink) -> Drawn:
    return []


@drawn.register
def draw_submit(element: e.Submit, ink: Ink) -> Drawn:
    style = {"style": "positive"} if element.main else {}
    inputs = "auto" if element.submits else "none"
    return [builder.ActionSubmit(title=element.title, data=dict(element.data), associatedInputs=inputs, **style)]


@drawn.register
def draw_page(element: e.OpenPage, ink: Ink) -> Drawn:
    return [builder.ActionOpenUrl(element.url, title=element.title, style="positive")]


def block(words: str, ink: Ink, **look: object) -> Any:
    """Return a block of text that starts where its reader starts."""
    shown = directed(inert(fitted(words, 5 * ink.longest)), ink)
    side = {"horizontalAlignment": "right"} if ink.is_right_to_left else {}
    return builder.TextBlock(shown, wrap=True, **side, **look)


def value_block(value: str, ink: Ink, **look: object) -> Any:
    """Return a block of somebody's words, or of a command's, in their own direction on the reader's side."""
    words = said(value, ink.longest)
    return block(f"{ISOLATE}{words}{POP_ISOLATE}" if ink.is_right_to_left else words, ink, **look)


def directed(words: str, ink: Ink) -> str:
    """Return words that read from right to left where the reader does, full stop and all."""
    return f"{RIGHT_TO_LEFT_ISOLATE}{words}{POP_ISOLATE}" if ink.is_right_to_left else words
