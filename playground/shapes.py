"""The JSON of people, rooms, messages and webhooks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from playground.model import AttachmentAction, Happening, Json, Membership, Message, Person, Room, Webhook, stamp


def without_blanks(pairs: Mapping[str, Any]) -> Json:
    """Return a JSON object without its empty values."""
    return {key: value for key, value in pairs.items() if value is not None}


def compact(shape: Json) -> bytes:
    """Return JSON as `JSON.stringify` writes it, byte for byte.

    The webex-node-bot-framework checks a signature against what it parsed and wrote again.
    """
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode()


def person_shape(person: Person, viewer: Person) -> Json:
    """Return a person; whether they are there is told inside their organization only."""
    is_colleague = person.org_id == viewer.org_id
    return without_blanks(
        {
            "id": person.id,
            "emails": [person.email],
            "phoneNumbers": [] if is_colleague else None,
            "displayName": person.name,
            "nickName": person.nick_name,
            "firstName": person.first_name,
            "lastName": person.last_name,
            "orgId": person.org_id,
            "created": stamp(person.created),
            "timezone": person.timezone if is_colleague else None,
            "lastActivity": stamp(person.created) if is_colleague else None,
            "status": "active" if is_colleague else None,
            "type": person.type,
        }
    )


def room_shape(room: Room, title: str) -> Json:
    """Return a room, under the title that the viewer knows it by."""
    return without_blanks(
        {
            "id": room.id,
            "title": title,
            "type": room.type,
            "isLocked": room.is_locked,
            "lastActivity": stamp(room.last_activity),
            "creatorId": room.creator_id,
            "created": stamp(room.created),
            "ownerId": room.owner_id,
            "description": room.description or None,
            "isPublic": room.is_public,
            "isReadOnly": False,
            "isAnnouncementOnly": room.is_announcement_only or None,
        }
    )


def membership_shape(membership: Membership) -> Json:
    """Return somebody's place in a room."""
    return {
        "id": membership.id,
        "roomId": membership.room_id,
        "roomType": membership.room_type,
        "personId": membership.person_id,
        "personEmail": membership.person_email,
        "personDisplayName": membership.person_name,
        "personOrgId": membership.person_org_id,
        "isModerator": membership.is_moderator,
        "isMonitor": False,
        "isRoomHidden": membership.is_room_hidden,
        "created": stamp(membership.created),
    }


def message_shape(message: Message, contents_url: str) -> Json:
    """Return a message, with its files as addresses under `contents_url`."""
    return without_blanks(
        {
            "id": message.id,
            "parentId": message.parent_id,
            "roomId": message.room_id,
            "roomType": message.room_type,
            "text": message.text,
            "markdown": message.markdown,
            "html": message.html,
            "files": [f"{contents_url}/{file.id}" for file in message.files] or None,
            "attachments": list(message.attachments) or None,
            "personId": message.person_id,
            "personEmail": message.person_email,
            "mentionedPeople": list(message.mentioned_people) or None,
            "mentionedGroups": list(message.mentioned_groups) or None,
            "created": stamp(message.created),
            "updated": stamp(message.updated) if message.updated else None,
        }
    )


def action_shape(action: AttachmentAction) -> Json:
    """Return a press of a button."""
    return {
        "id": action.id,
        "type": action.type,
        "messageId": action.message_id,
        "inputs": action.inputs,
        "personId": action.person_id,
        "roomId": action.room_id,
        "created": stamp(action.created),
    }


def webhook_shape(webhook: Webhook) -> Json:
    """Return a webhook; its secret stands there in clear, as in Webex."""
    return without_blanks(
        {
            "id": webhook.id,
            "name": webhook.name,
            "targetUrl": webhook.target_url,
            "resource": webhook.resource,
            "event": webhook.event,
            "filter": webhook.filter,
            "secret": webhook.secret,
            "orgId": webhook.org_id,
            "createdBy": webhook.created_by,
            "appId": webhook.app_id,
            "ownedBy": "creator",
            "status": webhook.status,
            "created": stamp(webhook.created),
        }
    )


def envelope(webhook: Webhook, happening: Happening, *, mentions: bool) -> Json:
    """Return what a webhook delivers: who did what to which thing, and never what was said.

    It repeats the webhook without its secret. The guide's table of fields leaves `targetUrl` and `created` out, but
    Cisco's own webex-api-emulator sends both, and node-sparkbot refuses an envelope that has no `targetUrl`.
    """
    about = webhook_shape(webhook)
    about.pop("secret", None)
    about["resource"], about["event"] = happening.resource, happening.event
    about["status"] = "active"
    return {**about, "actorId": happening.actor_id, "data": _data(happening, mentions=mentions)}


def _data(happening: Happening, *, mentions: bool) -> Json:
    subject = happening.subject
    if isinstance(subject, Message):
        return _message_data(subject, happening.event, mentions=mentions)
    if isinstance(subject, AttachmentAction):
        # The inputs are for the bot to fetch.
        return {key: value for key, value in action_shape(subject).items() if key != "inputs"}
    if isinstance(subject, Room):
        shown = ("id", "type", "isLocked", "lastActivity", "creatorId", "created")
        return {key: value for key, value in room_shape(subject, "").items() if key in shown}
    return membership_shape(subject)


def _message_data(message: Message, event: str, *, mentions: bool) -> Json:
    shown = ["id", "roomId", "roomType", "personId", "personEmail"]
    if event != "deleted":
        shown += ["created", "updated"]
        shown += ["mentionedPeople", "mentionedGroups"] if mentions else []
    everything = message_shape(message, "")
    return {key: everything[key] for key in shown if key in everything}
