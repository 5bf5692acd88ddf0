"""Problems and remarks for the person who sent a file: why it was refused, which rows were left out, and remarks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.errors import InvalidAnswer, Refusal
from bot.language.texts import Texts

LONGEST_QUOTE = 60
MOST_NAMED = 10


class UnreadableFile(Refusal):
    """The file as a whole cannot be read, so none of its rows was."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was left out: `reason` is a marked sentence, `value` what stood in the cell, shortened.

    `row` is the number a spreadsheet shows beside it (the header is 1); `column` is "" for the row as a whole.
    """

    row: int
    column: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    value: str = ""

    @classmethod
    def of(cls, wrong: InvalidAnswer, row: int, column: str, cell: str) -> "Problem":
        """Pin a complaint about a cell to its place in the file."""
        return cls(row, column, wrong.text, wrong.values, shortened(cell))

    def say(self, t: Texts) -> str:
        """Say the reason in the reader's language."""
        return t(self.reason, **self.values)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about the file as a whole, which stopped nothing."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, t: Texts) -> str:
        """Say the remark in the reader's language."""
        return t(self.text, **self.values)


def shortened(cell: str) -> str:
    """Return as much of a cell as is needed to recognise it."""
    return cell if len(cell) <= LONGEST_QUOTE else cell[: LONGEST_QUOTE - 1] + "…"


def listed(items: Iterable[str]) -> str:
    """Return some items in a row, and no more than can be read."""
    found = list(items)
    return ", ".join(found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "")
