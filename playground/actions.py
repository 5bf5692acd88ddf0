"""Attachment actions: the presses of buttons on cards."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import replace

from playground import ids
from playground.ground import Ground
from playground.messages import Messages
from playground.model import AttachmentAction, Happening, Json, Message, Person
from playground.refusals import NO_ACTION, NO_MESSAGE, Refused
from playground.rooms import Rooms


class Actions:
    """All presses of buttons. Webex locks no card, so each press is a new action."""

    def __init__(self, ground: Ground, rooms: Rooms, messages: Messages) -> None:
        self._ground = ground
        self._rooms = rooms
        self._messages = messages
        self._actions: dict[str, AttachmentAction] = {}

    def submit(self, person: Person, message: Message, inputs: Json) -> AttachmentAction:
        """Press a button. Any member of the room may send any inputs."""
        with self._ground.turn():
            room = self._rooms.get(message.room_id)
            if message.deleted or not self._rooms.has(room.id, person.id):
                raise Refused(404, NO_MESSAGE)
            if not message.attachments:
                raise Refused(400, "The message has no card.")
            cluster = ids.opened(room.id).cluster
            action = AttachmentAction(
                id=ids.mint("ATTACHMENT_ACTION", self._ground.new_uuid(), cluster),
                message_id=message.id,
                room_id=room.id,
                person_id=person.id,
                inputs=copy.deepcopy(inputs),
                created=self._ground.now(),
            )
            self._actions[action.id] = action
            self._ground.happened(Happening("attachmentActions", "created", person.id, action))
            return action

    def seen_by(self, person: Person, given: object) -> AttachmentAction:
        """Return the action with an id, for those who may read it: the card's author and whoever pressed."""
        with self._ground.turn():
            action = self._actions.get(ids.asked(given, "ATTACHMENT_ACTION"))
            if action is None:
                raise Refused(404, NO_ACTION)
            message = self._messages.get(action.message_id)
            is_gone = message.deleted and self._ground.faults.actions_die_with_cards
            if is_gone or person.id not in (action.person_id, message.person_id):
                raise Refused(404, NO_ACTION)
            return action

    def on(self, message: Message) -> list[AttachmentAction]:
        """Return the presses on one card, the oldest first."""
        with self._ground.turn():
            return [each for each in self._actions.values() if each.message_id == message.id]

    def kept(self) -> list[AttachmentAction]:
        """Return all of them, as they are written down."""
        with self._ground.turn():
            return list(self._actions.values())

    def put_back(self, actions: Iterable[AttachmentAction]) -> None:
        """Let those be there that were kept."""
        self._actions = {each.id: each for each in actions}

    def follow(self, old_room_id: str, new_room_id: str) -> None:
        """Replace the id of a room that was moved."""
        for key, action in self._actions.items():
            if action.room_id == old_room_id:
                self._actions[key] = replace(action, room_id=new_room_id)
