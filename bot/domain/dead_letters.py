"""Dead letters: what could not be handled, sent or mailed, set aside with its cause until an admin sees to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Box(StrEnum):
    """Where something was given up."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    MAILS = "mails"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One thing that was given up. `key` is what its box calls it; `reference` what people do.

    `what` is a resource, an operation or a mail; `who` is whom it is from or for; `words` begin what was to be said.
    """

    reference: str
    box: Box
    key: str
    what: str
    who: str
    order: str
    cause: str
    began_at: datetime
    given_up_at: datetime
    words: str = ""
