"""What was posted: where each message is, what it is about, how often it was edited, and whom it reached."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.outgoing import Address, Lane, OutboxEntry, Posted
from store.queues.entries import entry_in
from store.table import Table

# As many messages as are looked through for whom a chat is with.
FEW = 20
# Said word for word as in the index of these.
UNASKED = f"operation = 'post' AND lane = {Lane.REMINDER:d}"


class PostedMessages(Table):
    """The entries of the outbox, asked as what they have become: messages at Webex, each with its id there."""

    def to(self, address: Address, since: datetime) -> frozenset[str]:
        """Return the ids of the messages that were posted to an address since a moment."""
        rows = self._rows(
            """SELECT message_id FROM outbox
            WHERE line IN (:line, :line_of_files) AND operation = 'post' AND status = 'sent' AND finished_at >= :since
            AND message_id <> ''""",
            line=address.line,
            line_of_files=address.line_of_files,
            since=since,
        )
        return frozenset(row["message_id"] for row in rows)

    def is_ours(self, message_id: str) -> bool:
        """Return whether a message was posted from this outbox."""
        posted = "SELECT EXISTS (SELECT 1 FROM outbox WHERE message_id = :id AND message_id <> '')"
        return self._holds(posted, id=message_id)

    def room_of(self, message_id: str) -> str:
        """Return the room of a message that we posted; "" where we know of none."""
        posted = "SELECT posted_room_id FROM outbox WHERE message_id = :id AND message_id <> ''"
        return self._text(posted, id=message_id)

    def message_of(self, entry_id: int) -> Posted | None:
        """Return the ids of the message of an entry; None while it was not posted."""
        row = self._row(
            "SELECT message_id, posted_room_id FROM outbox WHERE id = :id AND message_id <> ''", id=entry_id
        )
        return Posted(row["message_id"], row["posted_room_id"]) if row else None

    def entry_of(self, message_id: str) -> int | None:
        """Return the entry of a message that we posted; None where we know of none."""
        posted = "SELECT id FROM outbox WHERE message_id = :id AND message_id <> ''"
        entry_id: int | None = self._value(posted, id=message_id)
        return entry_id

    def card_of(self, message_id: str) -> dict[str, Any] | None:
        """Return the card that a message of ours shows now; None where it has none, or was pruned."""
        entry_id = self.entry_of(message_id)
        entry = self.shown(entry_id) if entry_id is not None else None
        return entry.message.card if entry else None

    def shown(self, entry_id: int) -> OutboxEntry | None:
        """Return an entry with what its message shows now, and since when: what it was changed to last, or is to be.

        One that is deleted shows nothing.
        """
        row = self._row("SELECT * FROM outbox WHERE id = :id", id=entry_id)
        edited = self._row(
            """SELECT * FROM outbox WHERE about = :id AND operation <> 'post' AND status IN ('due', 'leased', 'sent')
            ORDER BY id DESC LIMIT 1""",
            id=entry_id,
        )
        entry, change = (entry_in(each) if each else None for each in (row, edited))
        return replace(entry, message=change.message, created_at=change.created_at) if entry and change else entry

    def order_of(self, message_id: str) -> str:
        """Return which order a message of ours is about; "" for none, and for one that is not ours."""
        about = "SELECT order_number FROM outbox WHERE message_id = :id AND message_id <> ''"
        return self._text(about, id=message_id)

    def address_in(self, room_id: str) -> str:
        """Return the address of the person to whom we wrote last in a direct room; "" for other rooms."""
        written_to = """SELECT email FROM outbox
            WHERE posted_room_id = :room_id AND posted_room_id <> '' AND email <> '' ORDER BY id DESC LIMIT 1"""
        return self._text(written_to, room_id=room_id)

    def addresses_in(self, room_id: str) -> list[str]:
        """Return the addresses under which we wrote lately in a direct room, the latest first; none for other rooms."""
        lately = """SELECT email FROM outbox
            WHERE posted_room_id = :room_id AND posted_room_id <> '' AND email <> ''
            AND operation = 'post' AND status = 'sent' ORDER BY id DESC LIMIT :few"""
        return list(dict.fromkeys(row["email"] for row in self._rows(lately, room_id=room_id, few=FEW)))

    def unasked(self, email: str, since: datetime) -> int:
        """Return how many messages that somebody did not ask for they got since a moment, or are to get."""
        return self._number(
            f"""SELECT count(*) FROM outbox WHERE line = :line AND created_at >= :since AND {UNASKED}
            AND status <> 'withdrawn'""",  # noqa: S608 - our own words
            line=Address(email=email).line,
            since=since,
        )

    def last_reached(self, order: str, email: str, since: datetime | None) -> datetime | None:
        """Return when a message about an order last reached somebody since a moment; lists of orders do not count."""
        return self._moment(
            """SELECT max(finished_at) FROM outbox
            WHERE line = :line AND operation = 'post' AND status = 'sent' AND finished_at >= :since
            AND order_number IN (:order, '')""",
            line=Address(email=email).line,
            order=order,
            since=since,
        )

    def is_last(self, entry: OutboxEntry) -> bool:
        """Return whether nothing was posted to an address after an entry."""
        later = """SELECT EXISTS (SELECT 1 FROM outbox
            WHERE line = :line AND operation = 'post' AND status = 'sent' AND finished_at >= :since AND id > :id)"""
        return not self._holds(later, line=entry.address.line, since=entry.created_at, id=entry.id)

    def edits_of(self, entry_id: int) -> int:
        """Return how many edits of a message were made, may have been made, or are waiting; Webex allows ten."""
        return self._number(
            """SELECT coalesce(sum((status IN ('due', 'leased', 'sent')) + lost), 0) FROM outbox
            WHERE about = :id AND operation = 'edit'""",
            id=entry_id,
        )

    def edits_made(self, entry_id: int) -> int:
        """Return how many edits of a message were made, or may have been made with their answer lost."""
        return self._number(
            """SELECT coalesce(sum((status = 'sent') + lost), 0) FROM outbox
            WHERE about = :id AND operation = 'edit'""",
            id=entry_id,
        )
