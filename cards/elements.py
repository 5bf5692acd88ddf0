"""The vocabulary of cards: what a message is made of, before it becomes a card and its text.

All words in an element are said already, in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Look(Enum):
    """How a paragraph looks. Colour never stands alone: the words say it too."""

    PLAIN = auto()
    STRONG = auto()
    SUBTLE = auto()
    FOOTNOTE = auto()
    GOOD = auto()
    ATTENTION = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """What the message is about: the first line of its text, wherever it stands on the card."""

    words: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why an answer was not taken; before everything else in the text."""

    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two."""

    words: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Section:
    """A title inside the card; `divided` draws a line above it."""

    words: str
    divided: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, as a table; `divided` draws a line above it."""

    rows: tuple[tuple[str, str], ...]
    divided: bool = False


@dataclass(frozen=True, slots=True)
class TextInput:
    """A line to fill in. `error` is what to say when it is left empty or does not fit `regex`."""

    id: str
    label: str
    value: str = ""
    hint: str = ""
    limit: int = 128
    regex: str = ""
    required: bool = True
    error: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose, with the number by which it can be typed."""

    number: int
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """One of a few; all in sight when `expanded`. `listed` is whether the text lists them."""

    id: str
    label: str
    picks: tuple[Pick, ...]
    value: str = ""
    expanded: bool = False
    required: bool = True
    error: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class ToggleInput:
    """A statement to agree to."""

    id: str
    label: str
    statement: str
    is_on: bool = False
    required: bool = True
    error: str = ""


@dataclass(frozen=True, slots=True)
class TextOnly:
    """A line that the text has and the card has not, such as how to answer by typing."""

    words: str


@dataclass(frozen=True, slots=True)
class Submit:
    """A button that comes back to the bot with signed data, and with the inputs if it `submits` them.

    `typed` is what can be typed instead; the title, when it names nothing. The `main` button stands out.
    """

    title: str
    data: Mapping[str, str]
    submits: bool = False
    main: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A button that opens a page in the browser."""

    title: str
    url: str


Input = TextInput | ChoiceInput | ToggleInput
Button = Submit | OpenPage
Element = Heading | Complaint | Paragraph | Section | Facts | Input | TextOnly | Button
