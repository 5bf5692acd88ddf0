"""Whether people can be reached: a message that could not be posted, a mail that came back, somebody who is back."""

from dataclasses import asdict, dataclass
from datetime import datetime

from bot.domain import waiting_lines
from bot.domain.events import Envelope
from bot.domain.internal_events.kinds import InternalEvent, kept_as
from bot.language.texts import _


@kept_as("outbox:undelivered")
@dataclass(frozen=True, slots=True)
class Undelivered(InternalEvent):
    """A message that was owed to somebody could not be posted and will not be tried again."""

    title = _("a message that cannot be delivered")

    outbox_id: int
    line: str
    order: str
    reason: str

    @property
    def email(self) -> str:
        """The address of the person whom it did not reach; "" where it was for a room."""
        return waiting_lines.person_of(self.line)

    def pack(self, now: datetime) -> Envelope:
        return Envelope(
            "outbox", "undelivered", str(self.outbox_id), waiting_lines.of_order(self.order), asdict(self), now
        )


@kept_as("people:reached")
@dataclass(frozen=True, slots=True)
class Reached(InternalEvent):
    """A message reached somebody who could not be reached before."""

    title = _("a person who can be reached again")

    email: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope(
            "people",
            "reached",
            f"{self.email}:{now.isoformat()}",
            waiting_lines.of_person(self.email),
            asdict(self),
            now,
        )


@kept_as("mails:refused")
@dataclass(frozen=True, slots=True)
class MailRefused(InternalEvent):
    """The mail server takes no letters for the person of an order, so they have not been told."""

    title = _("a mail that came back")

    order: str
    email: str
    reason: str

    def pack(self, now: datetime, letter: int) -> Envelope:
        """Return the envelope about a letter."""
        return Envelope("mails", "refused", str(letter), waiting_lines.of_order(self.order), asdict(self), now)
