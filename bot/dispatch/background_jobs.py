"""Background jobs: a question whose answer takes long is asked in one turn and answered in another.

Between the two the work is done outside any transaction, and in a line of its own, so that nobody waits for it. After a
crash it is done again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.context import Context
from bot.domain.events import MessagePosted
from bot.domain.internal_events import JobRequested
from bot.domain.outgoing import Message
from bot.domain.people import Person
from bot.language.texts import Texts


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody, or the clock, asked for, in which words and language. `now` is when the work on it begins."""

    kind: str
    person: Person
    words: str
    t: Texts
    now: datetime


# What is worked out, in one message or in several.
Work = Callable[[Job], Sequence[Message]]


def start_job(ctx: Context, kind: str, words: str = "") -> None:
    """Start a job whose answer goes to the asker alone."""
    if not isinstance(ctx.event, MessagePosted):
        raise TypeError("a job is asked for in words")
    ctx.uow.inbox.add(JobRequested(kind, ctx.person.id, words).pack(ctx.now, ctx.event.message_id))
