"""Correspondence: what people of an order and its representatives write to one another, through us."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.outgoing import Address

# For this long after somebody was written to, their plain words count as an answer.
ANSWERED_WITHIN = timedelta(days=1)


class PassedKind(StrEnum):
    """What was passed on: words from a representative or to one, a card sent again, an order, or a file with words."""

    REPLY = "reply"
    QUESTION = "question"
    CARD = "card"
    ORDER = "order"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Something that somebody sent through us: `entry` is the outbox entry that carries it.

    `person` is whoever wrote or gets it on the side of the order; `rep` is the representative, "" where it went to a
    space. `told` is where its sender was told that it is on its way, and will hear if it does not arrive.
    """

    entry: int
    kind: PassedKind
    order: str
    person: str
    rep: str
    told: Address
    at: datetime
