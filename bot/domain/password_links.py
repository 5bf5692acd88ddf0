"""One-time links: the way to the page that takes the password of a new partner organization."""

import hashlib
import json
import secrets
from dataclasses import replace
from datetime import timedelta

from bot.domain.outgoing import Message

LINK_LIVES = timedelta(minutes=30)
# 32 bytes, written with the characters that an address may have.
TOKEN_LENGTH = 43
# Stands in a message until that is sent: only then is the token made, so that nothing we store opens the page. It is as
# long as a token, because whether a message fits is measured before.
PLACE = "made-while-this-is-sent".ljust(TOKEN_LENGTH, "_")


def new_token() -> str:
    """Return a fresh token, as it stands in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return the form in which a token is kept: nobody who reads the database can open the page."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def has_link(message: Message) -> bool:
    """Return whether a message is to hold a link."""
    return PLACE in message.text or PLACE in json.dumps(message.card)


def with_token(message: Message, token: str) -> Message:
    """Return a message as it is sent."""
    card = json.loads(json.dumps(message.card).replace(PLACE, token))
    return replace(message, text=message.text.replace(PLACE, token), card=card)
