"""Background jobs: answers that take long to work out, asked for or ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.domain import waiting_lines
from bot.domain.events import Envelope
from bot.domain.internal_events.kinds import InternalEvent, kept_as
from bot.domain.outgoing import Message
from bot.domain.people import Person
from bot.language.texts import _


# Until November 2026 a background job was kept as an enquiry.
@kept_as("jobs", "enquiries")
@dataclass(frozen=True, slots=True)
class JobRequested(InternalEvent):
    """Somebody, or the clock (without a `person_id`), asked for an answer that takes long to work out.

    `kind` is the kind of job, and `words` are what followed its command.
    """

    title = _("a report that was asked for")

    kind: str
    person_id: str
    words: str

    def pack(self, now: datetime, message_id: str) -> Envelope:
        """Return the envelope about the words in a message, in a line of the asker's own: nobody waits for it."""
        data = {"personId": self.person_id, "words": self.words}
        return Envelope("jobs", self.kind, message_id, waiting_lines.of_jobs(self.person_id), data, now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(envelope.event, envelope.sender, envelope.data["words"])


@dataclass(frozen=True, slots=True)
class JobDone(InternalEvent):
    """What somebody asked for has been worked out. It is handled at once, so it is never packed."""

    person: Person
    answers: Sequence[Message]
    kind: str = ""
