"""Webhooks: who wants to be told what, and which happening is for whom."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playground import ids
from playground.ground import Ground
from playground.messages import Messages
from playground.model import AttachmentAction, Happening, Membership, Message, Person, Room, Webhook
from playground.people import People
from playground.refusals import BAD_ARGUMENTS, NO_WEBHOOK, Refused
from playground.rooms import Rooms

FAILURES = 100
WINDOW = timedelta(minutes=5)
APP_ID = ids.mint("APPLICATION", "C" + "0b9d6e21" * 8)

_MESSAGE = ("roomId", "roomType", "personId", "personEmail", "mentionedPeople", "hasFiles", "hasAttachments")
_MEMBERSHIP = ("roomId", "personId", "personEmail", "isModerator")
_ROOM = ("type", "isLocked")
EVENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "messages": {"created": _MESSAGE, "deleted": _MESSAGE, "updated": _MESSAGE},
    "memberships": {"created": _MEMBERSHIP, "updated": _MEMBERSHIP, "deleted": _MEMBERSHIP},
    "attachmentActions": {"created": ("messageId", "personId", "roomId")},
    "rooms": {"created": _ROOM, "updated": _ROOM, "migrated": ()},
}
"""Which events a resource has, and which filters they take."""

_FIREHOSE = {"messages", "memberships", "rooms"}


class Webhooks:
    """All webhooks of everybody."""

    def __init__(self, ground: Ground, people: People, rooms: Rooms, messages: Messages) -> None:
        self._ground = ground
        self._people = people
        self._rooms = rooms
        self._messages = messages
        self._webhooks: dict[str, Webhook] = {}
        self._failures: dict[str, deque[datetime]] = defaultdict(deque)
        self._disabled_at: dict[str, datetime] = {}

    def create(
        self,
        owner: Person,
        *,
        name: str,
        target_url: str,
        resource: str,
        event: str,
        filter_: str | None = None,
        secret: str | None = None,
    ) -> Webhook:
        """Register a webhook."""
        with self._ground.turn():
            _check_target(name, target_url)
            _check_event(resource, event)
            self._check_filter(owner, resource, event, filter_)
            self._check_twin(owner, resource, event, target_url)
            webhook = Webhook(
                id=ids.mint("WEBHOOK", self._ground.new_uuid()),
                name=name,
                target_url=target_url,
                resource=resource,
                event=event,
                filter=filter_,
                secret=secret,
                org_id=owner.org_id,
                created_by=owner.id,
                app_id=APP_ID,
                created=self._ground.now(),
            )
            return self._put(webhook)

    def of(self, owner: Person) -> list[Webhook]:
        """Return the webhooks somebody made."""
        with self._ground.turn():
            return [each for each in self._webhooks.values() if each.created_by == owner.id]

    def get(self, owner: Person, given: object) -> Webhook:
        """Return one's own webhook with this id."""
        with self._ground.turn():
            webhook = self._webhooks.get(ids.asked(given, "WEBHOOK"))
            if webhook is None or webhook.created_by != owner.id:
                raise Refused(404, NO_WEBHOOK)
            return webhook

    def change(
        self, webhook: Webhook, *, name: str, target_url: str, secret: str | None, status: str | None
    ) -> Webhook:
        """Point it elsewhere, give it another secret, or revive it; it cannot be paused."""
        with self._ground.turn():
            _check_target(name, target_url)
            if status not in (None, "active"):
                raise Refused(400, "The status of a webhook can be set to active only.")
            changed = replace(webhook, name=name, target_url=target_url, secret=secret or webhook.secret)
            if status == "active" and webhook.status != "active":
                self._failures[webhook.id].clear()
                changed = replace(changed, status="active")
            return self._put(changed)

    def disable(self, webhook: Webhook) -> None:
        """Switch it off, as Webex does with one whose deliveries fail."""
        with self._ground.turn():
            self._put(replace(webhook, status="inactive"))

    def delete(self, webhook: Webhook) -> None:
        """Forget a webhook."""
        with self._ground.turn():
            del self._webhooks[webhook.id]
            self._ground.changed()

    def is_active(self, webhook_id: str) -> bool:
        """Return whether deliveries still leave for it."""
        with self._ground.turn():
            webhook = self._webhooks.get(webhook_id)
            return webhook is not None and webhook.status == "active"

    def failed(self, webhook_id: str) -> None:
        """Count a failed delivery; too many within five minutes disable the webhook."""
        with self._ground.turn():
            webhook, now = self._webhooks.get(webhook_id), self._ground.now()
            if webhook is None or webhook.status != "active":
                return
            recent = self._failures[webhook_id]
            recent.append(now)
            while recent[0] <= now - WINDOW:
                recent.popleft()
            disabled_at = self._disabled_at.get(webhook_id)
            is_on_probation = disabled_at is not None and now < disabled_at + WINDOW
            if len(recent) >= FAILURES or is_on_probation:
                self._disabled_at[webhook_id] = now
                self._put(replace(webhook, status="inactive"))

    def interested_in(self, happening: Happening) -> list[Webhook]:
        """Return the webhooks that are told of this."""
        with self._ground.turn():
            return [
                webhook
                for webhook in self._webhooks.values()
                if webhook.status == "active"
                and _covers(webhook, happening)
                and self._concerns(happening, self._people.get(webhook.created_by))
                and self._passes(webhook, happening)
            ]

    def kept(self) -> list[Webhook]:
        """Return all of them, as they are written down."""
        with self._ground.turn():
            return list(self._webhooks.values())

    def put_back(self, webhooks: Iterable[Webhook]) -> None:
        """Let those be there that were kept."""
        self._webhooks = {each.id: each for each in webhooks}

    def follow(self, url: str) -> None:
        """Let all of them lead to where the bot is now, on the path that they have."""
        with self._ground.turn():
            for each in self.kept():
                self._put(replace(each, target_url=url + urlsplit(each.target_url).path))

    def _put(self, webhook: Webhook) -> Webhook:
        self._webhooks[webhook.id] = webhook
        self._ground.changed()
        return webhook

    def _concerns(self, happening: Happening, owner: Person) -> bool:
        """Return whether the owner of a webhook may learn of it."""
        subject, faults = happening.subject, self._ground.faults
        if isinstance(subject, AttachmentAction):
            return self._messages.get(subject.message_id).person_id == owner.id
        if not self._rooms.has(happening.room_id, owner.id):
            return False
        if isinstance(subject, Room):
            return happening.event != "created" or subject.creator_id == owner.id
        if isinstance(subject, Message):
            if happening.event == "updated" and not faults.message_updates:
                return False
            if owner.is_bot and subject.room_type == "group" and subject.person_id == owner.id:
                return faults.own_group_posts
            return self._messages.is_open_to(owner, subject)
        return True

    def _passes(self, webhook: Webhook, happening: Happening) -> bool:
        owner = self._people.get(webhook.created_by)
        terms = dict(parse_qsl(webhook.filter or ""))
        return all(self._agrees(name, value, happening.subject, owner) for name, value in terms.items())

    def _agrees(self, name: str, value: str, subject: Any, owner: Person) -> bool:
        if name == "mentionedPeople":
            wanted = {owner.id if each == "me" else each for each in value.split(",")}
            return bool(wanted & set(subject.mentioned_people))
        return value.casefold() == _FACTS[name](subject).casefold()

    def _check_filter(self, owner: Person, resource: str, event: str, filter_: str | None) -> None:
        if not filter_:
            return
        if not isinstance(filter_, str):
            raise Refused(400, "filter should be a text.")
        allowed = EVENTS.get(resource, {}).get("created" if event == "all" else event, ())
        for name, value in parse_qsl(filter_, keep_blank_values=True):
            if name not in allowed:
                raise Refused(400, f"The filter {name} is not valid for {resource}:{event}.")
            if name == "roomId" and not self._rooms.has(value, owner.id):
                raise Refused(400, "Invalid value for filter: roomId.")

    def _check_twin(self, owner: Person, resource: str, event: str, target_url: str) -> None:
        twins = ((each.resource, each.event, each.target_url) for each in self.of(owner))
        if self._ground.faults.twin_webhooks_refused and (resource, event, target_url) in twins:
            raise Refused(409, "A webhook with this resource, event and targetUrl exists.")


def _covers(webhook: Webhook, happening: Happening) -> bool:
    fits = webhook.resource == happening.resource
    if webhook.resource == "all":
        # A surprise of the platform: the firehose leaves card presses out.
        fits = happening.resource in _FIREHOSE
    if webhook.event == "all":
        return fits and happening.event in ("created", "updated", "deleted")
    return fits and webhook.event == happening.event


def _check_target(name: str, target_url: str) -> None:
    if not all(isinstance(each, str) and each for each in (name, target_url)):
        raise Refused(400, "name and targetUrl are required.")
    parts = urlsplit(target_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(400, f"targetUrl is not valid: {target_url}")


def _check_event(resource: str, event: str) -> None:
    if resource == "all":
        if event not in ("all", "created", "updated", "deleted"):
            raise Refused(400, BAD_ARGUMENTS)
    elif resource not in EVENTS or event not in (*EVENTS[resource], "all"):
        raise Refused(400, f"There is no event {event!r} of a resource {resource!r}.")


def _truth(value: object) -> str:
    return "true" if value else "false"


_FACTS: dict[str, Callable[[Any], str]] = {
    "roomId": lambda subject: subject.room_id,
    "roomType": lambda subject: subject.room_type,
    "personId": lambda subject: subject.person_id,
    "personEmail": lambda subject: subject.person_email,
    "messageId": lambda subject: subject.message_id,
    "hasFiles": lambda subject: _truth(subject.files),
    "hasAttachments": lambda subject: _truth(subject.attachments),
    "isModerator": lambda subject: _truth(isinstance(subject, Membership) and subject.is_moderator),
    "type": lambda subject: subject.type,
    "isLocked": lambda subject: _truth(subject.is_locked),
}
