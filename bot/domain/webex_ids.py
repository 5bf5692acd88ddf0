"""Ids of Webex: each is an address in Base64, whose last part is the same in every region."""

import re
from base64 import urlsafe_b64decode

ADDRESS = re.compile(r"ciscospark://[^/]+/[A-Z_]+/([^/]+)")


def key_in(webex_id: str) -> str | None:
    """Return the last part of the address in an id; None where this is no id as Webex writes them."""
    bare = webex_id.rstrip("=")
    try:
        address = urlsafe_b64decode(bare + "=" * (-len(bare) % 4)).decode()
    except ValueError:
        return None
    found = ADDRESS.fullmatch(address)
    return found[1] if found else None
