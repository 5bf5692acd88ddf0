"""Enquiries: a question whose answer takes long is asked in one turn and answered in another.

Between the two the work is done outside any transaction, in a line of the asker's own: nobody waits for it, and a crash
only means that it is done again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.context import Context
from bot.domain.events import Envelope, MessagePosted
from bot.domain.outgoing import Message
from bot.domain.people import Person
from bot.language.texts import Texts

RESOURCE = "enquiries"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What somebody wants to know, in which words and language; `now` is when the work on it begins."""

    kind: str
    person: Person
    words: str
    t: Texts
    now: datetime


Work = Callable[[Enquiry], Message]


def enquire(ctx: Context, kind: str, words: str = "") -> None:
    """Have an answer worked out; it goes to the asker alone."""
    if not isinstance(ctx.event, MessagePosted):
        raise TypeError("an enquiry is typed")
    data = {"personId": ctx.person.id, "words": words}
    line = f"{RESOURCE}:{ctx.person.email}"
    ctx.uow.inbox.add(Envelope(RESOURCE, kind, ctx.event.message_id, line, data, ctx.now))
