"""The world: the state of the local Webex, and what people do in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from playground import forms, ids
from playground.actions import Actions
from playground.deliveries import Deliveries
from playground.faults import Faults
from playground.ground import Ground, Watcher
from playground.markup import spoken
from playground.messages import Draft, Messages, Upload
from playground.model import (
    AttachmentAction,
    Clock,
    Happening,
    Json,
    Membership,
    Message,
    Person,
    Room,
    SystemClock,
    Webhook,
)
from playground.patience import PATIENCE
from playground.people import People
from playground.quota import Quota
from playground.rooms import Rooms
from playground.shapes import compact, envelope
from playground.webhooks import Webhooks

Where = Room | Person | str


@dataclass(frozen=True)
class WorldState:
    """What is there in a world, to be written down. What is on its way, and what goes wrong, is not."""

    people: list[Json]
    rooms: list[Room]
    memberships: list[Membership]
    messages: list[Message]
    actions: list[AttachmentAction]
    webhooks: list[Webhook]


class World:
    """People, rooms, messages and cards, in memory, safe for threads.

    Tests use it as it is; `playground.emulator` gives it the face of the Webex API, a page may give it
    another. Whatever happens is delivered to the webhooks that ask for it, over real HTTP.
    """

    def __init__(self, clock: Clock | None = None, *, faults: Faults | None = None, seed: int | None = None) -> None:
        self.ground = Ground(clock or SystemClock(), faults or Faults(), seed)
        self.quota = Quota(self.ground)
        self.people = People(self.ground, self)
        self.rooms = Rooms(self.ground)
        self.messages = Messages(self.ground, self.people, self.rooms)
        self.actions = Actions(self.ground, self.rooms, self.messages)
        self.webhooks = Webhooks(self.ground, self.people, self.rooms, self.messages)
        self.deliveries = Deliveries(
            self.faults, self.ground.dice, is_active=self.webhooks.is_active, failed=self.webhooks.failed
        )
        self._told: list[tuple[Happening, list[Webhook]]] = []
        self.ground.watch(self._happened)
        self.ground.after_turns(self._tell)

    @property
    def clock(self) -> Clock:
        """The clock by which time passes here."""
        return self.ground.clock

    @property
    def faults(self) -> Faults:
        """What goes wrong here."""
        return self.ground.faults

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
        """Let somebody be on Webex. Without a name, their names are missing; colleagues share a domain."""
        return self.people.join(email, name, org=org or "", token=token, timezone=timezone)

    def bot(
        self,
        email: str = "setup-now@webex.bot",
        name: str = "Set Up Now",
        *,
        org: str = "webex.bot",
        token: str | None = None,
    ) -> Person:
        """Let a bot be on Webex."""
        return self.people.add(email, name, type_="bot", org=org, token=token, timezone=None)

    def room(self, title: str, *members: Person, cluster: str = ids.HOME, locked: bool = False) -> Room:
        """Open a group room: its first member does, and brings in the others."""
        with self.turn():
            creator, *others = members
            room = self.rooms.create(creator, title, cluster=cluster, locked=locked)
            for each in others:
                self.rooms.join(room, each, creator)
            return self.rooms.get(room.id)

    def direct(self, one: Person, other: Person) -> Room:
        """Return the room of a pair, made on first contact."""
        return self.rooms.open_direct(one, other)

    def room_of(self, one: Person, other: Person) -> Room | None:
        """Return the room of a pair, once they have one."""
        return self.rooms.direct(one, other)

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

    def rename(self, person: Person, email: str) -> Person:
        """Give somebody another address, under which they are listed in their rooms as well; their id stays."""
        with self.turn():
            changed = self.people.rename(person, email)
            self.rooms.relabel(changed)
            return changed

    def migrate(self, room: Room, cluster: str = "urn:TEAM:eu-central-1_k", by: Person | None = None) -> Room:
        """Move a room to another region; its id changes."""
        with self.turn():
            moved = self.rooms.migrate(room, cluster, by or self.people.get(room.creator_id))
            self.messages.follow(room.id, moved.id)
            self.actions.follow(room.id, moved.id)
            return moved

    # Between two starts

    def kept(self) -> WorldState:
        """Return everything that is there now."""
        with self.turn():
            rooms, memberships = self.rooms.kept()
            people, messages = self.people.kept(), self.messages.kept()
            return WorldState(people, rooms, memberships, messages, self.actions.kept(), self.webhooks.kept())

    def put_back(self, state: WorldState) -> None:
        """Let everything be there that was kept; nothing has been in this world before."""
        with self.turn():
            self.people.put_back(state.people)
            self.rooms.put_back(state.rooms, state.memberships)
            self.messages.put_back(state.messages)
            self.actions.put_back(state.actions)
            self.webhooks.put_back(state.webhooks)
            self.changed()

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
        """Return what was said in a room and still stands there, the oldest first."""
        room_id = where.id if isinstance(where, Room) else where
        return self.messages.in_room(room_id, deleted=deleted)

    # Changes

    @property
    def changes(self) -> int:
        """Grows with everything that happens, so that a page knows whether it is out of date."""
        return self.ground.changes

    def wait_for_change(self, since: int, timeout: float) -> int:
        """Wait until there were more changes than these, or the time is up; tells how many there were."""
        return self.ground.wait_for_change(since, timeout)

    def changed(self) -> None:
        """Wake whoever watches the world."""
        self.ground.changed()

    def watch(self, watcher: Watcher) -> None:
        """Let somebody see whatever happens from now on, while it happens."""
        self.ground.watch(watcher)

    def settle(self, timeout: float = PATIENCE) -> None:
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

    def now(self) -> datetime:
        """Return the moment it is, on the clock the world was given."""
        return self.ground.now()

    def turn(self) -> AbstractContextManager[None]:
        """Let one act happen at a time. Its consequences are told when it is done, in any order."""
        return self.ground.turn()

    def new_uuid(self) -> str:
        """Return a UUID that nothing has yet."""
        return self.ground.new_uuid()

    # Inside

    def _happened(self, happening: Happening) -> None:
        self._told.append((happening, self.webhooks.interested_in(happening)))

    def _tell(self) -> None:
        told, self._told = self._told, []
        if self.faults.shuffle_first_contact:
            self.ground.dice.shuffle(told)
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
