"""The entries of the outbox, as they stand in its rows."""

import json
from typing import Any

from bot.domain.outgoing import Address, File, FileAtWebex, Message, OutboxEntry
from store.codec import Row, read


def entry_in(row: Row) -> OutboxEntry:
    """Return the entry of a row, in which the fields of address and message are columns."""
    card = None if row["card"] is None else json.loads(row["card"])
    file = None if row["file"] is None else _file(json.loads(row["file"]))
    address = Address(row["email"], row["room_id"])
    return read(
        OutboxEntry,
        row | {"address": address, "message": Message(row["text"], card, file), "room_id": row["posted_room_id"]},
    )


def _file(kept: dict[str, Any]) -> File | FileAtWebex:
    return FileAtWebex(**kept) if "address" in kept else File(**kept)
