"""Deliveries: what Webex posts to us, checked and cut down to the envelope that goes into the inbox. No I/O.

The signature covers the body alone, and the body holds no time, so a replayed delivery is valid. It is the envelope's
key in the inbox that keeps an event from being handled twice, not this module.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.domain import waiting_lines
from bot.domain.events import Envelope
from bot.domain.internal_events import PROBES
from bot.errors import BadWebhook
from bot.language.typed import one_line

LARGEST_DELIVERY = 64 * 1024
DEEPEST_DELIVERY = 16
SIGNATURE_HEADER = "x-spark-signature"
# Only the spelling that Webex uses: 40 lower-case hexadecimal digits.
SIGNATURE = re.compile(r"[0-9a-f]{40}", re.ASCII)
MOMENT = re.compile(r"[\d.:TZ+-]{10,32}", re.ASCII)

# An id becomes part of a URL when its content is fetched, so it must hold no slash, question mark or leading dot.
ID = re.compile(r"[A-Za-z0-9_=:+-][A-Za-z0-9_=:+.-]{0,511}", re.ASCII)

LONGEST_EMAIL = 320


def read_delivery(
    headers: Mapping[str, str], body: bytes, content_type: str, secrets: Iterable[str], now: datetime, me: str = ""
) -> Envelope | None:
    """Return the envelope in a delivery; None for an event that this bot has no use for. `me` is the bot's own id.

    Raises BadWebhook with the HTTP status of the first check that fails: size, type, signature, shape.
    """
    check_size(len(body))
    check_type(content_type)
    check_signature(body, signature_in(headers), secrets)
    return envelope_in(parsed(body), now, me)


def check_size(length: int) -> None:
    """Raise BadWebhook (413) for a body of more bytes than any delivery of Webex has."""
    if length > LARGEST_DELIVERY:
        raise BadWebhook(413, f"a delivery has at most {LARGEST_DELIVERY} bytes")


def check_type(content_type: str) -> None:
    """Raise BadWebhook (415) unless the content type is JSON."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise BadWebhook(415, "a delivery is application/json")


def check_signature(body: bytes, signature: str, secrets: Iterable[str]) -> None:
    """Raise BadWebhook (401) unless the body is signed with one of the secrets: two, while they are rotated."""
    if not signature:
        raise BadWebhook(401, "the signature is missing")
    given = signature.encode() if SIGNATURE.fullmatch(signature) else b""
    if not any(hmac.compare_digest(given, signed(body, secret)) for secret in secrets):
        raise BadWebhook(401, "the signature is wrong")


def signed(body: bytes, secret: str) -> bytes:
    """Return the signature of a body: HMAC-SHA1 over its raw bytes, as lower-case hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha1).hexdigest().encode()


def signature_in(headers: Mapping[str, str]) -> str:
    """Return the value of the signature's header, whose name may be in any case; "" where there is none."""
    return next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER), "")


def parsed(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadWebhook(400, "the delivery is not JSON") from error
    if not isinstance(content, dict):
        raise BadWebhook(400, "the delivery is not a JSON object")
    # What is nested so deep opens as many brackets, which can be counted sooner.
    if body.count(b"{") + body.count(b"[") > DEEPEST_DELIVERY and is_deeper(content, DEEPEST_DELIVERY):
        raise BadWebhook(400, "the delivery is nested too deeply")
    return content


def is_deeper(content: object, levels: int) -> bool:
    """Return whether JSON content is nested more than `levels` deep."""
    if not isinstance(content, dict | list):
        return False
    parts = content.values() if isinstance(content, dict) else content
    return levels == 0 or any(is_deeper(part, levels - 1) for part in parts)


def envelope_in(content: dict[str, Any], now: datetime, me: str = "") -> Envelope | None:
    """Return the envelope of a verified delivery, with only the ids by which the event is looked up at Webex."""
    resource, event = word(content, "resource"), word(content, "event")
    read = HANDLED.get((resource, event))
    if read is None:
        return None
    given = content.get("data")
    if not isinstance(given, dict):
        raise BadWebhook(400, "the delivery has no data")
    data = read(given)
    if resource == "messages" and is_echo(given, me):
        return None
    return Envelope(resource, event, data["id"], line_of(resource, data), data, arrived_at=now)


def is_echo(given: dict[str, Any], me: str) -> bool:
    """Return whether a message is said to be our own, in a direct chat: most of what Webex tells us is.

    Nothing is kept of such an event, so that nobody can hide a real one by calling it ours. In a space it is kept,
    because there only a webhook can tell whether a post arrived whose answer was lost.
    """
    return bool(me) and given.get("personId") == me and given.get("roomType") == "direct"


def line_of(resource: str, data: dict[str, str]) -> str:
    """Return the line in which an event waits its turn: that of its room or person; its own for a deleted message.

    The bot's own probes have theirs.
    """
    if resource == "probes":
        return PROBES
    if resource == "memberships":
        return data["roomId"]
    if resource == "rooms":
        return data["id"]
    return data.get("personId") or waiting_lines.of_gone(data["id"])


def whose_and_where(given: dict[str, Any]) -> dict[str, str]:
    return ids(given, "id", "roomId", "personId")


def membership_data(given: dict[str, Any]) -> dict[str, str]:
    """Return the ids of a membership, and since when it is one."""
    since = str(given.get("created"))
    return whose_and_where(given) | {
        "roomType": "direct" if given.get("roomType") == "direct" else "group",
        "memberSince": since if MOMENT.fullmatch(since) else "",
    }


def message_data(given: dict[str, Any]) -> dict[str, str]:
    """Return the ids of a message, and its sender's address, by which strangers are known before it is fetched."""
    email = given.get("personEmail")
    return whose_and_where(given) | {"personEmail": one_line(email)[:LONGEST_EMAIL] if isinstance(email, str) else ""}


def id_alone(given: dict[str, Any]) -> dict[str, str]:
    return ids(given, "id")


def action_data(given: dict[str, Any]) -> dict[str, str]:
    return ids(given, "id", "messageId", "roomId", "personId")


HANDLED: Mapping[tuple[str, str], Callable[[dict[str, Any]], dict[str, str]]] = {
    ("messages", "created"): message_data,
    ("messages", "updated"): message_data,
    ("messages", "deleted"): id_alone,
    ("attachmentActions", "created"): action_data,
    ("memberships", "created"): membership_data,
    ("memberships", "deleted"): membership_data,
    ("rooms", "migrated"): id_alone,
    # Webex sends none of these: the bot does, to itself.
    ("probes", "sent"): id_alone,
}


def ids(given: dict[str, Any], *names: str) -> dict[str, str]:
    """Return the ids under these names. Raises BadWebhook where one is missing or no id."""
    return {name: checked_id(given.get(name), name) for name in names}


def checked_id(value: object, name: str) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise BadWebhook(400, f"{name} is not an id")
    return value


def word(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise BadWebhook(400, f"{name} is missing")
    return value
