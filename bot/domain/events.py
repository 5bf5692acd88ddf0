"""Events: an envelope is what arrived; an event is the envelope opened, complete and typed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.outgoing import Message
from bot.domain.people import Person


@dataclass(frozen=True, slots=True)
class Envelope:
    """What arrived, or what the clock or the password page put in: never the content itself, only where it is.

    `key` makes it unique (resource:event:id); `line` is whose turn it waits for (a person, else a room or an
    order), so that one person's events stay in order. `attempts` counts every lease, `postponed` those of them that
    ended with putting it back on purpose: the others were ended by a crash. `too_early` counts how often what it is
    about could not be read yet.
    """

    resource: str
    event: str
    id: str
    line: str
    data: dict[str, Any]
    arrived_at: datetime
    attempts: int = 0
    postponed: int = 0
    too_early: int = 0

    @property
    def key(self) -> str:
        return f"{self.resource}:{self.event}:{self.id}"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message: its name and content; or the HTTP status with which Webex withheld it."""

    name: str = ""
    content: bytes = field(default=b"", repr=False)
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """Somebody wrote to the bot. `text` has the mention of the bot taken off; `files` are content addresses.

    `attached` is the first of the files, fetched when the words are a command that takes one.
    """

    message_id: str
    room_id: str
    is_direct: bool
    person: Person
    text: str
    files: tuple[str, ...] = ()
    attached: Attached | None = None


@dataclass(frozen=True, slots=True)
class CardSubmitted:
    """Somebody pressed a button of a card. `inputs` is untrusted; every value is text."""

    action_id: str
    message_id: str
    room_id: str
    person: Person
    inputs: dict[str, str]


@dataclass(frozen=True, slots=True)
class RoomJoined:
    """Somebody came into a room that the bot is in; perhaps the bot itself."""

    room_id: str
    is_direct: bool
    person: Person
    is_bot_itself: bool


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """Somebody left a room, or was removed; perhaps the bot itself."""

    room_id: str
    person: Person
    is_bot_itself: bool


@dataclass(frozen=True, slots=True)
class SpaceSeen:
    """Webex does not let us into a room any more (it is gone, or we were removed from it), or does so again."""

    room_id: str
    is_lost: bool


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """The clock says that a reminder is due. `due_at` is when it was meant to be sent."""

    order: str
    rule: str
    occurrence: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class RemindersDue:
    """Several reminders are due for one person at once: more than should come one by one."""

    email: str
    reminders: tuple[ReminderDue, ...]


@dataclass(frozen=True, slots=True)
class PasswordCreated:
    """The one-time page took a password for a new partner organization; the password itself is not here."""

    order: str
    email: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was owed to somebody could not be posted and will not be tried again."""

    outbox_id: int
    line: str
    order: str
    reason: str


@dataclass(frozen=True, slots=True)
class MailRefused:
    """The mail server takes no letters for the person of an order: nobody has told them."""

    order: str
    email: str
    reason: str


@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """Webex could not reach the bot until then: what this person typed was fetched, but a press may be lost."""

    person: Person
    until: datetime


@dataclass(frozen=True, slots=True)
class EnquiryAnswered:
    """What somebody wanted to know has been worked out."""

    person: Person
    answer: Message


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do: the content is gone, or the sender is a bot."""

    reason: str


Event = (
    MessagePosted
    | CardSubmitted
    | RoomJoined
    | RoomLeft
    | SpaceSeen
    | ReminderDue
    | RemindersDue
    | PasswordCreated
    | Undelivered
    | MailRefused
    | AbsenceEnded
    | EnquiryAnswered
    | Ignored
)


def space_seen(room_id: str, why: str, now: datetime, *, is_lost: bool) -> Envelope:
    """Return the event that a room is lost, or open to us again; `why` makes it unique."""
    data = {"room_id": room_id, "is_lost": is_lost}
    return Envelope("spaces", "seen", f"{room_id}:{why}", f"space:{room_id}", data, now)
