"""Flags: lines of an order that its person says are wrong; open until withdrawn, or until a rep has dealt with them."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.orders import Order
from bot.language.texts import Texts, _

LONGEST_WORDS = 300
WITHDRAWN, SEEN_TO = "withdrawn", "seen to"


@dataclass(frozen=True, slots=True)
class Flag:
    """What is wrong with one line, as it was ordered at the time. `line` counts from 1; 0 is for what is in no line."""

    order: str
    line: int
    item: str
    words: str
    person: str
    at: datetime
    id: int = 0
    closed_at: datetime | None = None
    outcome: str = ""

    def place(self, t: Texts) -> str:
        """Say what the flag is on."""
        return t(_("Line {number} ({item})"), number=self.line, item=self.item) if self.line else t(SOMETHING_ELSE)


SOMETHING_ELSE = _("Something else, or a line that is missing")


def item_of(order: Order, line: int) -> str:
    """Return what a line ordered; "" where there is no such line."""
    return order.lines[line - 1].item if 1 <= line <= len(order.lines) else ""
