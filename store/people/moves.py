"""Moves: when a person has a new address, or a room a new id, it is replaced in every table.

Webex knows a person by an id that stays; but orders name people by address. A room that is moved to another region gets
another id (developer.webex.com, Webhooks).
"""

from collections.abc import Iterable

from bot.domain import waiting_lines
from bot.domain.outgoing import Address
from bot.domain.spaces import REP_SPACE
from store.orders.orders import Orders
from store.table import Table

# Every column that holds a present address. Records of the past, such as the audit log, keep the old one.
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
    ("passed_on", "person"),
    ("passed_on", "rep"),
    ("passed_on", "told_email"),
)
# Columns whose values end in a colon and an address.
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
    ("passed_on", "told_room"),
    ("settings", "value"),
)
# These are replaced with the lines that they stand in.
BY_LINE = {("outbox", "email"), ("outbox", "room_id")}
# Rows whose line still matters, each part found by an index: all others are history, which is most of these tables.
SENT = "operation = 'post' AND status = 'sent'"
CHANGES_OF_SENT = f"about IN (SELECT id FROM outbox WHERE {SENT} AND line IN (:one, :other))"  # noqa: S608 - our own words
OF_OUTBOX = (CHANGES_OF_SENT, SENT, "status = 'due'", "status = 'leased'", "status = 'dead'")
OF_INBOX = ("status IN ('waiting', 'leased')", "status = 'dead'")


# Two lines that end in what is replaced.
Lines = tuple[str, str]


class Moves(Table):
    """Old addresses and room ids, each with the present one."""

    def address(self, old: str, new: str) -> None:
        """Replace an old address by the new one in every table.

        Where a row exists under the new address already, that row stays.
        """
        self._remember("moved_addresses", old, new)
        self._replace_all(ADDRESSES, old, new)
        for table, column in NAMED_AFTER:
            self._rename(table, column, f":{old}", f":{new}")
        Orders(self._db, set()).renew_search_texts_of(new)
        self._replace_in_outbox("email", lines_to(Address(email=old)), old, new)
        self._replace_in_inbox((waiting_lines.of_person(old), waiting_lines.of_reminders(old)), old, new)

    def room(self, old: str, new: str) -> None:
        """Replace the old id of a room by the new one in every table."""
        self._remember("moved_rooms", old, new)
        self._replace_all(ROOMS, old, new)
        self._replace_in_outbox("room_id", lines_to(Address(room_id=old)), old, new)
        # What Webex tells of a room waits under the id itself.
        self._replace_in_inbox((old, waiting_lines.of_space(old)), old, new)

    def current_address(self, email: str) -> str:
        """Return the present address for one that may be old."""
        return self._current("moved_addresses", email)

    def current_addresses(self, emails: Iterable[str]) -> dict[str, str]:
        """Return the present address for each of these that is old."""
        moved = "SELECT old, new FROM moved_addresses WHERE old IN (SELECT value FROM json_each(:emails))"
        return {row["old"]: row["new"] for row in self._rows(moved, emails=sorted(emails))}

    def current_room(self, room_id: str) -> str:
        """Return the present id of a room for one that may be old."""
        return self._current("moved_rooms", room_id)

    def set_free(self, email: str) -> None:
        """Forget who had an address before, because it belongs to somebody else now."""
        self._change("DELETE FROM moved_addresses WHERE old = :email", email=email)

    def rooms(self) -> frozenset[str]:
        """Return the id of every room in any table."""
        parts = (f"SELECT {column} AS id FROM {table}" for table, column in ROOMS if table != "settings")  # noqa: S608
        of_settings = "SELECT value FROM settings WHERE key = :rep_space"
        rows = self._rows(" UNION ".join([*parts, of_settings]), rep_space=REP_SPACE)
        return frozenset(row["id"] for row in rows if row["id"])

    def _remember(self, table: str, old: str, new: str) -> None:
        self._replace(table, "new", old, new)
        self._change(f"INSERT OR REPLACE INTO {table} (old, new) VALUES (:old, :new)", old=old, new=new)  # noqa: S608
        self._change(f"DELETE FROM {table} WHERE old = :new", new=new)  # noqa: S608

    def _current(self, table: str, old: str) -> str:
        return self._text(f"SELECT new FROM {table} WHERE old = :old", old=old) or old  # noqa: S608

    def _replace_all(self, columns: Iterable[tuple[str, str]], old: str, new: str) -> None:
        for table, column in columns:
            if (table, column) not in BY_LINE:
                self._replace(table, column, old, new)

    def _replace(self, table: str, column: str, old: str, new: str) -> None:
        # Some indexes leave out what is empty, and are of use only to who asks for nothing empty.
        named = f"{column} = :old AND {column} <> ''"
        # Looked up apart, by whatever index holds the column: rows of progress are long.
        found = f"rowid IN (SELECT rowid FROM {table} WHERE {named})"  # noqa: S608
        self._change(f"UPDATE OR IGNORE {table} SET {column} = :new WHERE {found}", old=old, new=new)  # noqa: S608
        # Rows that are left have one beside them under the new name, which stays.
        self._change(f"DELETE FROM {table} WHERE {found}", old=old)  # noqa: S608

    def _replace_in_outbox(self, column: str, lines: Lines, old: str, new: str) -> None:
        """Replace whom messages are for, that are to be sent or were, in a column and at the end of their lines."""
        for part in OF_OUTBOX:
            self._replace_in_lines("outbox", part, lines, old, new, f"{column} = :new,")

    def _replace_in_inbox(self, lines: Lines, old: str, new: str) -> None:
        """Replace the name in events that are still to be handled, and at the end of their lines."""
        for part in OF_INBOX:
            self._replace_in_lines("inbox", part, lines, old, new)
            self._change(
                f"""UPDATE inbox SET data = replace(data, json_quote(:old), json_quote(:new))
                WHERE {part} AND instr(data, json_quote(:old))""",  # noqa: S608
                old=old,
                new=new,
            )

    def _replace_in_lines(self, table: str, part: str, lines: Lines, old: str, new: str, besides: str = "") -> None:
        """Replace the end of two lines in a part of a table; `besides` is what else changes there."""
        self._change(
            f"""UPDATE {table} SET {besides} line = substr(line, 1, length(line) - length(:old)) || :new
            WHERE {part} AND line IN (:one, :other)""",  # noqa: S608
            old=old,
            new=new,
            one=lines[0],
            other=lines[1],
        )

    def _rename(self, table: str, column: str, old: str, new: str) -> None:
        """Replace the end of the values in a column, all of which are found in one look through its index."""
        ends = f"substr({column}, -length(:old)) = :old"
        for row in self._rows(f"SELECT rowid FROM {table} WHERE {ends}", old=old):  # noqa: S608
            self._change(
                f"""UPDATE OR IGNORE {table}
                SET {column} = substr({column}, 1, length({column}) - length(:old)) || :new WHERE rowid = :rowid""",  # noqa: S608
                old=old,
                new=new,
                rowid=row["rowid"],
            )
            self._change(f"DELETE FROM {table} WHERE rowid = :rowid AND {ends}", old=old, rowid=row["rowid"])  # noqa: S608


def lines_to(address: Address) -> Lines:
    """Return the lines in which messages to an address wait."""
    return address.line, address.line_of_files
