"""The elements of a message, from which both its card and its plain text are made.

All words in an element are in the reader's language already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Look(Enum):
    """How a paragraph looks. Colour never carries a meaning alone: the words say it as well."""

    PLAIN = auto()
    STRONG = auto()
    SMALL = auto()
    SUBTLE = auto()
    FOOTNOTE = auto()
    GOOD = auto()
    ATTENTION = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a message: the first line of its text, wherever it stands on the card."""

    words: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why an answer was not accepted, beside its input; in the text before everything else, with `about` before it."""

    words: str
    about: str = ""


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


class Layout(Enum):
    """How a value stands to its label.

    In one LINE with it, so that on a phone a long address goes whole to the next one; BELOW it, where the label is the
    longer one, such as the name of an order; or as a table, whose values are COUNTS or whose labels are TIMES of day.
    """

    LINE = auto()
    BELOW = auto()
    COUNTS = auto()
    TIMES = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values; `divided` draws a line above them."""

    rows: tuple[tuple[str, str], ...]
    layout: Layout = Layout.LINE
    divided: bool = False


@dataclass(frozen=True, slots=True)
class TextInput:
    """A line to fill in. The client shows `error` where it does not match `regex`, or is empty; "" for the usual words.

    `suffix` follows the input by itself, such as the domain after a name; it is read from left to right.
    """

    id: str
    label: str
    value: str = ""
    hint: str = ""
    limit: int = 128
    regex: str = ""
    required: bool = True
    error: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose, with the number by which it can be typed."""

    number: int
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """A choice of one: a list in view when `expanded`, else a menu. `listed` is whether the text lists the options."""

    id: str
    label: str
    picks: tuple[Pick, ...]
    value: str = ""
    expanded: bool = False
    required: bool = True
    listed: bool = True


@dataclass(frozen=True, slots=True)
class ToggleInput:
    """A statement to agree to; the client shows `error` to whoever goes on without."""

    id: str
    label: str
    statement: str
    error: str
    is_on: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class TextOnly:
    """A line that only the text has, such as how to answer by typing."""

    words: str


@dataclass(frozen=True, slots=True)
class Submit:
    """A button that sends signed data to the bot, and the inputs as well if it `submits` them.

    `typed` is what can be typed instead; "" for the title itself. The `main` button stands out.
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


@dataclass(frozen=True, slots=True)
class Unfold:
    """A button that shows more of the card where it stands, and sends nothing.

    `brief` is what the text says of it instead; `typed` is what brings the same by typing, where anything does.
    """

    title: str
    inside: tuple[Paragraph | Section, ...]
    brief: str = ""
    typed: str = ""


Input = TextInput | ChoiceInput | ToggleInput
Button = Submit | OpenPage | Unfold
Element = Heading | Complaint | Paragraph | Section | Facts | Input | TextOnly | Button
