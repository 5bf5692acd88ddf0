"""Webex ids: base64url of an address such as `ciscospark://us/ROOM/<uuid>`."""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from dataclasses import dataclass

from playground.refusals import Refused

HOME = "us"
_ADDRESS = re.compile(r"ciscospark://(?P<cluster>.+)/(?P<kind>[A-Z_]+)/(?P<key>[^/]+(?:/\d+)?)\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_NAMES = uuid.UUID("7d0c4e52-51a3-4f8e-9d3b-0b9d6e21ff06")


@dataclass(frozen=True)
class Address:
    """What an id says once it is opened."""

    cluster: str
    kind: str
    key: str


def mint(kind: str, key: str, cluster: str = HOME) -> str:
    """Write the id of something."""
    address = f"ciscospark://{cluster}/{kind}/{key}"
    return base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")


def opened(webex_id: str) -> Address:
    """Read an id; ValueError when it is none."""
    padded = webex_id.rstrip("=") + "=" * (-len(webex_id.rstrip("=")) % 4)
    try:
        address = base64.urlsafe_b64decode(padded).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError(webex_id) from error
    match = _ADDRESS.match(address)
    if match is None:
        raise ValueError(webex_id)
    return Address(match["cluster"], match["kind"], match["key"])


def asked(given: object, kind: str) -> str:
    """Return the id a caller means: a bare UUID stands for something of the home cluster."""
    if isinstance(given, str) and _UUID.match(given):
        return mint(kind, given.lower())
    try:
        opened(given if isinstance(given, str) else "")
    except ValueError:
        raise Refused(400, "Expect base64 ID or UUID.") from None
    return str(given).rstrip("=")


def named(*words: str) -> str:
    """Return the UUID that always belongs to these words, so that people keep their ids over a restart."""
    return str(uuid.uuid5(_NAMES, " ".join(words)))
