"""Files at Webex: the name under which one was sent, and its content up to a limit."""

import re
import unicodedata
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import PurePath
from urllib.parse import quote, unquote, urlsplit

import requests

from bot.errors import Rejected

CHUNK = 64 * 1024
# The form of a file name with letters beyond ASCII, which may stand beside the plain one (RFC 6266).
FULL_NAME = re.compile(r"filename\*=UTF-8''([^;\s]+)", re.IGNORECASE)


def content_path(address: str) -> str:
    """Return the path of a file below our own base URL. The host in `address` is ignored: it must not get the token."""
    return f"contents/{quote(urlsplit(address).path.rpartition('/')[2], safe='')}"


def file_name(response: requests.Response) -> str:
    """Return the name under which a file was sent, without any folders in it."""
    sent = as_sent(response.headers.get("Content-Disposition", "attachment"))
    header = EmailMessage()
    header["Content-Disposition"] = sent
    full = FULL_NAME.search(sent)
    name = unquote(full[1]) if full else header.get_filename("file")
    # What cannot be seen in a name could pretend to be another ending, or end a line of what we send.
    seen = "".join(each for each in str(name) if unicodedata.category(each)[0] != "C")
    return PurePath(seen.replace("\\", "/")).name


def as_sent(header: str) -> str:
    """Return a header's text: it was sent as UTF-8, but HTTP clients decode it as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except ValueError:
        return header


def body_within(response: requests.Response, largest: int) -> bytes:
    """Return the body of an answer. Raises Rejected (413) as soon as it is known to have more than `largest` bytes."""
    return b"".join(chunks_within(response, largest))


def chunks_within(response: requests.Response, largest: int) -> Iterator[bytes]:
    """Yield the body of an answer in chunks, like `body_within`."""
    size = 0
    for chunk in response.iter_content(CHUNK):
        size += len(chunk)
        if size > largest:
            raise Rejected(413, f"the file has more than {largest} bytes")
        yield chunk
