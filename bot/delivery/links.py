"""Links: the address of a one-time page is made while its message is sent, and stored nowhere."""

from datetime import datetime

from bot.domain.outgoing import Message, OutboxEntry
from bot.domain.password_links import LINK_LIVES, digest, has_link, new_token, with_token
from store import Store


def with_link(store: Store, entry: OutboxEntry, now: datetime) -> Message:
    """Return the message of an outbox entry with a link made for this try; the store keeps only its hash.

    A try that failed may have arrived, and a page may be open while its card is shown again, so all links of an order
    work for their time, until one is used.
    """
    if not has_link(entry.message):
        return entry.message
    token = new_token()
    with store.unit_of_work() as uow:
        uow.password_links.add(digest(token), entry.order, entry.address.email, now + LINK_LIVES, now)
    return with_token(entry.message, token)
