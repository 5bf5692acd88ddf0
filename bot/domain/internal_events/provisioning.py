"""Provisioning: a setup's password, what the partner's own system says, and what Cisco shows."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Self

from bot.domain import waiting_lines
from bot.domain.events import Envelope
from bot.domain.internal_events.kinds import InternalEvent, kept_as
from bot.domain.provisioning import Evidence, RefusalCode, SystemAnswer, Verdict
from bot.language.texts import _


@kept_as("passwords:created")
@dataclass(frozen=True, slots=True)
class PasswordCreated(InternalEvent):
    """The one-time page took a password for a new partner organization; the password itself is not here."""

    title = _("a password that was created")

    order: str
    email: str

    def pack(self, now: datetime, link: str) -> Envelope:
        """Return the envelope for a link, which works once."""
        return Envelope("passwords", "created", link, waiting_lines.of_person(self.email), asdict(self), now)


@kept_as("provisioning:answered")
@dataclass(frozen=True, slots=True)
class SystemAnswered(InternalEvent):
    """The partner's own system said what became of a finished setup.

    `conflict` is why that cannot be true, in which case it has changed nothing.
    """

    title = _("an answer of your provisioning system")

    order: str
    event_id: str
    verdict: str
    code: str
    step: str
    reasons: tuple[tuple[str, str], ...]
    conflict: str

    @classmethod
    def about(cls, order: str, answer: SystemAnswer, conflict: str = "", *, event_id: str = "") -> Self:
        """Return the event for an answer about an order."""
        event_id = event_id or answer.event_id
        return cls(order, event_id, answer.verdict, answer.code, answer.step, answer.reasons, conflict)

    @property
    def answer(self) -> SystemAnswer:
        """What was said."""
        return SystemAnswer(Verdict(self.verdict), self.event_id, RefusalCode(self.code), self.step, self.reasons)

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, in the order's line; the same answer to one event is accepted once."""
        name = ":".join((self.order, self.event_id, self.verdict, self.conflict))
        return Envelope("provisioning", "answered", name, waiting_lines.of_order(self.order), asdict(self), now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        reasons = tuple((language, words) for language, words in envelope.data["reasons"])
        return cls(**envelope.data | {"reasons": reasons})


@kept_as("provisioning:unclear")
@dataclass(frozen=True, slots=True)
class SystemUnclear(InternalEvent):
    """The partner's own system took an event, and gave an answer that we do not know."""

    title = _("an answer of your provisioning system")

    order: str
    event_id: str
    why: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope("provisioning", "unclear", self.event_id, waiting_lines.of_order(self.order), asdict(self), now)


@kept_as("provisioning:seen")
@dataclass(frozen=True, slots=True)
class ProvisioningSeen(InternalEvent):
    """Cisco itself shows that an order is provisioned, by the licenses of an organization or by the order status.

    `where` is the organization or the status.
    """

    title = _("an order that was seen to be provisioned")

    order: str
    how: Evidence
    where: str

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, in the order's line; what was seen once is handled once."""
        return Envelope(
            "provisioning", "seen", f"{self.order}:{self.how}", waiting_lines.of_order(self.order), asdict(self), now
        )

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(**envelope.data | {"how": Evidence(envelope.data["how"])})


@kept_as("provisioning:undelivered")
@dataclass(frozen=True, slots=True)
class SetupUndelivered(InternalEvent):
    """The partner's own system could not be told of an order for a day, or wants no events any more."""

    title = _("an event that your provisioning system did not take")

    order: str
    event: int
    cause: str

    def pack(self, now: datetime) -> Envelope:
        name = f"{self.event}:{now.isoformat()}"
        return Envelope("provisioning", "undelivered", name, waiting_lines.of_order(self.order), asdict(self), now)
