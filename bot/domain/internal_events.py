"""Internal events: what the clock, the workers and our own pages put into the inbox, to be handled in its turn.

Each class packs itself into an envelope and unpacks itself again. To add one: its class here, and its handler.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

from bot.domain.events import DOUBTED, Envelope
from bot.domain.outgoing import Message
from bot.domain.people import Person
from bot.domain.provisioning import RefusalCode, SystemAnswer, Verdict
from bot.language.texts import _


@dataclass(frozen=True, slots=True)
class InternalEvent:
    """Something that happened here. `title` says to an admin what it is, where it could not be handled.

    What `pack` writes may be read by a later version: rows of the inbox outlive an update.
    """

    title: ClassVar[str] = ""

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        """Return the event that was packed."""
        return cls(**envelope.data)


Kind = TypeVar("Kind", bound=type[InternalEvent])

# By the name under which an envelope of it is kept.
KINDS: dict[str, type[InternalEvent]] = {}


def kept_as(*names: str) -> Callable[[Kind], Kind]:
    """Declare how the inbox names events of a class: "resource:event", or the resource alone whatever the event."""

    def register(kind: Kind) -> Kind:
        KINDS.update(dict.fromkeys(names, kind))
        return kind

    return register


def unpacked(envelope: Envelope) -> InternalEvent | None:
    """Return the internal event in an envelope; None for one that Webex has to open."""
    kind = KINDS.get(envelope.kind) or KINDS.get(envelope.resource)
    return kind.unpack(envelope) if kind else None


def titles() -> dict[str, str]:
    """Return what each resource of the inbox is called that is of our own making."""
    return {name.partition(":")[0]: kind.title for name, kind in KINDS.items()}


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
        return Envelope("reminders", "due", self.name, f"order:{self.order}", self.facts(), now)

    @property
    def name(self) -> str:
        """What no other reminder is called."""
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
        return Envelope("reminders", "bundle", self.reminders[0].name, f"reminders:{self.email}", data, now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(envelope.data["email"], tuple(map(ReminderDue.of, envelope.data["reminders"])))


@kept_as("storms:swept")
@dataclass(frozen=True, slots=True)
class StormSwept(InternalEvent):
    """Very many reminders came due at once, or people had enough today and theirs are held until tomorrow.

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


@kept_as("passwords:created")
@dataclass(frozen=True, slots=True)
class PasswordCreated(InternalEvent):
    """The one-time page took a password for a new partner organization; the password itself is not here."""

    title = _("a password that was created")

    order: str
    email: str

    def pack(self, now: datetime, link: str) -> Envelope:
        """Return the envelope for a link, which works once."""
        return Envelope("passwords", "created", link, f"person:{self.email}", asdict(self), now)


@kept_as("outbox:undelivered")
@dataclass(frozen=True, slots=True)
class Undelivered(InternalEvent):
    """A message that was owed to somebody could not be posted and will not be tried again."""

    title = _("a message that cannot be delivered")

    outbox_id: int
    line: str
    order: str
    reason: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope("outbox", "undelivered", str(self.outbox_id), f"order:{self.order}", asdict(self), now)


@kept_as("people:reached")
@dataclass(frozen=True, slots=True)
class Reached(InternalEvent):
    """A message reached somebody who could not be reached before."""

    title = _("a person who can be reached again")

    email: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope(
            "people", "reached", f"{self.email}:{now.isoformat()}", f"person:{self.email}", asdict(self), now
        )


@kept_as("mails:refused")
@dataclass(frozen=True, slots=True)
class MailRefused(InternalEvent):
    """The mail server takes no letters for the person of an order: nobody has told them."""

    title = _("a mail that came back")

    order: str
    email: str
    reason: str

    def pack(self, now: datetime, letter: int) -> Envelope:
        """Return the envelope about a letter."""
        return Envelope("mails", "refused", str(letter), f"order:{self.order}", asdict(self), now)


@kept_as("spaces:seen")
@dataclass(frozen=True, slots=True)
class SpaceSeen(InternalEvent):
    """Webex does not let us into a room any more (it is gone, or we were removed from it), or does so again."""

    title = _("a space that was lost or found")

    room_id: str
    is_lost: bool

    def pack(self, now: datetime, why: str) -> Envelope:
        """Return the envelope; `why` tells it from what was seen of the room before."""
        return Envelope("spaces", "seen", f"{self.room_id}:{why}", f"space:{self.room_id}", asdict(self), now)


@kept_as("guests:seen")
@dataclass(frozen=True, slots=True)
class GuestSeen(InternalEvent):
    """Somebody is in a rep space who may be no representative."""

    title = _("a guest in a rep space")

    room_id: str
    email: str

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, which can be accepted once for a person and a room."""
        return Envelope("guests", "seen", f"{self.room_id}:{self.email}", f"space:{self.room_id}", asdict(self), now)


@kept_as("deliveries:contradicted")
@dataclass(frozen=True, slots=True)
class DeliveryContradicted(InternalEvent):
    """A signed delivery told otherwise than Webex itself: somebody else may know the secret of our webhooks."""

    title = _("a delivery that Webex does not confirm")

    key: str
    reason: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope(
            "deliveries", "contradicted", f"{self.key}:{self.reason}:{now.isoformat()}", "deliveries", asdict(self), now
        )


# How far back a room is listed: an event is told shortly after it happened.
LISTED = timedelta(minutes=5)


@kept_as("rooms:doubted")
@dataclass(frozen=True, slots=True)
class RoomDoubted(InternalEvent):
    """Events in somebody's name do not exist at Webex, so what they really wrote in a room is to be listed."""

    title = _("a look into a chat")

    person_id: str
    room_id: str
    since: datetime

    @classmethod
    def by(cls, envelope: Envelope, now: datetime) -> Self:
        """Return the doubt about an event: what was written in its room just now is to be listed."""
        return cls(envelope.sender, envelope.data["roomId"], now - LISTED)

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, which is accepted once a second: one look serves all its events.

        The person is doubted as long as it waits.
        """
        name = f"{self.person_id}:{self.room_id}:{now:%Y-%m-%dT%H:%M:%S}"
        data = asdict(self) | {"since": self.since.isoformat()}
        return Envelope("rooms", "doubted", name, f"{DOUBTED}:{self.person_id}:{name}", data, now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(**envelope.data | {"since": datetime.fromisoformat(envelope.data["since"])})


# Until November 2026 an outage was kept as an absence.
@kept_as("outages:ended", "absences:ended")
@dataclass(frozen=True, slots=True)
class OutageEnded(InternalEvent):
    """Webex could not reach the bot until then: what this person typed was fetched, but a press may be lost."""

    title = _("catching up after an outage")

    person: Person
    until: datetime

    def pack(self, now: datetime, since: datetime) -> Envelope:
        """Return the envelope, in the person's line, behind what they said in an outage that began at `since`."""
        who = self.person
        data = {"person": who.id, "email": who.email, "until": self.until.isoformat()}
        return Envelope("outages", "ended", f"{who.email}:{since.isoformat()}", who.id, data, now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        data = envelope.data
        return cls(Person(id=data["person"], email=data["email"]), datetime.fromisoformat(data["until"]))


# Until November 2026 a background job was kept as an enquiry.
@kept_as("jobs", "enquiries")
@dataclass(frozen=True, slots=True)
class JobRequested(InternalEvent):
    """Somebody, or the clock (without a `person_id`), asked for an answer that takes long to work out, by a command of
    this kind and its words."""

    title = _("a report that was asked for")

    kind: str
    person_id: str
    words: str

    def pack(self, now: datetime, message_id: str) -> Envelope:
        """Return the envelope about the words in a message, in a line of the asker's own: nobody waits for it."""
        data = {"personId": self.person_id, "words": self.words}
        return Envelope("jobs", self.kind, message_id, line_of_jobs(self.person_id), data, now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(envelope.event, envelope.sender, envelope.data["words"])


def line_of_jobs(person_id: str) -> str:
    """Return the line in which what somebody asked for is worked out."""
    return f"jobs:{person_id}"


@dataclass(frozen=True, slots=True)
class JobDone(InternalEvent):
    """What somebody asked for has been worked out. It is handled at once, so it is never packed."""

    person: Person
    answers: Sequence[Message]
    kind: str = ""


# The line in which they wait for one another and for nothing else, also while the bot is paused.
PROBES = "probes"


@kept_as("probes:sent")
@dataclass(frozen=True, slots=True)
class ProbeSent(InternalEvent):
    """The bot sent an event to itself, the way Webex sends one, to see that it comes through. It concerns nobody."""

    title = _("a probe of the bot's own")

    id: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope("probes", "sent", self.id, PROBES, asdict(self), now)


@kept_as("provisioning:answered")
@dataclass(frozen=True, slots=True)
class SystemAnswered(InternalEvent):
    """The partner's own system said what became of a finished setup. `conflict` is why that cannot be true; then it
    changed nothing."""

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
        """Return the event of an answer about an order."""
        event_id = event_id or answer.event_id
        return cls(order, event_id, answer.verdict, answer.code, answer.step, answer.reasons, conflict)

    @property
    def answer(self) -> SystemAnswer:
        """What was said."""
        return SystemAnswer(Verdict(self.verdict), self.event_id, RefusalCode(self.code), self.step, self.reasons)

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, in the order's line; the same answer to one event is accepted once."""
        name = ":".join((self.order, self.event_id, self.verdict, self.conflict))
        return Envelope("provisioning", "answered", name, f"order:{self.order}", asdict(self), now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        reasons = tuple((language, words) for language, words in envelope.data["reasons"])
        return cls(**envelope.data | {"reasons": reasons})


@kept_as("provisioning:unclear")
@dataclass(frozen=True, slots=True)
class SystemUnclear(InternalEvent):
    """The partner's own system took an event, and answered what is none of the answers that there are."""

    title = _("an answer of your provisioning system")

    order: str
    event_id: str
    why: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope("provisioning", "unclear", self.event_id, f"order:{self.order}", asdict(self), now)


@kept_as("provisioning:seen")
@dataclass(frozen=True, slots=True)
class ProvisioningSeen(InternalEvent):
    """Cisco itself shows that an order is provisioned: the licenses of an organization do, or the order status.

    `how` is what the audit log calls it, `where` the organization or the status.
    """

    title = _("an order that was seen to be provisioned")

    order: str
    how: str
    where: str

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, in the order's line; what was seen once is handled once."""
        return Envelope("provisioning", "seen", f"{self.order}:{self.how}", f"order:{self.order}", asdict(self), now)


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
        return Envelope("provisioning", "undelivered", name, f"order:{self.order}", asdict(self), now)
