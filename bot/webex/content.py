"""What Webex sends and takes, read into our own words: people, messages, inputs, webhooks. Pure."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.actions import FIELD
from bot.domain.events import Envelope
from bot.domain.outages import DirectRoom
from bot.domain.outgoing import Message, Webhook
from bot.domain.password_links import PLACE
from bot.domain.people import Person
from bot.errors import NotDecryptedYet, Unusable
from bot.language.addresses import is_bots, normal_email

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
URI = re.compile(r"ciscospark://[^/]+/[A-Z_]+/([^/]+)")
# A card of ours has a dozen inputs, and Webex shows a message of 7,439 bytes at most.
MOST_INPUTS = 100
LONGEST_INPUTS = 64 * 1024

Content = Mapping[str, Any]


def uuid_of(webex_id: str) -> str:
    """Return the UUID inside an id, which may be written as base64 or bare, and differ by region."""
    padded = webex_id.rstrip("=") + "=" * (-len(webex_id.rstrip("=")) % 4)
    try:
        uri = base64.urlsafe_b64decode(padded).decode()
    except (binascii.Error, ValueError):
        return webex_id.lower()
    found = URI.fullmatch(uri)
    return (found[1] if found else webex_id).lower()


def is_same_thing(one_id: str, other_id: str) -> bool:
    """Return whether two ids of a kind are those of one person, one room or one message."""
    return uuid_of(one_id) == uuid_of(other_id)


def whole(text: object) -> str:
    """Return text without lone surrogates: half a character, left where a client cut one, which no file can hold."""
    return str(text or "").encode("utf-8", "ignore").decode()


def id_in(content: Content, name: str) -> str:
    """Return an id. Raises Unusable where there is none."""
    value = content.get(name) if isinstance(content, Mapping) else None
    if not isinstance(value, str):
        raise Unusable(f"{name} is not an id")
    return value


def inputs_of(content: Content) -> dict[str, str]:
    """Return the inputs of a submission as texts.

    Raises Unusable for what no card of ours sends, whatever a client makes of it.
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
    return Person(content["id"], normal_email(whole(emails[0])), whole(content.get("displayName")), is_bot)


def member_from(content: Content) -> Person:
    """Return the person a membership or a message names. Neither says who is a bot, but Webex's bots have a domain."""
    email = normal_email(whole(content.get("personEmail")))
    return Person(content["personId"], email, whole(content.get("personDisplayName")), is_bots(email))


def readable_text(content: Content) -> str:
    """Return the words of a message; a file may come without any.

    Raises NotDecryptedYet while they are cipher text, which Webex sends inside a good answer when its key server
    is late.
    """
    text = content.get("text")
    if content.get("errors") or (text is None and not content.get("files")):
        raise NotDecryptedYet("not readable yet: the text is not decrypted")
    return whole(text)


def envelope_of(content: Content, now: datetime) -> Envelope:
    """Return what a webhook would have told of a direct message."""
    data = {"id": content["id"], "roomId": content["roomId"], "personId": content["personId"]}
    data["personEmail"] = str(content.get("personEmail") or "")
    return Envelope("messages", "created", data["id"], data["personId"], data, now)


def direct_room_from(content: Content) -> DirectRoom:
    """Return a direct room. One whose last activity Webex does not say may have been lively a moment ago."""
    said = content.get("lastActivity")
    return DirectRoom(content["id"], datetime.fromisoformat(said) if said else datetime.max.replace(tzinfo=UTC))


def body_of(message: Message, **where: str) -> bytes:
    """Return what is sent to say a message: JSON in UTF-8, as it is measured when a card is made.

    The SDK would escape every Arabic letter as six bytes, and a card that keeps Webex's limits would break them.
    """
    content: dict[str, Any] = {name: value for name, value in where.items() if value} | {"text": message.text}
    if message.card is not None:
        content["attachments"] = [{"contentType": CARD_TYPE, "content": message.card}]
    # Half of a letter, which some clients send, is no UTF-8 and would stop the whole message.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def is_same_message(content: Content, message: Message) -> bool:
    """Compare words, and buttons where both have a card: Webex may leave the card out of what it reads back."""
    if not is_same_text(str(content.get("text") or ""), message.text):
        return False
    echoed = content.get("attachments") or []
    if not echoed or message.card is None:
        return True
    return set(tokens_in(echoed)) == set(tokens_in(message.card))


def is_same_text(posted: str, owed: str) -> bool:
    """Compare words, and not how they are set. Whatever stands in the place of a link, it is that link."""
    expected = re.escape(" ".join(owed.split())).replace(re.escape(PLACE), r"\S+")
    return re.fullmatch(expected, " ".join(posted.split())) is not None


def tokens_in(part: object) -> Iterator[str]:
    """Find the signed actions in a card."""
    if isinstance(part, Mapping):
        token = part.get(FIELD)
        if isinstance(token, str):
            yield token
    for inner in part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ():
        yield from tokens_in(inner)


def is_since(content: Content, since: datetime) -> bool:
    return datetime.fromisoformat(content["created"]) >= since


def as_text(value: object) -> str:
    """Return an input as text: clients send numbers and switches in the types they like, and several choices at once.

    Raises Unusable for what has parts inside parts.
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
