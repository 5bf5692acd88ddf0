"""Attachments: the file that comes with a command is fetched and read before the transaction begins."""

from dataclasses import replace

from bot.domain.events import Attached, Envelope
from bot.errors import BeingScanned, Rejected
from bot.intake.problems import UnreadableFile
from bot.intake.sandbox import orders_of, packed
from bot.webex.port import Webex

MEGABYTE = 1024 * 1024
LARGEST_ATTACHMENT = 2 * MEGABYTE
# A longer file would hold everybody else up; the command line takes files of any length.
MOST_ROWS = 1000
# The content of a file decides, whatever its name; these endings belong to kinds that can be read.
KINDS = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")
# How often a file is tried again while Webex scans it for malware; its sender's later events wait meanwhile.
MOST_WAITS = 8
BEING_SCANNED = 423


def fetched(webex: Webex, envelope: Envelope, address: str) -> Attached:
    """Fetch and read the file of a message. One that Webex refuses for good comes back with the reason for its sender.

    Raises Unreachable while another try may help.
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
    """Return a file of orders whose content is replaced by the orders found in it, packed."""
    if not attached.name.lower().endswith(KINDS):
        return replace(attached, content=b"")
    try:
        return replace(attached, content=packed(orders_of(attached.content, attached.name, MOST_ROWS)))
    except UnreadableFile as unreadable:
        return replace(attached, content=b"", refusal=unreadable)
