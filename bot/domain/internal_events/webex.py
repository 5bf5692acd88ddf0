"""Webex itself: deliveries it denies, outages, and whether its events come through."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Self

from bot.domain.events import DOUBTED, Envelope
from bot.domain.internal_events.kinds import InternalEvent, kept_as
from bot.domain.people import Person
from bot.language.texts import _


@kept_as("deliveries:contradicted")
@dataclass(frozen=True, slots=True)
class DeliveryContradicted(InternalEvent):
    """A signed delivery contradicted Webex itself: somebody else may know the secret of our webhooks."""

    title = _("a delivery that Webex does not confirm")

    key: str
    reason: str

    def pack(self, now: datetime) -> Envelope:
        return Envelope(
            "deliveries", "contradicted", f"{self.key}:{self.reason}:{now.isoformat()}", "deliveries", asdict(self), now
        )


# How far back a room is listed: Webex announces an event shortly after it happened.
LISTED = timedelta(minutes=5)
# A room is listed this often at most: each time costs a call, and whoever wrote waits for it.
EACH_LOOK = timedelta(seconds=0.75)


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
        """Return the envelope, which is accepted once for each look: it serves all events meanwhile.

        The person is doubted as long as it waits.
        """
        name = f"{self.person_id}:{self.room_id}:{now.timestamp() // EACH_LOOK.total_seconds():.0f}"
        data = asdict(self) | {"since": self.since.isoformat()}
        return Envelope("rooms", "doubted", name, f"{DOUBTED}:{self.person_id}:{name}", data, now)

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        return cls(**envelope.data | {"since": datetime.fromisoformat(envelope.data["since"])})


# Until November 2026 an outage was kept as an absence.
@kept_as("outages:ended", "absences:ended")
@dataclass(frozen=True, slots=True)
class OutageEnded(InternalEvent):
    """An outage has ended: what this person typed meanwhile was fetched, but a press of a button may be lost."""

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
