"""Translates between Webex's JSON and our own types: people, messages, inputs, webhooks. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.actions import FIELD
from bot.domain.events import Envelope
from bot.domain.outages import DirectRoom
from bot.domain.outgoing import Message, Said
from bot.domain.password_links import PLACE
from bot.domain.people import Person
from bot.domain.webex_ids import key_in
from bot.domain.webhooks import Webhook
from bot.errors import NotDecryptedYet, Unusable
from bot.language.addresses import is_bots, normal_email

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
# More than any card of ours has: a dozen inputs, in a message of 7,439 bytes at most.
MOST_INPUTS = 100
LONGEST_INPUTS = 64 * 1024

Content = Mapping[str, Any]


def uuid_of(webex_id: str) -> str:
    """Return the UUID in an id of Webex. Ids of one thing may differ: base64 or bare, and with another region."""
    return (key_in(webex_id) or webex_id).lower()


def is_same_thing(one_id: str, other_id: str) -> bool:
    """Return whether two ids of one kind name the same person, room or message."""
    return one_id == other_id or uuid_of(one_id) == uuid_of(other_id)


def whole(text: object) -> str:
    """Return text without lone surrogates, which clients leave where they cut an emoji, and which UTF-8 cannot hold."""
    return str(text or "").encode("utf-8", "ignore").decode()


def id_in(content: Content, name: str) -> str:
    """Return the id under a name. Raises Unusable where there is none."""
    value = content.get(name) if isinstance(content, Mapping) else None
    if not isinstance(value, str):
        raise Unusable(f"{name} is not an id")
    return value


def moment_in(content: Content, name: str) -> datetime | None:
    """Return the moment under a name; None where there is none that can be read."""
    try:
        moment = datetime.fromisoformat(str(content.get(name)))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def inputs_of(content: Content) -> dict[str, str]:
    """Return the inputs of a submission as texts.

    Raises Unusable for inputs that no card of ours can send through any client.
    """
    given = content.get("inputs") or {}
    if not isinstance(given, Mapping) or len(given) > MOST_INPUTS:
        raise Unusable("the inputs are none of a card of ours")
    inputs = {whole(name): whole(as_text(value)) for name, value in given.items()}
    if sum(map(len, (*inputs, *inputs.values()))) > LONGEST_INPUTS:
        raise Unusable(f"the inputs have more than {LONGEST_INPUTS} characters")
    return inputs


def person_from(content: Content) -> Person:
    emails = content.get("emails") or [""]
    is_bot = content.get("type") == "bot"
    return Person(content["id"], normal_email(whole(emails[0])), readable(content, "displayName"), is_bot)


def member_from(content: Content) -> Person:
    """Return the person that a membership or a message names. A bot is recognized by the domain of its address."""
    email = normal_email(whole(content.get("personEmail")))
    return Person(content["personId"], email, readable(content, "personDisplayName"), is_bots(email))


def is_in_error(content: Content, field: str) -> bool:
    """Return whether Webex says that a field could not be decrypted; errors without names of fields are about all."""
    errors = content.get("errors")
    return field in errors if isinstance(errors, Mapping) else bool(errors)


def readable(content: Content, field: str) -> str:
    """Return what stands in a field; "" where Webex could not decrypt it."""
    return "" if is_in_error(content, field) else whole(content.get(field))


def readable_text(content: Content) -> str:
    """Return the words of a message; a file may come without any.

    Raises NotDecryptedYet for cipher text, which Webex sends with status 200 while its key server is late.
    """
    text = content.get("text")
    if is_in_error(content, "text") or (text is None and not content.get("files")):
        raise NotDecryptedYet("not readable yet: the text is not decrypted")
    return whole(text)


def envelope_of(content: Content, now: datetime) -> Envelope:
    """Return the envelope with which a webhook would have told of a direct message."""
    data = {"id": content["id"], "roomId": content["roomId"], "personId": content["personId"]}
    data["personEmail"] = str(content.get("personEmail") or "")
    return Envelope("messages", "created", data["id"], data["personId"], data, now)


def direct_room_from(content: Content) -> DirectRoom:
    """Return a direct room. Where Webex gives no last activity, the room counts as active now."""
    return DirectRoom(content["id"], moment_in(content, "lastActivity") or datetime.max.replace(tzinfo=UTC))


def body_of(message: Message, **where: str) -> bytes:
    """Return the body of a request that posts or edits a message: JSON in UTF-8, the form in which cards are measured.

    The SDK would escape each Arabic letter into six bytes, so that a card within Webex's limit could exceed it.
    """
    content: dict[str, Any] = {name: value for name, value in where.items() if value} | {"text": message.text}
    if message.card is not None:
        content["attachments"] = [{"contentType": CARD_TYPE, "content": message.card}]
    # A lone surrogate, which some clients send, has no UTF-8 form and would fail the whole message.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def is_same_message(content: Content, message: Message) -> bool:
    """Return whether a message read from Webex is this one: by its buttons where both have some, else by its words.

    The words around the same buttons differ where one was said in time, and the other would come late. A card that was
    answered meanwhile has no buttons any more; its title stays.
    """
    text = str(content.get("text") or "")
    echoed, owed = set(tokens_in(content.get("attachments") or [])), set(tokens_in(message.card))
    if echoed and owed:
        return echoed == owed
    if owed and content.get("updated"):
        return message.text.partition("\n")[0] in text.splitlines()
    return is_same_text(text, message.text)


def is_same_text(posted: str, owed: str) -> bool:
    """Return whether two texts have the same words. White space does not count, and a link of ours matches any link."""
    expected = re.escape(" ".join(owed.split())).replace(re.escape(PLACE), r"\S+")
    return re.fullmatch(expected, " ".join(posted.split())) is not None


def tokens_in(part: object) -> Iterator[str]:
    """Return the signed actions in a card."""
    if isinstance(part, Mapping):
        token = part.get(FIELD)
        if isinstance(token, str):
            yield token
    for inner in part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ():
        yield from tokens_in(inner)


def is_since(content: Content, since: datetime) -> bool:
    """Return whether a message is from a moment or later. One without a date that can be read counts as new."""
    created = moment_in(content, "created")
    return created is None or created >= since


def said_from(content: Content) -> Said | None:
    """Return when a message was said; None for one without a date that can be read."""
    created = moment_in(content, "created")
    return Said(content["id"], created) if created else None


def as_text(value: object) -> str:
    """Return an input as text. Clients send numbers and toggles in several JSON types, and several choices as a list.

    Raises Unusable for nested values.
    """
    if isinstance(value, list):
        return ",".join(map(single_text, value))
    return single_text(value)


def single_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case list() | dict():
            raise Unusable("an input has parts inside parts")
    return str(value)


def webhook_from(content: Content) -> Webhook:
    return Webhook(
        id=content["id"],
        name=content["name"],
        resource=content["resource"],
        event=content["event"],
        target_url=content["targetUrl"],
        secret=content.get("secret") or "",
        is_active=content.get("status", "active") == "active",
    )
