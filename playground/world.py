"""The world: the state of the local Webex, and what people do in it."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from playground import forms, ids
from playground.actions import Actions
from playground.deliveries import Deliveries
from playground.faults import Faults
from playground.markup import spoken
from playground.messages import Draft, Messages, Upload
from playground.model import (
    AttachmentAction,
    Clock,
    Happening,
    Membership,
    Message,
    Person,
    Room,
    SystemClock,
    Webhook,
)
from playground.people import People
from playground.quota import Quota
from playground.rooms import Rooms
from playground.shapes import compact, envelope
from playground.webhooks import Webhooks

Where = Room | Person | str


class World:
    """People, rooms, messages and cards, in memory, safe for threads.

    Tests use it as it is; `playground.emulator` gives it the face of the Webex API, a page may give it
    another. Whatever happens is delivered to the webhooks that ask for it, over real HTTP.
    """

    def __init__(self, clock: Clock | None = None, *, faults: Faults | None = None, seed: int | None = None) -> None:
        self.clock = clock or SystemClock()
        self.faults = faults or Faults()
        self.dice = random.Random(seed)
        self.quota = Quota(self)
        self.people = People(self)
        self.rooms = Rooms(self)
        self.messages = Messages(self)
        self.actions = Actions(self)
        self.webhooks = Webhooks(self)
        self.deliveries = Deliveries(
            self.faults, self.dice, is_active=self.webhooks.is_active, failed=self.webhooks.failed
        )
        self._lock = threading.RLock()
        self._news = threading.Condition(self._lock)
        self._changes = 0
        self._depth = 0
        self._told: list[tuple[Happening, list[Webhook]]] = []
        self._watchers: list[Callable[[Happening], None]] = []

    # People and places

    def person(
        self,
        email: str,
        name: str | None = None,
        *,
        org: str | None = None,
        token: str | None = None,
        timezone: str | None = None,
    ) -> Person:
        """Somebody on Webex. Without a name, their names are missing; colleagues share a domain."""
        org = org or email.rpartition("@")[2]
        return self.people.add(email, name, type_="person", org=org, token=token, timezone=timezone)

    def bot(
        self,
        email: str = "setup-now@webex.bot",
        name: str = "Set Up Now",
        *,
        org: str = "webex.bot",
        token: str | None = None,
    ) -> Person:
        """A bot on Webex."""
        return self.people.add(email, name, type_="bot", org=org, token=token, timezone=None)

    def room(self, title: str, *members: Person, cluster: str = ids.HOME, locked: bool = False) -> Room:
        """A group room; the first member opens it and brings in the others."""
        with self.turn():
            creator, *others = members
            room = self.rooms.create(creator, title, cluster=cluster, locked=locked)
            for each in others:
                self.rooms.join(room, each, creator)
            return self.rooms.get(room.id)

    def direct(self, one: Person, other: Person) -> Room:
        """The room of a pair, made on first contact."""
        return self.rooms.open_direct(one, other)

    def invite(self, room: Room, person: Person, by: Person | None = None) -> Membership:
        """Bring somebody into a room, as whoever opened it unless told."""
        return self.rooms.join(room, person, by or self.people.get(room.creator_id))

    def remove(self, room: Room, person: Person, by: Person | None = None) -> None:
        """Take somebody out of a room, as whoever opened it unless told."""
        membership = next(each for each in self.rooms.members(room) if each.person_id == person.id)
        self.rooms.leave(membership, by or self.people.get(room.creator_id))

    def moderate(self, room: Room, person: Person, *, moderator: bool = True) -> Membership:
        """Make somebody a moderator, or not."""
        membership = next(each for each in self.rooms.members(room) if each.person_id == person.id)
        return self.rooms.moderate(membership, person, moderator=moderator)

    def migrate(self, room: Room, cluster: str = "urn:TEAM:eu-central-1_k") -> Room:
        """Move a room to another region; its id changes."""
        return self.rooms.migrate(room, cluster, self.people.get(room.creator_id))

    # What people do

    def says(
        self,
        person: Person,
        where: Where,
        text: str,
        *,
        mentions: Iterable[Person] = (),
        parent: Message | str | None = None,
        file: Upload | None = None,
    ) -> Message:
        """Write into a room, or directly to somebody, mentioning people first."""
        with self.turn():
            draft = Draft(
                text=text,
                parent_id=parent.id if isinstance(parent, Message) else parent,
                files=(file,) if file else (),
                spoken=spoken(text, mentions),
            )
            return self.messages.post(person, self._place(person, where), draft)

    def edits(self, person: Person, message: Message | str, text: str) -> Message:
        """Put other words into one's own message."""
        with self.turn():
            current = self._message(message)
            return self.messages.edit(person, current, current.room_id, Draft(text=text))

    def deletes(self, person: Person, message: Message | str) -> None:
        """Take back a message."""
        with self.turn():
            self.messages.delete(person, self._message(message))

    def presses(
        self,
        person: Person,
        message: Message | str,
        title: str,
        given: Mapping[str, Any] | None = None,
        *,
        forged: bool = False,
        nth: int = 0,
        **inputs: Any,
    ) -> AttachmentAction:
        """Fill in a card and press a button, as a client does.

        Inputs are named by id or label. `forms.Invalid` tells what a client would not let through; a
        forged press lets everything through. Of several buttons with one title, `nth` says which.
        """
        with self.turn():
            current = self._message(message)
            if current.deleted or current.card is None:
                raise forms.Invalid("The message is gone, or has no card.")
            answers = {**(given or {}), **inputs}
            filled = forms.submit(current.card, title, answers, self.faults, forged=forged, nth=nth)
            return self.actions.submit(person, current, filled)

    def transcript(self, where: Room | str, *, deleted: bool = False) -> list[Message]:
        """What was said in a room and still stands there, the oldest first."""
        room_id = where.id if isinstance(where, Room) else where
        return self.messages.in_room(room_id, deleted=deleted)

    # Changes

    @property
    def changes(self) -> int:
        """Grows with everything that happens, so that a page knows whether it is out of date."""
        with self._lock:
            return self._changes

    def wait_for_change(self, since: int, timeout: float) -> int:
        """Wait until there were more changes than these, or the time is up; tells how many there were."""
        with self._news:
            self._news.wait_for(lambda: self._changes > since, timeout)
            return self._changes

    def watch(self, watcher: Callable[[Happening], None]) -> None:
        """Let somebody see whatever happens from now on, while it happens."""
        with self._lock:
            self._watchers.append(watcher)

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until every webhook was delivered, lost or given up; TimeoutError after that time."""
        self.deliveries.settle(timeout)

    def close(self) -> None:
        """Stop delivering."""
        self.deliveries.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # For the parts of the world

    def now(self) -> datetime:
        """The moment it is, on the clock the world was given."""
        return self.clock.now()

    def new_uuid(self) -> str:
        """A UUID that nothing has yet."""
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One act at a time. What it caused is told when it is done, in any order."""
        with self._lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._tell()

    def happened(self, happening: Happening) -> None:
        """Note what happened, for those who may know of it at this moment."""
        with self._lock:
            self._told.append((happening, self.webhooks.interested_in(happening)))
            for each in self._watchers:
                each(happening)
            self.changed()

    def changed(self) -> None:
        """Wake whoever watches the world."""
        with self._news:
            self._changes += 1
            self._news.notify_all()

    # Inside

    def _tell(self) -> None:
        told, self._told = self._told, []
        if self.faults.shuffle_first_contact:
            self.dice.shuffle(told)
        for happening, webhooks in told:
            for webhook in webhooks:
                shape = envelope(webhook, happening, mentions=self.faults.mentions_in_envelope)
                self.deliveries.send(webhook, compact(shape))

    def _place(self, person: Person, where: Where) -> Room:
        if isinstance(where, Person):
            return self.rooms.open_direct(person, where)
        return self.rooms.get(where.id if isinstance(where, Room) else where)

    def _message(self, message: Message | str) -> Message:
        return self.messages.get(message if isinstance(message, str) else message.id)
