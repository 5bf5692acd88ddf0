"""Draws the elements of a message as elements of a card."""

# ruff: noqa: ARG001 (singledispatch hands every kind the same arguments)

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from bot.language.texts import POP_ISOLATE, Texts, _
from cards import builder
from cards import elements as e
from cards.words import fitted, fitted_lines, in_cell, in_own_direction, inert, is_formatting, unformatted

# What a client shows at an input that is not filled in.
FILL_IN = _("Please fill in this field.")
CHOOSE = _("Choose one of the answers.")

# How wide the columns of tables are.
COLUMNS = {e.Layout.COUNTS: (3, 1), e.Layout.TIMES: (1, 4)}
NOTHING = "–"

# Adaptive Cards 1.3 has no text direction, and clients take each line as left to right; this character changes that.
RIGHT_TO_LEFT_ISOLATE = "\u2067"

LOOKS: dict[e.Look, dict[str, Any]] = {
    e.Look.PLAIN: {},
    e.Look.STRONG: {"weight": "bolder"},
    e.Look.SMALL: {"size": "small", "spacing": "small"},
    e.Look.SUBTLE: {"isSubtle": True, "size": "small", "spacing": "small"},
    e.Look.FOOTNOTE: {"isSubtle": True, "size": "small", "spacing": "medium"},
    e.Look.GOOD: {"color": "good"},
    e.Look.ATTENTION: {"color": "attention"},
}

# The parts of a look that belong to the words in rich text; the rest belongs to the block around them.
RUN_LOOKS = ("size", "weight", "color", "isSubtle")

# Elements of adaptivecardbuilder, and its cursor codes: "<" leaves the innermost element, "^" goes back to the card.
Drawn = list[Any]


@dataclass(frozen=True, slots=True)
class Ink:
    """How elements are drawn: in which language, and how long people's words may be."""

    t: Texts
    longest: int

    @property
    def is_right_to_left(self) -> bool:
        """Whether the reader reads from right to left."""
        return self.t.is_right_to_left


@singledispatch
def drawn(element: e.Element, ink: Ink) -> Drawn:
    """Return an element as elements of adaptivecardbuilder."""
    raise TypeError(f"no look for {element!r}")


@drawn.register
def draw_heading(element: e.Heading, ink: Ink) -> Drawn:
    return block(element.words, ink, size="large", weight="bolder", spacing="small")


@drawn.register
def draw_complaint(element: e.Complaint, ink: Ink) -> Drawn:
    return block(element.words, ink, color="attention", weight="bolder", spacing="small")


@drawn.register
def draw_paragraph(element: e.Paragraph, ink: Ink) -> Drawn:
    lines = fitted_lines(element.words, 5 * ink.longest)
    follows = {line for line in range(1, len(lines)) if lines[line - 1]}
    return [
        part
        for line, words in enumerate(lines)
        if words or len(lines) == 1
        for part in block(words, ink, **LOOKS[element.look] | ({"spacing": "none"} if line in follows else {}))
    ]


@drawn.register
def draw_section(element: e.Section, ink: Ink) -> Drawn:
    return block(element.words, ink, size="medium", weight="bolder", separator=element.divided, spacing="medium")


@drawn.register
def draw_facts(element: e.Facts, ink: Ink) -> Drawn:
    set_off = {"separator": True, "spacing": "medium"} if element.divided else {}
    rows = (fact(label, value or NOTHING, element.layout, ink) for label, value in element.rows)
    return [builder.Container(**set_off), *(part for each in rows for part in each)]


def fact(label: str, value: str, layout: e.Layout, ink: Ink) -> Drawn:
    match layout:
        case e.Layout.LINE:
            return line_of(label, value, ink)
        case e.Layout.BELOW:
            below = value_block(value, ink, isSubtle=True, size="small", spacing="none")
            return [*value_block(label, ink), *below]
        case _:
            return columns(label, value, COLUMNS[layout], ink)


def line_of(label: str, value: str, ink: Ink) -> Drawn:
    """Return a fact as one line, its direction set around both: runs of text are one line to a client."""
    about, words = ink.t.labelled(cell(label, ink), "\0" + cell(value, ink)).split("\0")
    begins, ends = directed("\0", ink).split("\0")
    runs = builder.TextRun(begins + inert(about), isSubtle=True), builder.TextRun(inert(words) + ends)
    return [builder.RichTextBlock(spacing="small", **side_of(ink)), *runs, "<"]


def columns(label: str, value: str, widths: tuple[int, int], ink: Ink) -> Drawn:
    """Return a fact as two columns, the label where reading begins; a FactSet cannot be mirrored."""
    pair = [
        [builder.Column(width=widths[0]), *value_block(label, ink, isSubtle=True), "<"],
        [builder.Column(width=widths[1]), *value_block(value, ink), "<"],
    ]
    ordered = reversed(pair) if ink.is_right_to_left else pair
    return [builder.ColumnSet(spacing="small"), *(part for column in ordered for part in column), "<"]


@drawn.register
def draw_text_input(element: e.TextInput, ink: Ink) -> Drawn:
    optional = {"placeholder": element.hint, "value": element.value[: element.limit], "regex": element.regex}
    given = {name: value for name, value in optional.items() if value}
    error = element.error or ink.t(FILL_IN)
    line = builder.InputText(element.id, maxLength=element.limit, **given, **rules(element, ink, error))
    return beside(line, element.suffix) if element.suffix else [line]


def beside(line: Any, suffix: str) -> Drawn:
    """Return an input with the suffix after it: from left to right in every language, as in an address."""
    follows = builder.TextBlock(suffix, isSubtle=True)
    return [
        builder.ColumnSet(),
        *(builder.Column(width="stretch"), line, "<"),
        *(builder.Column(width="auto", verticalContentAlignment="bottom", spacing="small"), follows, "<"),
        "<",
    ]


@drawn.register
def draw_choices(element: e.ChoiceInput, ink: Ink) -> Drawn:
    style = "expanded" if element.expanded else "compact"
    titles = [in_cell(pick.title, ink.longest, is_right_to_left=ink.is_right_to_left) for pick in element.picks]
    picks = [
        builder.InputChoice(directed(own_way(unformatted(t), ink), ink), pick.value)
        for t, pick in zip(titles, element.picks, strict=True)
    ]
    value = {"value": element.value} if element.value else {}
    shown = {"style": style, "wrap": True, **value}
    return [builder.InputChoiceSet(element.id, **shown, **rules(element, ink, ink.t(CHOOSE))), *picks]


@drawn.register
def draw_toggle(element: e.ToggleInput, ink: Ink) -> Drawn:
    value = "true" if element.is_on else "false"
    states = {"value": value, "valueOn": "true", "valueOff": "false"}
    statement = directed(unformatted(element.statement), ink)
    return [builder.InputToggle(statement, element.id, wrap=True, **states, **rules(element, ink, element.error))]


def rules(element: e.Input, ink: Ink, error: str) -> dict[str, object]:
    """Return the label of an input, and what the client checks before it submits, with the error that it then shows."""
    return {"label": element.label, "isRequired": element.required, "errorMessage": directed(error, ink)}


@drawn.register
def draw_text_only(element: e.TextOnly, ink: Ink) -> Drawn:
    return []


@drawn.register
def draw_submit(element: e.Submit, ink: Ink) -> Drawn:
    style = {"style": "positive"} if element.main else {}
    inputs = "auto" if element.submits else "none"
    return [builder.ActionSubmit(title=element.title, data=dict(element.data), associatedInputs=inputs, **style)]


@drawn.register
def draw_unfold(element: e.Unfold, ink: Ink) -> Drawn:
    return [
        builder.ActionShowCard(title=element.title),
        *(part for each in element.inside for part in drawn(each, ink)),
        "<",
    ]


@drawn.register
def draw_page(element: e.OpenPage, ink: Ink) -> Drawn:
    return [builder.ActionOpenUrl(element.url, title=element.title, style="positive")]


def block(words: str, ink: Ink, **look: object) -> Drawn:
    """Return words as a block, aligned to the side where the reader begins.

    Words that a client could take for formatting stand in rich text, in which clients look for none.
    """
    line = fitted(words, 5 * ink.longest)
    shown = directed(inert(line), ink)
    if not is_formatting(line):
        return [builder.TextBlock(shown, wrap=True, **side_of(ink), **look)]
    of_words = {name: look.pop(name) for name in RUN_LOOKS if name in look}
    return [builder.RichTextBlock(**side_of(ink), **look), builder.TextRun(shown, **of_words), "<"]


def side_of(ink: Ink) -> dict[str, str]:
    """Return how a block is aligned to the side where the reader begins."""
    return {"horizontalAlignment": "right"} if ink.is_right_to_left else {}


def value_block(value: str, ink: Ink, **look: object) -> Drawn:
    """Return a block of people's words or a command, in their own direction, aligned to the reader's side."""
    return block(cell(value, ink), ink, **look)


def cell(words: str, ink: Ink) -> str:
    """Return people's words on one line, and in their own direction."""
    return own_way(in_cell(words, ink.longest, is_right_to_left=ink.is_right_to_left), ink)


def own_way(words: str, ink: Ink) -> str:
    """Return people's words kept in their own direction, where the reader's is another."""
    return in_own_direction(words, is_right_to_left=ink.is_right_to_left)


def directed(words: str, ink: Ink) -> str:
    """Return words with their base direction from right to left, where the reader's is."""
    return f"{RIGHT_TO_LEFT_ISOLATE}{words}{POP_ISOLATE}" if ink.is_right_to_left else words
