"""Attachments: the file that a command takes is fetched before the command is handled, outside any transaction."""

from bot.domain.events import Attached, Envelope
from bot.errors import RateLimited, Rejected
from bot.webex.port import Webex

MEGABYTE = 1024 * 1024
LARGEST_ATTACHMENT = 2 * MEGABYTE
# How often a file may be put off, mostly because Webex still looks for malware in it; its person waits meanwhile.
MOST_WAITS = 8
BEING_SCANNED = 423


def fetched(webex: Webex, envelope: Envelope, address: str) -> Attached:
    """Fetch a file; what Webex keeps from us for good is said to its sender rather than parked.

    Raises Unreachable while it is worth waiting.
    """
    try:
        return webex.download(address, LARGEST_ATTACHMENT)
    except Rejected as error:
        return Attached(withheld=error.status)
    except RateLimited:
        if envelope.postponed < MOST_WAITS:
            raise
        return Attached(withheld=BEING_SCANNED)
