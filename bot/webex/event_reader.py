"""Reads events: fetches what an envelope is about, and makes a typed event of it."""

from collections.abc import Callable
from typing import Any

from webexteamssdk import WebexTeamsAPI

from bot.domain.events import (
    CardSubmitted,
    Envelope,
    Event,
    Ignored,
    MessageEdited,
    MessagePosted,
    RoomJoined,
    RoomLeft,
    RoomMigrated,
)
from bot.domain.people import Person
from bot.errors import Rejected
from bot.language.addresses import normal_email
from bot.webex.content import (
    Content,
    id_in,
    inputs_of,
    is_in_error,
    is_same_thing,
    member_from,
    moment_in,
    person_from,
    readable_text,
    uuid_of,
)
from bot.webex.contradictions import StillThere, refuse_contradiction
from bot.webex.errors import calling, reading
from bot.webex.mentions import without_mention
from bot.webex.myself import Myself
from bot.webex.port import Known

MOST_ROOMS_A_PAGE = 1000


class EventReader:
    """Opens envelopes. `members` lists who is in a room."""

    def __init__(self, api: WebexTeamsAPI, myself: Myself, members: Callable[[str], list[Person]]) -> None:
        self._api = api
        self._myself = myself
        self._members = members

    def open(self, envelope: Envelope, known: Known) -> Event:
        """Fetch what an envelope is about, and trust only what was fetched.

        Raises NotReadableYet while the content cannot be read: Webex may tell of a message a moment before it can be
        fetched or decrypted. Whether it is gone for good shows only with time, so the caller decides when to give up.
        Raises Unusable for content that no person and no card of ours can have caused. Raises Contradicted where the
        envelope differs from what was fetched.
        """
        match envelope.resource, envelope.event:
            case "messages", "created":
                return self._message(envelope, known)
            case "messages", "updated":
                return self._edited(envelope, known)
            case "attachmentActions", "created":
                return self._submission(envelope, known)
            case "memberships", "created":
                return self._joined(envelope, known)
            case "memberships", "deleted":
                return self._left(envelope.data, known)
            case "rooms", "migrated":
                return self._migrated(envelope.data)
        return Ignored(f"nothing to open for {envelope.resource}:{envelope.event}")

    def _fetched(self, envelope: Envelope, get: Callable[[str], Any]) -> Content:
        with reading():
            content: Content = get(envelope.data["id"]).json_data
        refuse_contradiction(envelope, content)
        return content

    def _message(self, envelope: Envelope, known: Known) -> MessagePosted:
        content = self._fetched(envelope, self._api.messages.get)
        text = readable_text(content)
        is_direct = content.get("roomType") == "direct"
        html = "" if is_in_error(content, "html") else content.get("html") or ""
        return MessagePosted(
            message_id=id_in(content, "id"),
            room_id=id_in(content, "roomId"),
            is_direct=is_direct,
            person=self._who(content, known),
            text=self._unaddressed(text, html, is_direct=is_direct),
            files=tuple(content.get("files") or ()),
            parent_id=str(content.get("parentId") or ""),
            happened_at=moment_in(content, "created"),
        )

    def _edited(self, envelope: Envelope, known: Known) -> MessageEdited | Ignored:
        content = self._fetched(envelope, self._api.messages.get)
        if not content.get("updated"):
            return Ignored("Webex knows of no edit")
        who, edited_at = self._who(content, known), moment_in(content, "updated")
        return MessageEdited(id_in(content, "id"), id_in(content, "roomId"), who, edited_at)

    def _unaddressed(self, text: str, html: str, *, is_direct: bool) -> str:
        if is_direct and not html:
            return text
        return without_mention(text, html, self._myself(), is_addressed=not is_direct)

    def _submission(self, envelope: Envelope, known: Known) -> CardSubmitted:
        content = self._fetched(envelope, self._api.attachment_actions.get)
        return CardSubmitted(
            message_id=id_in(content, "messageId"),
            room_id=id_in(content, "roomId"),
            inputs=inputs_of(content),
            person=self._who(content, known),
            happened_at=moment_in(content, "created"),
        )

    def _joined(self, envelope: Envelope, known: Known) -> RoomJoined:
        content = self._fetched(envelope, self._api.memberships.get)
        return RoomJoined(
            room_id=content["roomId"],
            is_direct=content.get("roomType") == "direct",
            person=known(content["personId"]) or member_from(content),
            is_bot_itself=is_same_thing(content["personId"], self._myself().id),
            happened_at=moment_in(content, "created"),
        )

    def _left(self, data: Content, known: Known) -> RoomLeft | Ignored:
        """Check with the list of members that somebody has left a room.

        Where the members cannot be listed, the bot itself is no longer in the room.
        """
        room_id, person_id = data["roomId"], data["personId"]
        is_me = is_same_thing(person_id, self._myself().id)
        try:
            members = self._members(room_id)
        except Rejected as error:
            return RoomLeft(room_id, self._myself(), is_bot_itself=True) if is_me else Ignored(error.reason)
        if any(is_same_thing(each.id, person_id) for each in members):
            raise StillThere("who is said to have left is still there")
        return RoomLeft(room_id, self._who({"roomId": room_id, "personId": person_id}, known), is_bot_itself=is_me)

    def _who(self, content: Content, known: Known) -> Person:
        """Return who caused something, as we know them. Somebody unknown, or with a new address, is looked up."""
        person = known(id_in(content, "personId"))
        address = normal_email(content.get("personEmail") or "")
        return person if person and address in {"", person.email} else self._sender(content)

    def _migrated(self, data: Content) -> Event:
        """Return the move of a room with its present id; Cisco does not document which of the two an envelope has."""
        with calling():
            rooms = (room.json_data["id"] for room in self._api.rooms.list(max=MOST_ROOMS_A_PAGE))
            found = next((room for room in rooms if uuid_of(room) == uuid_of(data["id"])), None)
        return RoomMigrated(found) if found else Ignored("we are not in the room that was moved")

    def _sender(self, content: Content) -> Person:
        """Look up who a message or a press is from; somebody that Webex does not show us, among the room's members."""
        person_id = id_in(content, "personId")
        if is_same_thing(person_id, self._myself().id):
            return self._myself()
        try:
            return self._person(person_id)
        except Rejected:
            members = self._members(content["roomId"])
            found = next((each for each in members if is_same_thing(each.id, person_id)), None)
            return found or member_from(content)

    def _person(self, person_id: str) -> Person:
        with calling():
            return person_from(self._api.people.get(person_id).json_data)
