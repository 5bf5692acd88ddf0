"""Messages: posting, editing and deleting them, and who may read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from playground import cards, ids
from playground.ground import Ground
from playground.markup import Written, written
from playground.model import Content, Happening, Json, Message, Person, Room
from playground.people import People
from playground.refusals import NO_CONTENT, NO_CONVERSATION, NO_MESSAGE, NO_PERSON, Refused
from playground.rooms import Rooms

MAX_BYTES = 7439
MAX_EDITS = 10
# What JSON can tell, but no UTF-8.
_HALVES = re.compile("[\ud800-\udfff]")
# Nor what ends the header under which a file is downloaded.
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Upload:
    """A file on its way into a message."""

    name: str
    data: bytes
    type: str = "application/octet-stream"


@dataclass(frozen=True)
class Draft:
    """A message before it is posted."""

    text: str | None = None
    markdown: str | None = None
    attachments: object = None
    files: tuple[Upload, ...] = ()
    parent_id: str | None = None
    spoken: Written | None = None


@dataclass(frozen=True)
class Destination:
    """Where a message is to go: a room or a person. Exactly one of the three is given."""

    room_id: str | None = None
    person_id: str | None = None
    person_email: str | None = None


class Messages:
    """All messages, in the order in which they were said."""

    def __init__(self, ground: Ground, people: People, rooms: Rooms) -> None:
        self._ground = ground
        self._people = people
        self._rooms = rooms
        self._messages: dict[str, Message] = {}

    # Saying

    def send(self, author: Person, to: Destination, draft: Draft) -> Message:
        """Post a message to wherever the destination leads."""
        with self._ground.turn():
            given = [each for each in (to.room_id, to.person_id, to.person_email) if each is not None]
            if len(given) != 1:
                raise Refused(400, "Exactly one of roomId, toPersonId and toPersonEmail should be specified.")
            attachments = self._check(draft)
            if to.room_id is not None:
                room = self._rooms.seen_by(author, to.room_id)
            else:
                room = self._rooms.open_direct(author, self._addressee(to))
            return self._posted(author, room, draft, attachments)

    def post(self, author: Person, room: Room, draft: Draft) -> Message:
        """Say something in a room one is in."""
        with self._ground.turn():
            return self._posted(author, room, draft, self._check(draft))

    def _posted(self, author: Person, room: Room, draft: Draft, attachments: tuple[Json, ...]) -> Message:
        self._check_may_post(author, room)
        where = ids.opened(room.id)
        said = draft.spoken or written(draft.text, draft.markdown, self._people.named)
        key = self._ground.new_uuid()
        message = Message(
            id=ids.mint("MESSAGE", key, where.cluster),
            room_id=room.id,
            room_type=room.type,
            person_id=author.id,
            person_email=author.email,
            created=self._ground.now(),
            text=said.text,
            markdown=said.markdown,
            html=said.html,
            attachments=attachments,
            files=tuple(_contents(draft.files, key, where.cluster)),
            parent_id=self._parent(room, draft.parent_id),
            mentioned_people=self._in_room(room, said.people),
            mentioned_groups=said.groups,
        )
        self._messages[message.id] = message
        self._rooms.touch(room)
        self._ground.happened(Happening("messages", "created", author.id, message))
        return message

    def edit(self, author: Person, message: Message, room_id: object, draft: Draft) -> Message:
        """Replace what one said; ten times at most, and never a message with a file."""
        with self._ground.turn():
            if message.person_id != author.id:
                raise Refused(403, "Only the author can edit a message.")
            if room_id is None or ids.asked(room_id, "ROOM") != message.room_id:
                raise Refused(400, "The roomId should be the room of the message.")
            if message.edits >= MAX_EDITS:
                raise Refused(400, f"A message can be edited {MAX_EDITS} times only.")
            attachments = self._check(draft)
            self._check_editable(message, attachments)
            said = draft.spoken or written(draft.text, draft.markdown, self._people.named)
            edited = replace(
                message,
                text=said.text,
                markdown=said.markdown,
                html=said.html,
                attachments=attachments,
                mentioned_people=self._in_room(self._rooms.get(message.room_id), said.people),
                mentioned_groups=said.groups,
                updated=self._ground.now(),
                edits=message.edits + 1,
            )
            self._messages[message.id] = edited
            self._ground.happened(Happening("messages", "updated", author.id, edited))
            return edited

    def delete(self, by: Person, message: Message) -> None:
        """Take back what one said; a moderator can take back what others said."""
        with self._ground.turn():
            room = self._rooms.get(message.room_id)
            runs = any(each.is_moderator for each in self._rooms.members(room) if each.person_id == by.id)
            if message.person_id != by.id and not runs:
                raise Refused(403, "Only the author or a moderator can delete a message.")
            self._ground.happened(Happening("messages", "deleted", by.id, message))
            self._messages[message.id] = replace(message, deleted=True)

    # Reading

    def get(self, message_id: str) -> Message:
        """Return a message as it stands, even a deleted one: this is the world's own look."""
        with self._ground.turn():
            if message_id not in self._messages:
                raise Refused(404, NO_MESSAGE)
            return self._messages[message_id]

    def seen_by(self, person: Person, given: object) -> Message:
        """Return the message a caller asks for, if it is there for them."""
        with self._ground.turn():
            message = self._messages.get(ids.asked(given, "MESSAGE"))
            if message is None or message.deleted or not self.is_open_to(person, message):
                raise Refused(404, NO_MESSAGE)
            return message

    def is_open_to(self, person: Person, message: Message) -> bool:
        """Return whether somebody may read it: bots in groups read what names them, and their own."""
        with self._ground.turn():
            if not self._rooms.has(message.room_id, person.id):
                return False
            if message.room_type == "direct" or not person.is_bot or message.person_id == person.id:
                return True
            return self.calls(message, person)

    def calls(self, message: Message, person: Person) -> bool:
        """Return whether a message mentions somebody."""
        if person.id in message.mentioned_people:
            return True
        for_all = "all" in message.mentioned_groups
        return for_all and (not person.is_bot or self._ground.faults.all_reaches_bots)

    def in_room(self, room_id: str, *, deleted: bool = False) -> list[Message]:
        """Return what was said in a room, the oldest first."""
        with self._ground.turn():
            return [
                each for each in self._messages.values() if each.room_id == room_id and (deleted or not each.deleted)
            ]

    def content(self, person: Person, given: object) -> Content:
        """Return a file that somebody may read."""
        wanted = ids.asked(given, "CONTENT")
        with self._ground.turn():
            for message in self._messages.values():
                for each in message.files:
                    if each.id == wanted and not message.deleted and self.is_open_to(person, message):
                        return each
            raise Refused(404, NO_CONTENT)

    def follow(self, old_room_id: str, new_room_id: str) -> None:
        """Replace the id of a room that was moved."""
        for key, message in self._messages.items():
            if message.room_id == old_room_id:
                self._messages[key] = replace(message, room_id=new_room_id)

    def kept(self) -> list[Message]:
        """Return all of them, as they are written down."""
        with self._ground.turn():
            return list(self._messages.values())

    def put_back(self, messages: Iterable[Message]) -> None:
        """Let those be there that were kept."""
        self._messages = {each.id: each for each in messages}

    # Rules

    def _check(self, draft: Draft) -> tuple[Json, ...]:
        for name, words in (("text", draft.text), ("markdown", draft.markdown)):
            if words is not None and not isinstance(words, str):
                raise Refused(400, f"{name} should be a string.")
            if words and _HALVES.search(words):
                raise Refused(400, f"{name} should be Unicode; half a character is in it.")
            if len((words or "").encode()) > MAX_BYTES:
                raise Refused(400, f"Message length limited to {MAX_BYTES} bytes: {name} is longer.")
        attachments = cards.check_attachments(draft.attachments, max_bytes=self._ground.faults.card_bytes)
        if attachments and draft.files:
            raise Refused(400, "A message carries a file or a card, not both.")
        if len(draft.files) > 1:
            raise Refused(400, "A message can carry one file only.")
        if any(_NOT_IN_NAMES.search(file.name) for file in draft.files):
            raise Refused(400, "The name of a file should be on one line, and of letters that can be seen.")
        said = draft.spoken.text if draft.spoken else draft.text or draft.markdown
        if not (said or draft.files):
            raise Refused(400, "Both text and file cannot be empty.")
        return attachments

    def _check_may_post(self, author: Person, room: Room) -> None:
        mine = next((m for m in self._rooms.members(room) if m.person_id == author.id), None)
        if mine is None:
            raise Refused(404, "Could not find a room with provided ID.")
        if room.is_announcement_only and not mine.is_moderator:
            raise Refused(403, "Only moderators can post in this room.")

    def _check_editable(self, message: Message, attachments: tuple[Json, ...]) -> None:
        if message.files:
            raise Refused(400, "A message with a file cannot be edited.")
        if not message.attachments and not attachments:
            return
        if self._ground.faults.card_edits_refused:
            raise Refused(400, "A message with attachments cannot be edited.")
        if message.attachments and not attachments:
            raise Refused(400, "A message with a card can only be edited into another card.")
        after = attachments[0]["content"]
        if cards.has_images(message.card) or cards.has_images(after):
            raise Refused(400, "A card with images cannot be edited.")

    def _addressee(self, to: Destination) -> Person:
        if to.person_id is not None:
            return self._people.get(to.person_id)
        if not isinstance(to.person_email, str) or "@" not in to.person_email:
            raise Refused(400, "toPersonEmail should be an email address.")
        return self._people.by_email(to.person_email) or self._stranger(to.person_email)

    def _stranger(self, email: str) -> Person:
        if self._ground.faults.unknown_email == 200:
            return self._people.join(email)
        if self._ground.faults.unknown_email == 502:
            raise Refused(502, NO_CONVERSATION)
        raise Refused(self._ground.faults.unknown_email, NO_PERSON)

    def _parent(self, room: Room, given: str | None) -> str | None:
        if given is None:
            return None
        parent = self._messages.get(ids.asked(given, "MESSAGE"))
        if parent is None or parent.deleted or parent.room_id != room.id:
            raise Refused(404, NO_MESSAGE)
        if parent.parent_id:
            raise Refused(400, "A reply cannot be replied to.")
        return parent.id

    def _in_room(self, room: Room, people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in people if self._rooms.has(room.id, each))


def _contents(files: tuple[Upload, ...], key: str, cluster: str) -> Iterator[Content]:
    for index, file in enumerate(files):
        content_id = ids.mint("CONTENT", f"{key}/{index}", cluster)
        yield Content(content_id, file.name, file.type, file.data)
