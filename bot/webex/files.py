"""Files at Webex: the name under which one was sent, and its content as far as it may be."""

import re
from email.message import EmailMessage
from pathlib import PurePath
from urllib.parse import quote, unquote, urlsplit

import requests

from bot.errors import Rejected

CHUNK = 64 * 1024
# Beside the plain name there may be one in all its letters (RFC 6266).
FULL_NAME = re.compile(r"filename\*=UTF-8''([^;\s]+)", re.IGNORECASE)


def content_path(address: str) -> str:
    """Return where a file is, below our own Webex, whatever host its address names: the token goes nowhere else."""
    return f"contents/{quote(urlsplit(address).path.rpartition('/')[2], safe='')}"


def file_name(response: requests.Response) -> str:
    """Return the name under which a file was sent, without the folders that somebody may have put before it."""
    sent = as_sent(response.headers.get("Content-Disposition", "attachment"))
    header = EmailMessage()
    header["Content-Disposition"] = sent
    full = FULL_NAME.search(sent)
    name = unquote(full[1]) if full else header.get_filename("file")
    return PurePath(name.replace("\\", "/")).name


def as_sent(header: str) -> str:
    """Return a header that was sent as UTF-8; HTTP clients read Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except ValueError:
        return header


def body_within(response: requests.Response, largest: int) -> bytes:
    """Return the body of an answer; Rejected as soon as it is known to be too large."""
    content = b""
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) > largest:
            raise Rejected(413, f"the file has more than {largest} bytes")
    return content
