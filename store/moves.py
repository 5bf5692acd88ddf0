"""Moves: a person has another address, or a room another id; it is replaced wherever it is kept.

Webex knows a person by an id that stays, and so do we; but orders name people by address. A room that is moved to
another region has another id from then on (developer.webex.com, Webhooks).
"""

from store.table import Table

# Every column that holds an address of somebody as it is now. What was written down of the past keeps theirs.
ADDRESSES = (
    ("orders", "contact"),
    ("orders", "holder"),
    ("orders", "nominee"),
    ("orders", "handed_by"),
    ("orders", "rep"),
    ("progress", "person"),
    ("escalations", "owner"),
    ("notes", "author"),
    ("flags", "person"),
    ("space_members", "email"),
    ("organization_people", "email"),
    ("pending_imports", "email"),
    ("mails", "email"),
    ("claim_codes", "email"),
    ("password_links", "email"),
    ("outbox", "email"),
)
# Those that end in an address, behind a colon.
NAMED_AFTER = (("live_cards", "key"), ("reminders", "occurrence"))

ROOMS = (
    ("people", "room_id"),
    ("outbox", "room_id"),
    ("outbox", "posted_room_id"),
    ("spaces", "room_id"),
    ("space_routes", "room_id"),
    ("space_members", "room_id"),
    ("escalations", "space"),
    ("rooms_read", "room_id"),
    ("settings", "value"),
)


class Moves(Table):
    """Old addresses and room ids, each with the one that stands for it now."""

    def address(self, old: str, new: str) -> None:
        """Let everything that is somebody's under an old address be theirs under the new one.

        Where something stands under the new one already, that counts.
        """
        self._remember("moved_addresses", old, new)
        for table, column in ADDRESSES:
            self._replace(table, column, old, new)
        for table, column in NAMED_AFTER:
            self._rename(table, column, f":{old}", f":{new}")
        self._change("UPDATE orders SET search_text = replace(search_text, :old, :new)", old=old, new=new)
        self._replace("outbox", "line", f"person:{old}", f"person:{new}")
        for line in ("person", "reminders"):
            self._replace("inbox", "line", f"{line}:{old}", f"{line}:{new}")
        self._replace_in_waiting(old, new)

    def room(self, old: str, new: str) -> None:
        """Let everything that is a room's under its old id be its under the new one."""
        self._remember("moved_rooms", old, new)
        for table, column in ROOMS:
            self._replace(table, column, old, new)
        self._replace("outbox", "line", f"room:{old}", f"room:{new}")
        for line in ("", "space:"):
            self._replace("inbox", "line", f"{line}{old}", f"{line}{new}")
        self._replace_in_waiting(old, new)

    def current_address(self, email: str) -> str:
        """Return the address of now for one that may be old."""
        return self._current("moved_addresses", email)

    def current_room(self, room_id: str) -> str:
        """Return the id of now for one that may be old."""
        return self._current("moved_rooms", room_id)

    def is_free_again(self, email: str) -> None:
        """Note that an address is somebody's: who had it before has nothing to do with it any more."""
        self._change("DELETE FROM moved_addresses WHERE old = :email", email=email)

    def rooms(self) -> frozenset[str]:
        """Return the id of every room that is kept anywhere."""
        parts = (f"SELECT {column} AS id FROM {table}" for table, column in ROOMS if table != "settings")  # noqa: S608
        rows = self._rows(" UNION ".join([*parts, "SELECT value FROM settings WHERE key = 'rep_space'"]))
        return frozenset(row["id"] for row in rows if row["id"])

    def _remember(self, table: str, old: str, new: str) -> None:
        self._replace(table, "new", old, new)
        self._change(f"INSERT OR REPLACE INTO {table} (old, new) VALUES (:old, :new)", old=old, new=new)  # noqa: S608
        self._change(f"DELETE FROM {table} WHERE old = :new", new=new)  # noqa: S608

    def _current(self, table: str, old: str) -> str:
        return str(self._value(f"SELECT new FROM {table} WHERE old = :old", old=old) or old)  # noqa: S608

    def _replace(self, table: str, column: str, old: str, new: str) -> None:
        self._change(f"UPDATE OR IGNORE {table} SET {column} = :new WHERE {column} = :old", old=old, new=new)  # noqa: S608
        # What is left stood beside one of the new name, which counts.
        self._change(f"DELETE FROM {table} WHERE {column} = :old", old=old)  # noqa: S608

    def _rename(self, table: str, column: str, old: str, new: str) -> None:
        """Replace the end of what is kept."""
        ends = f"substr({column}, -length(:old)) = :old"
        self._change(
            f"""UPDATE OR IGNORE {table}
            SET {column} = substr({column}, 1, length({column}) - length(:old)) || :new WHERE {ends}""",  # noqa: S608
            old=old,
            new=new,
        )
        self._change(f"DELETE FROM {table} WHERE {ends}", old=old)  # noqa: S608

    def _replace_in_waiting(self, old: str, new: str) -> None:
        """Replace it in events that are still to be handled."""
        self._change(
            """UPDATE inbox SET data = replace(data, json_quote(:old), json_quote(:new))
            WHERE status IN ('waiting', 'leased', 'dead')""",
            old=old,
            new=new,
        )
