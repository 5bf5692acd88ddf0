"""Deliveries: what Webex posts to us, checked and cut down to the envelope that goes into the inbox. No I/O.

The signature covers the body alone and the body has no time, so an old delivery verifies again: what keeps
an event from happening twice is the envelope's key in the inbox, not this module.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.events import Envelope
from bot.errors import BadWebhook
from bot.language.typed import one_line

LARGEST_DELIVERY = 64 * 1024
DEEPEST_DELIVERY = 16
SIGNATURE_HEADER = "x-spark-signature"
# As Webex writes it and nobody else: one event has one signature, not as many as there are ways to write a number.
SIGNATURE = re.compile(r"[0-9a-f]{40}", re.ASCII)

# An id becomes part of an address when its content is fetched, so nothing that could lead elsewhere passes.
ID = re.compile(r"[A-Za-z0-9_=:+-][A-Za-z0-9_=:+.-]{0,511}", re.ASCII)

LONGEST_EMAIL = 320


def read_delivery(
    headers: Mapping[str, str], body: bytes, content_type: str, secrets: Iterable[str], now: datetime
) -> Envelope | None:
    """Return the envelope in a delivery; None for an event that this bot has no use for.

    Raises BadWebhook with the HTTP status of the first check that fails: size, type, signature, shape.
    """
    check_size(len(body))
    check_type(content_type)
    check_signature(body, signature_in(headers), secrets)
    return envelope_in(parsed(body), now)


def check_size(length: int) -> None:
    """Refuse what is longer than any delivery of Webex."""
    if length > LARGEST_DELIVERY:
        raise BadWebhook(413, f"a delivery has at most {LARGEST_DELIVERY} bytes")


def check_type(content_type: str) -> None:
    """Refuse what does not call itself JSON."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise BadWebhook(415, "a delivery is application/json")


def check_signature(body: bytes, signature: str, secrets: Iterable[str]) -> None:
    """Refuse what nobody signed who knows one of the secrets; while they are rotated there are two."""
    if not signature:
        raise BadWebhook(401, "the signature is missing")
    given = signature.encode() if SIGNATURE.fullmatch(signature) else b""
    if not any(hmac.compare_digest(given, signed(body, secret)) for secret in secrets):
        raise BadWebhook(401, "the signature is wrong")


def signed(body: bytes, secret: str) -> bytes:
    """Return the signature of a body: HMAC-SHA1 over its raw bytes, as lower-case hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha1).hexdigest().encode()


def signature_in(headers: Mapping[str, str]) -> str:
    """Return the signature among the headers, in whatever case they travelled."""
    return next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER), "")


def parsed(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadWebhook(400, "the delivery is not JSON") from error
    if not isinstance(content, dict):
        raise BadWebhook(400, "the delivery is not a JSON object")
    if is_deeper(content, DEEPEST_DELIVERY):
        raise BadWebhook(400, "the delivery is nested too deeply")
    return content


def is_deeper(content: object, levels: int) -> bool:
    """Return whether JSON content is nested more than so many levels deep."""
    if not isinstance(content, dict | list):
        return False
    parts = content.values() if isinstance(content, dict) else content
    return levels == 0 or any(is_deeper(part, levels - 1) for part in parts)


def envelope_in(content: dict[str, Any], now: datetime) -> Envelope | None:
    """Return the envelope of a verified delivery, with no more of its data than it takes to look it up."""
    resource, event = word(content, "resource"), word(content, "event")
    read = HANDLED.get((resource, event))
    if read is None:
        return None
    given = content.get("data")
    if not isinstance(given, dict):
        raise BadWebhook(400, "the delivery has no data")
    data = read(given)
    return Envelope(resource, event, data["id"], line_of(resource, data), data, arrived_at=now)


def line_of(resource: str, data: dict[str, str]) -> str:
    """Return whose turn an event waits for: nobody's, where it only says that a message is gone."""
    if resource == "memberships":
        return data["roomId"]
    if resource == "rooms":
        return data["id"]
    return data.get("personId") or f"gone:{data['id']}"


def whose_and_where(given: dict[str, Any]) -> dict[str, str]:
    return ids(given, "id", "roomId", "personId")


def membership_data(given: dict[str, Any]) -> dict[str, str]:
    return whose_and_where(given) | {"roomType": "direct" if given.get("roomType") == "direct" else "group"}


def message_data(given: dict[str, Any]) -> dict[str, str]:
    """Keep who it says it is from as well: whether a stranger has to wait is known before the message is fetched."""
    email = given.get("personEmail")
    return whose_and_where(given) | {"personEmail": one_line(email)[:LONGEST_EMAIL] if isinstance(email, str) else ""}


def id_alone(given: dict[str, Any]) -> dict[str, str]:
    return ids(given, "id")


def action_data(given: dict[str, Any]) -> dict[str, str]:
    return ids(given, "id", "messageId", "roomId", "personId")


HANDLED: Mapping[tuple[str, str], Callable[[dict[str, Any]], dict[str, str]]] = {
    ("messages", "created"): message_data,
    ("messages", "deleted"): id_alone,
    ("attachmentActions", "created"): action_data,
    ("memberships", "created"): membership_data,
    ("memberships", "deleted"): membership_data,
    ("rooms", "migrated"): id_alone,
}


def ids(given: dict[str, Any], *names: str) -> dict[str, str]:
    """Return the ids of these names; all must be there."""
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
