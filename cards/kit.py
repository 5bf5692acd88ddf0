"""The kit: turns elements into one message, a card and its text. adaptivecardbuilder is used only here."""

# ruff: noqa: ARG001 (singledispatch hands every kind the same arguments)

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from itertools import groupby
from typing import Any

from bot.domain.outgoing import LONGEST_TEXT, Message
from bot.language.texts import POP_ISOLATE, Texts, _
from bot.lean import bare
from cards import elements as e
from cards.limits import LARGEST_CARD, check, size_of
from cards.phone import Row, rows_of
from cards.twin import cut_at_line, written
from cards.words import fitted, fitted_lines, in_cell, in_own_direction, inert, is_formatting, unformatted

# adaptivecardbuilder imports aiohttp to have services translate cards, which we never ask for: 5 MB, and a tenth of a
# second.
with bare("aiohttp", ClientResponse=object, ClientSession=object):
    import adaptivecardbuilder as builder

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.3"
# Where it stands while a card is put together, and `$schema` misspelt.
KEPT_BY_LIBRARY = frozenset({"_pointer", "_previous", "_preserve_level", "schema"})
# Values without parts of their own.
LEAVES = (str, int, float)

# What a client shows at an input that is not filled in.
FILL_IN = _("Please fill in this field.")
CHOOSE = _("Choose one of the answers.")

# How wide the columns of tables are.
COLUMNS = {e.Layout.COUNTS: (3, 1), e.Layout.TIMES: (1, 4)}
NOTHING = "–"

# Lengths to which people's words are cut, tried in turn until card and text fit. Paragraphs may be five times as long.
LENGTHS = (400, 200, 100, 50, 25, 12)

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
