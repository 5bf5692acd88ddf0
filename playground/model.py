"""The values of the local Webex: people, rooms, messages and so on, all immutable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import quote

from werkzeug.http import dump_options_header

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"


class Clock(Protocol):
    """Tells the time, aware and in UTC."""

    def now(self) -> datetime:
        """Return the moment it is now."""
        ...


class SystemClock:
    """The machine's own time, for worlds that are given no clock."""

    def now(self) -> datetime:
        """Return the moment it is now."""
        return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Return a moment as Webex writes it: milliseconds and a Z."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


class Home(Protocol):
    """The world of a person, as far as they act in it."""

    @property
    def says(self) -> Callable[..., Message]:
        """Writes into a room, or directly to somebody."""
        ...

    @property
    def presses(self) -> Callable[..., AttachmentAction]:
        """Fills in a card and presses a button."""
        ...

    def room_of(self, one: Person, other: Person) -> Room | None:
        """Return the direct room of two people, once they have one."""
        ...


@dataclass(frozen=True)
class Person:
    """Somebody on Webex, human or bot, who can act in the world they live in."""

    id: str
    email: str
    name: str
    org_id: str
    created: datetime
    token: str = field(repr=False)
    world: Home = field(repr=False, compare=False)
    type: str = "person"
    nick_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    timezone: str | None = None

    @property
    def is_bot(self) -> bool:
        """Whether the rules for bots hold for this person."""
        return self.type == "bot"

    def says(self, where: Room | Person | str, text: str, **more: Any) -> Message:
        """Write into a room, or directly to somebody; see `World.says`."""
        return self.world.says(self, where, text, **more)

    def presses(
        self,
        message: Message | str,
        title: str,
        given: Mapping[str, Any] | None = None,
        **inputs: Any,
    ) -> AttachmentAction:
        """Press a button of a card; see `World.presses`."""
        return self.world.presses(self, message, title, given, **inputs)

    def room_with(self, other: Person) -> Room | None:
        """Return the direct room with somebody, once there is one."""
        return self.world.room_of(self, other)


@dataclass(frozen=True)
class Room:
    """A place to talk: direct between two, or a group."""

    id: str
    type: str
    title: str
    creator_id: str
    owner_id: str
    created: datetime
    last_activity: datetime
    is_locked: bool = False
    is_public: bool = False
    is_announcement_only: bool = False
    description: str | None = None

    @property
    def is_direct(self) -> bool:
        """Whether it is the room of a pair."""
        return self.type == "direct"


@dataclass(frozen=True)
class Membership:
    """One person's place in one room."""

    id: str
    room_id: str
    room_type: str
    person_id: str
    person_email: str
    person_name: str
    person_org_id: str
    created: datetime
    is_moderator: bool = False
    is_room_hidden: bool = False


@dataclass(frozen=True)
class Content:
    """A file that was sent along with a message."""

    id: str
    name: str
    type: str
    data: bytes = field(repr=False)

    @property
    def disposition(self) -> str:
        """The header under which it is downloaded, whatever letters its name has."""
        plain = {"filename": self.name.encode("ascii", "ignore").decode() or "file"}
        full = {} if self.name.isascii() else {"filename*": f"UTF-8''{quote(self.name)}"}
        return dump_options_header("attachment", plain | full)


@dataclass(frozen=True)
class Message:
    """What somebody said, as it stands now."""

    id: str
    room_id: str
    room_type: str
    person_id: str
    person_email: str
    created: datetime
    text: str | None = None
    markdown: str | None = None
    html: str | None = None
    attachments: tuple[Json, ...] = ()
    files: tuple[Content, ...] = ()
    parent_id: str | None = None
    mentioned_people: tuple[str, ...] = ()
    mentioned_groups: tuple[str, ...] = ()
    updated: datetime | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def words(self) -> str:
        """Its plain text, "" where it is a file alone."""
        return self.text or ""

    @property
    def card(self) -> Json | None:
        """The Adaptive Card it carries."""
        return self.attachments[0]["content"] if self.attachments else None


@dataclass(frozen=True)
class AttachmentAction:
    """One press of one button of one card."""

    id: str
    message_id: str
    room_id: str
    person_id: str
    inputs: Json
    created: datetime
    type: str = "submit"


@dataclass(frozen=True)
class Webhook:
    """A webhook: which events are sent to which address."""

    id: str
    name: str
    target_url: str
    resource: str
    event: str
    org_id: str
    created_by: str
    app_id: str
    created: datetime
    filter: str | None = None
    secret: str | None = field(default=None, repr=False)
    status: str = "active"


Subject = Message | Membership | Room | AttachmentAction


@dataclass(frozen=True)
class Happening:
    """Something changed in the world, and somebody did it."""

    resource: str
    event: str
    actor_id: str
    subject: Subject

    @property
    def room_id(self) -> str:
        """Where it happened."""
        return self.subject.id if isinstance(self.subject, Room) else self.subject.room_id
