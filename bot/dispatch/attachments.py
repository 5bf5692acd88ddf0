"""Attachments: the file that a command takes is fetched and read before it is handled, outside any transaction."""

from dataclasses import replace

from bot.domain.events import Attached, Envelope
from bot.errors import BeingScanned, Rejected
from bot.intake.apart import orders_of, packed
from bot.intake.problems import UnreadableFile
from bot.webex.port import Webex

MEGABYTE = 1024 * 1024
LARGEST_ATTACHMENT = 2 * MEGABYTE
# More than these would hold everybody else up; the command line takes any number.
MOST_ROWS = 1000
KINDS = (".csv", ".xlsx")
# How often a file may be put off because Webex still looks for malware in it; its person waits meanwhile.
MOST_WAITS = 8
BEING_SCANNED = 423


def fetched(webex: Webex, envelope: Envelope, address: str) -> Attached:
    """Fetch and read a file; what Webex keeps from us for good is said to its sender and is no dead letter.

    Raises Unreachable while it is worth waiting.
    """
    try:
        return as_read(webex.download(address, LARGEST_ATTACHMENT))
    except Rejected as error:
        return Attached(withheld=error.status)
    except BeingScanned:
        if envelope.postponed < MOST_WAITS:
            raise
        return Attached(withheld=BEING_SCANNED)


def as_read(attached: Attached) -> Attached:
    """Return a file of orders with what was found in it, packed, in the place of what was sent."""
    if not attached.name.lower().endswith(KINDS):
        return replace(attached, content=b"")
    try:
        return replace(attached, content=packed(orders_of(attached.content, attached.name, MOST_ROWS)))
    except UnreadableFile as unreadable:
        return replace(attached, content=b"", refusal=unreadable)
