"""Reminders that are due: one, several for one person, or more than anybody should get at once."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from bot.domain import waiting_lines
from bot.domain.events import Envelope
from bot.domain.internal_events.kinds import InternalEvent, kept_as
from bot.language.texts import _


@kept_as("reminders:due")
@dataclass(frozen=True, slots=True)
class ReminderDue(InternalEvent):
    """The clock says that a reminder is due. `due_at` is when it was meant to be sent."""

    title = _("a reminder")

    order: str
    rule: str
    occurrence: str
    due_at: datetime

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, in the order's line; it can be accepted only once."""
        return Envelope("reminders", "due", self.name, waiting_lines.of_order(self.order), self.facts(), now)

    @property
    def name(self) -> str:
        """The name that no other reminder has."""
        return f"{self.order}:{self.rule}:{self.occurrence}"

    def facts(self) -> dict[str, Any]:
        return asdict(self) | {"due_at": self.due_at.isoformat()}

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Self:
        return cls(**facts | {"due_at": datetime.fromisoformat(facts["due_at"])})

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls.of(envelope.data)


@kept_as("reminders:bundle")
@dataclass(frozen=True, slots=True)
class RemindersDue(InternalEvent):
    """Several reminders are due for one person at once: more than should come one by one."""

    title = ReminderDue.title

    email: str
    reminders: tuple[ReminderDue, ...]

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope. Its key is the name of the first reminder, so it is accepted only once."""
        data = {"email": self.email, "reminders": [each.facts() for each in self.reminders]}
        return Envelope(
            "reminders", "bundle", self.reminders[0].name, waiting_lines.of_reminders(self.email), data, now
        )

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(envelope.data["email"], tuple(map(ReminderDue.of, envelope.data["reminders"])))


@kept_as("storms:swept")
@dataclass(frozen=True, slots=True)
class StormSwept(InternalEvent):
    """Very many reminders came due at once, or some are held until tomorrow because their people had enough today.

    `reminders` go out as so many `messages`; `held` are those that wait, for these `people`.
    """

    title = _("a note to the admins about very many reminders")

    reminders: int
    messages: int
    held: int
    people: tuple[str, ...]

    def pack(self, now: datetime) -> Envelope:
        return Envelope("storms", "swept", now.isoformat(), "storms", asdict(self), now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(**envelope.data | {"people": tuple(envelope.data["people"])})
