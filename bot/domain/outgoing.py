"""Outgoing: messages that the bot owes, and the outbox entries that carry them to Webex."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain import waiting_lines

# The eleventh edit of a message is refused (developer.webex.com, Edit a Message).
MOST_EDITS = 10
# The most bytes that Webex takes as the text of a message.
LONGEST_TEXT = 7_439


@dataclass(frozen=True, slots=True)
class File:
    """A small file that goes with a message: a text such as a CSV, or the bytes of a workbook in Base64."""

    name: str
    content: str
    is_base64: bool = False

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> "File":
        """Return a file whose content is not text."""
        return cls(name, b64encode(data).decode(), is_base64=True)

    @property
    def data(self) -> bytes:
        """The bytes of the file. A text begins with a mark by which spreadsheet programs recognize UTF-8."""
        return b64decode(self.content) if self.is_base64 else self.content.encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class FileAtWebex:
    """A file that somebody sent us, by its address at Webex: fetched when it is passed on, and never kept here."""

    address: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say: a card and its plain-text twin, or the text alone, perhaps with a file.

    `text` is never read as markup. Webex takes no file beside a card.
    """

    text: str
    card: dict[str, Any] | None = None
    file: File | FileAtWebex | None = None

    def in_parts(self) -> "list[Message]":
        """Return the messages that say this: several where the text is too long for one; a file goes with the last.

        Beside a card there is one text, which fits.
        """
        texts = [self.text] if self.card is not None else cut_in_parts(self.text)
        return [*map(Message, texts[:-1]), replace(self, text=texts[-1])]


def cut_in_parts(text: str) -> list[str]:
    """Return a text in parts that each fit into a message, cut between paragraphs, else between lines, else words."""
    parts = []
    while len(text.encode()) > LONGEST_TEXT:
        room = text.encode()[:LONGEST_TEXT].decode(errors="ignore")
        cut = max(room.rfind("\n\n"), 0) or max(room.rfind("\n"), 0) or max(room.rfind(" "), 0) or len(room)
        parts.append(room[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text]


class Lane(IntEnum):
    """Which message goes first: in a chat, between chats, and in spending the calls that Webex grants.

    TIDYING is the end of a used card, CATCHING_UP the reading of what an outage hid from us, and STRANGERS what people
    write whom the bot does not know, and what it says to them.
    """

    REPLY = 0
    REMINDER = 1
    BROADCAST = 2
    TIDYING = 3
    CATCHING_UP = 4
    STRANGERS = 5


class Operation(StrEnum):
    """What is to be done to a message in Webex."""

    POST = "post"
    EDIT = "edit"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: one person's direct chat (`email`), or a room (`room_id`)."""

    email: str = ""
    room_id: str = ""

    @property
    def line(self) -> str:
        """The line in which messages to this address wait, so that their order holds."""
        return waiting_lines.of_person(self.email) if self.email else waiting_lines.of_room(self.room_id)

    @property
    def line_of_files(self) -> str:
        """The line in which files that are passed on to this address wait."""
        return waiting_lines.of_files(self.line)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One thing owed to Webex. `about` is the entry whose message an edit or a delete is for.

    `message_id` and `room_id` are known once the post was sent. `order` is the order it is about, if any;
    `awaited` says that a person waits for it, so that giving up becomes a task in the rep space. `fruitless` counts the
    tries that failed while others went well; `failed_at` is when one last failed, `failing_since` when first.
    """

    id: int
    address: Address
    operation: Operation
    message: Message
    lane: Lane
    created_at: datetime
    due_at: datetime
    about: int | None = None
    parent_id: str = ""
    order: str = ""
    awaited: bool = True
    attempts: int = 0
    uncertain: bool = False
    fruitless: int = 0
    failed_at: datetime | None = None
    failing_since: datetime | None = None
    message_id: str = ""
    room_id: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a posted message now is."""

    message_id: str
    room_id: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message of ours as it stands at Webex, and since when."""

    message_id: str
    at: datetime
