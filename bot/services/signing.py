"""Signing: an event bears the signatures of Standard Webhooks (standardwebhooks.com), one for each secret in use."""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from bot.settings.checks import key_bytes


def signed_headers(event_id: str, now: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """Return the headers by which the receiver checks who sent an event, that it is intact, and that it is recent."""
    timestamp = str(int(now.timestamp()))
    content = b".".join((event_id.encode(), timestamp.encode(), body))
    signatures = (hmac.new(key_bytes(each), content, sha256).digest() for each in secrets)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{b64encode(each).decode()}" for each in signatures),
    }
