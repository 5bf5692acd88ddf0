"""Events: an envelope is what arrived; an event is the envelope opened, complete and typed.

These are the events that Webex announces; those of our own making are in `internal_events`. `happened_at` is when it
happened by Webex's clock; None where Webex does not say.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.people import Person
from bot.errors import Refusal

# Prefixes of lines in which nobody known to us waits. Those of strangers come after all others.
DOUBTED, STRANGE = "doubted", "strange"
ASIDE = f"{STRANGE}:aside"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What arrived, or what the clock or the password page put in: never the content itself, only where it is.

    `key` makes it unique (resource:event:id, and for a membership also its beginning). `line` is the line in which it
    waits (that of a person, else of a room or an order), so that one person's events stay in order. `attempts` counts
    every lease, `postponed` those that ended by putting it back on purpose: all others ended in a crash. `too_early`
    counts how often what it is about could not be read yet. `trace` is the trace that it is part of, if there is one.
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
    trace: str = ""

    @property
    def kind(self) -> str:
        """Its kind, as metrics call it."""
        return f"{self.resource}:{self.event}"

    @property
    def key(self) -> str:
        # Whoever comes back into a room gets the same membership id as before.
        again = f":{self.data['memberSince']}" if self.data.get("memberSince") else ""
        return f"{self.kind}:{self.id}{again}"

    def key_of(self, event: str) -> str:
        """Return the key of another event about the same thing, such as the deletion of the same message."""
        return replace(self, event=event).key

    @property
    def edit_read_with_it(self) -> str:
        """The key of an edit that is read with this message, whichever was told of first; "" for what is no message."""
        return self.key_of("updated") if self.kind == "messages:created" else ""

    @property
    def email(self) -> str:
        """The address of the person an internal event is about; "" where it names none."""
        return str(self.data.get("email", ""))

    @property
    def order(self) -> str:
        """The number of the order that an internal event is about; "" where it names none."""
        return str(self.data.get("order", ""))

    @property
    def aside(self) -> str:
        """The line for an event that could not be read in time, where it holds nobody up any more."""
        return f"{ASIDE}:{self.sender}:{self.key}"

    @property
    def doubted(self) -> str:
        """The line for an event in the name of a doubted person: Webex does not know others in that name."""
        return f"{DOUBTED}:{self.sender}:{self.key}"

    @property
    def strange(self) -> str:
        """The line for an event of somebody whom we do not know."""
        return f"{STRANGE}:{self.sender}:{self.key}"

    @property
    def is_worth_few_looks(self) -> bool:
        """Whether an event is one of a stranger, or in the name of a doubted person."""
        return self.line in {self.doubted, self.strange}

    @property
    def still_waits(self) -> bool:
        """Whether it still waits: whatever is in hand, or has been, was leased once more than it was put back."""
        return self.attempts == self.postponed

    @property
    def comes_last(self) -> bool:
        """Whether an event comes after all others: one of a stranger, or one that could not be read in time."""
        return self.line.startswith(f"{STRANGE}:")

    @property
    def is_of_a_person(self) -> bool:
        """Whether somebody wrote or pressed a button."""
        return self.kind in {"messages:created", "attachmentActions:created"}

    @property
    def sender(self) -> str:
        """Who is said to have caused it, by their id at Webex; "" for nobody, such as the clock.

        Anybody who knows the secret can sign any name, so it decides where an event waits, and never whose it is.
        """
        return str(self.data.get("personId", ""))


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message: its name and content, or the HTTP status with which Webex withheld it.

    Once it has been read, `content` is what was found in it, or `refusal` says why it cannot be read.
    """

    name: str = ""
    content: bytes = field(default=b"", repr=False)
    withheld: int = 0
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """Somebody wrote to the bot.

    `text` has the mention of the bot taken off; once it has been cut down to its writer's own words, `whole` has the
    quotation and signature as well. `files` are content addresses, and `parent_id` is the message in whose thread it
    was said, if in any. `attached` is the first of the files, fetched when the words are a command that takes
    one. `gives_a_secret` is whether the words seem to give a password or a token away. `is_out_of_context` is whether
    something that was said or done before it is lost, so that nobody can know what it answers.
    """

    message_id: str
    room_id: str
    is_direct: bool
    person: Person
    text: str
    files: tuple[str, ...] = ()
    parent_id: str = ""
    attached: Attached | None = None
    gives_a_secret: bool = False
    happened_at: datetime | None = None
    is_out_of_context: bool = False
    whole: str = ""


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """Somebody edited a message that they had sent before."""

    message_id: str
    room_id: str
    person: Person
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardSubmitted:
    """Somebody pressed a button of a card. `inputs` is untrusted; every value is text.

    `gives_a_secret` is whether what was typed into it seems to give a password or a token away.
    """

    message_id: str
    room_id: str
    person: Person
    inputs: dict[str, str]
    gives_a_secret: bool = False
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoomJoined:
    """Somebody came into a room that the bot is in; perhaps the bot itself."""

    room_id: str
    is_direct: bool
    person: Person
    is_bot_itself: bool
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """Somebody left a room, or was removed; perhaps the bot itself."""

    room_id: str
    person: Person
    is_bot_itself: bool
    happened_at: None = None


@dataclass(frozen=True, slots=True)
class RoomMigrated:
    """A room was moved to another region, and has this id from now on."""

    room_id: str
    happened_at: None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do: the content is gone, or the sender is a bot."""

    reason: str
    happened_at: datetime | None = None


Event = MessagePosted | MessageEdited | CardSubmitted | RoomJoined | RoomLeft | RoomMigrated | Ignored
