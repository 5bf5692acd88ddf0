"""Erasure: whatever names a person is removed from every table, those of later versions included.

Rows that exist for the person alone are deleted. In all others the person is replaced by a name that says nothing, so
that an order, or the audit log, still tells what happened and when.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.people import ERASED_DOMAIN
from bot.language.addresses import is_like_an_address, normal_email
from store.codec import Row, json_text
from store.history.audit_chain import ranges
from store.orders.orders import Orders
from store.people.moves import ADDRESSES
from store.people.traces import ERASED, NAMED, Traces
from store.table import Table

# Rows of these tables exist for one person alone, whose address is in the column.
THEIR_OWN = (
    ("mails", "email"),
    ("claim_codes", "email"),
    ("password_links", "email"),
    ("people", "email"),
    ("organization_people", "email"),
    ("managed_people", "email"),
    ("lookups", "email"),
    ("space_members", "email"),
    ("moved_addresses", "new"),
)
# The content of these is deleted soon by itself.
NOT_KEPT_FOR_LONG = frozenset({"inbox", "outbox", "live_cards"})
# A message that names somebody is emptied, unless others are still to get it.
EMPTIED = ("text", "card", "file")
# Until then its words are needed.
STILL_TO_GO = frozenset({"due", "leased"})
# A key in these names the person; without them its row means nothing.
KEYED = (("live_cards", "key"), ("reminders", "occurrence"), ("settings", "key"))
# By these the ids and former addresses of a person are found.
BY_WHICH_KNOWN = frozenset({"people", "moved_addresses"})
# Where people are looked up by their address, which needs no look through what was written.
LOOKED_UP = (
    *((table, column) for table, column in (*ADDRESSES, *THEIR_OWN) if table not in NOT_KEPT_FOR_LONG),
    ("moved_addresses", "old"),
    ("audit", "actor"),
)
# Under this and the name that will stand in their place it is noted who is to be erased.
NOTE = "erasing "


@dataclass(frozen=True, slots=True)
class Erasing:
    """Somebody who is to be erased, by whose order, and the address that stands in their place then."""

    email: str
    by: str
    instead: str


def is_theirs_alone(table: str, row: Row, traces: Traces) -> bool:
    """Return whether a row exists for a person alone, or means nothing without them."""
    if any((table, column) in THEIR_OWN and row[column] in traces.addresses for column in row):
        return True
    if any((table, column) in KEYED and traces.looked_for_in(table, column).are_in(row[column]) for column in row):
        return True
    named = traces.without_name
    is_to_come = table == "inbox" and row["status"] in {"waiting", "dead"}
    return is_to_come and (named.are_in(row["line"]) or named.are_in(row["data"]))


def erased(table: str, row: Row, traces: Traces, instead: str) -> Row:
    """Return what becomes of the columns of a row that name a person."""
    news: Row = emptied(row, traces) if table == "outbox" else {}
    for column in row.keys() - news.keys():
        looked_for = traces.looked_for_in(table, column)
        if isinstance(row[column], str) and looked_for.are_in(row[column]):
            news[column] = looked_for.without(instead)(row[column])
    if table == "audit" and not news.keys().isdisjoint({"actor", "detail"}):
        # Without its salt nobody can try out whom the seal was about.
        news["salt"] = ""
    if table == "escalations" and row["owner"] in traces.addresses:
        news["owner_name"] = ""
    return news


def emptied(row: Row, traces: Traces) -> Row:
    """Return what becomes of a message to a person, or about them: it is emptied, unless others are still to get it.

    One that was still to be sent to them is not sent.
    """
    is_theirs = row["email"] in traces.addresses
    names_them = any(traces.looked_for_in("outbox", column).are_in(row[column]) for column in EMPTIED)
    news: Row = {"status": "withdrawn"} if is_theirs and row["status"] in {"due", "dead"} else {}
    if is_theirs or (names_them and row["status"] not in STILL_TO_GO):
        news |= {"text": "", "card": None, "file": None}
    return news


def finding(traces: Traces, table: str, column: str) -> str:
    """Return the SQL condition that a column names the person."""
    looked_for = traces.looked_for_in(table, column)
    function = "names_them" if looked_for is traces.without_name else "mentions_them"
    # A name that stands in words of people may be written in many ways: such words are read one by one.
    hint = "1" if looked_for is traces and (table, column) in NAMED else traces.hint(column)
    return f"({hint}) AND {function}({column})"


class Erasure(Table):
    """Finds and erases whatever names a person, in all tables that there are."""

    def traces_of(self, email: str) -> Traces:
        """Return everything by which a person is known, found by one of their addresses."""
        email = normal_email(email)
        current = self._text("SELECT new FROM moved_addresses WHERE old = :email", email=email) or email
        former = self._rows("SELECT old FROM moved_addresses WHERE new = :current", current=current)
        person = self._row("SELECT id, room_id, name FROM people WHERE email = :current", current=current) or {}
        ids = {person.get("id"), person.get("room_id")} - {None, ""}
        addresses = {email, current, *(row["old"] for row in former)}
        addresses |= {tagged for each in addresses for tagged in self._tagged(each)}
        return Traces(frozenset(addresses), frozenset(map(str, ids)), person.get("name") or "")

    def _tagged(self, email: str) -> list[str]:
        """Return the addresses of the same mailbox that are named here with a tag behind a plus sign."""
        local, _at, domain = email.rpartition("@")
        # In ASCII the comma follows the plus sign.
        parts = (
            f"SELECT {column} AS email FROM {table} "  # noqa: S608 - names of our own
            f"WHERE {column} > :local || '+' AND {column} < :local || ',' AND substr({column}, -length(:end)) = :end"
            for table, column in ADDRESSES
            if table not in NOT_KEPT_FOR_LONG
        )
        rows = self._rows(" UNION ".join(parts), local=local, end=f"@{domain}")
        return [row["email"] for row in rows] if "+" not in local else []

    def rows_about(self, email: str) -> dict[str, list[Row]]:
        """Return every row that names a person, by its table."""
        traces = self._taught(self.traces_of(email))
        found = {table: list(self._about(traces, table)) for table in self._tables()}
        return {table: rows for table, rows in found.items() if rows}

    def knows(self, email: str) -> bool:
        """Return whether anything that stays names a person; what was asked about them in the chat does not count."""
        traces = self._taught(self.traces_of(email))
        return any(self._about(traces, table) for table in self._tables() if table not in NOT_KEPT_FOR_LONG)

    def knows_at_a_glance(self, email: str) -> bool:
        """Return whether a person is named by an address where one is looked up, without reading what was written."""
        addresses = sorted(self.traces_of(email).addresses)
        parts = (
            f"EXISTS (SELECT 1 FROM {table} WHERE {column} IN (SELECT value FROM json_each(:addresses)))"  # noqa: S608
            for table, column in LOOKED_UP
        )
        return self._holds(f"SELECT {' OR '.join(parts)}", addresses=addresses)

    def begin(self, email: str, by: str) -> Erasing:
        """Note that a person is to be erased, so that it is done even if the process that does it is killed.

        Raises ValueError for what is no address: it could be any word.
        """
        if not is_like_an_address(email):
            raise ValueError("a person is erased by their address")
        email = normal_email(email)
        known = next((each for each in self.unfinished() if each.email == email), None)
        erasing = known or Erasing(email, by, f"{ERASED}-{secrets.token_hex(4)}@{ERASED_DOMAIN}")
        note = json_text({"email": email, "by": erasing.by})
        self._change(
            "INSERT OR REPLACE INTO settings (key, value) VALUES (:key, :note)", key=NOTE + erasing.instead, note=note
        )
        return erasing

    def unfinished(self) -> list[Erasing]:
        """Return who is to be erased."""
        notes = self._rows(f"SELECT key, value FROM settings WHERE key GLOB '{NOTE}*' ORDER BY key")  # noqa: S608
        return [Erasing(instead=row["key"].removeprefix(NOTE), **json.loads(row["value"])) for row in notes]

    def end(self, erasing: Erasing) -> None:
        """Take the note away: the person is erased."""
        # What waits to be decided may be a compressed file; it is of today, and can be handed in again.
        self._change("DELETE FROM pending_imports")
        self._change("DELETE FROM settings WHERE key = :key", key=NOTE + erasing.instead)

    def tables(self) -> list[str]:
        """Return all tables; last those by which a person is known, so that a repetition finds what is left."""
        return sorted(self._tables(), key=lambda table: table in BY_WHICH_KNOWN)

    def rows_to_erase(self, traces: Traces, table: str) -> list[int]:
        """Return the numbers of the rows of a table that name a person, which takes a look through all of it."""
        self._taught(traces)
        they = " OR ".join(finding(traces, table, column) for column in self._columns(table))
        others = f"key NOT GLOB '{NOTE}*'" if table == "settings" else "1"
        rows = self._rows(
            f"SELECT rowid AS place FROM {table} WHERE ({they}) AND {others}",  # noqa: S608 - names of our own
            **traces.pieces,
        )
        return [row["place"] for row in rows]

    def erase_rows(self, rows: Iterable[tuple[str, int]], traces: Traces, instead: str) -> str:
        """Erase a person from some rows, each with its table; return which lines of the audit log were among them."""
        lines = [place for table, place in rows if self._erase_row(table, place, traces, instead) and table == "audit"]
        self._leave_in_peace(instead)
        return ranges(lines)

    def _taught(self, traces: Traces) -> Traces:
        """Teach SQL to find everything by which a person is known."""
        self._db.register_function(traces.without_name.are_in, name="names_them", replace=True)
        self._db.register_function(traces.are_in, name="mentions_them", replace=True)
        return traces

    def _about(self, traces: Traces, table: str) -> list[Row]:
        """Return the rows of a table that name the person."""
        they = " OR ".join(finding(traces, table, column) for column in self._columns(table))
        return self._rows(f"SELECT * FROM {table} WHERE {they}", **traces.pieces)  # noqa: S608 - names of our own

    def _erase_row(self, table: str, place: int, traces: Traces, instead: str) -> bool:
        """Erase a person from a row; return whether it named them, and is still there."""
        row = self._row(f"SELECT * FROM {table} WHERE rowid = :place", place=place)  # noqa: S608 - names of our own
        if row is None:
            return False
        if is_theirs_alone(table, row, traces):
            self._change(f"DELETE FROM {table} WHERE rowid = :place", place=place)  # noqa: S608
            return False
        news = erased(table, row, traces, instead)
        if not news:
            return False
        values = ", ".join(f"{column} = :{column}" for column in news)
        if not self._change(f"UPDATE OR IGNORE {table} SET {values} WHERE rowid = :place", **news, place=place):  # noqa: S608
            # A row stands beside it under the new name already.
            self._change(f"DELETE FROM {table} WHERE rowid = :place", place=place)  # noqa: S608
            return False
        if table == "orders":
            # Searches look through addresses without their signs, in which no trace is found.
            Orders(self._db, set()).renew_search_text(row["number"])
        return True

    def _leave_in_peace(self, instead: str) -> None:
        """Let nobody be reminded in their place: an order that was theirs waits for another contact."""
        self._change(
            """INSERT OR IGNORE INTO people (id, email, name, is_bot, wants_reminders)
            SELECT :instead, :instead, '', 0, 0 WHERE EXISTS (SELECT 1 FROM orders WHERE holder = :instead)""",
            instead=instead,
        )

    def _tables(self) -> list[str]:
        rows = self._rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' "
            "ESCAPE '\\' ORDER BY name"
        )
        return [row["name"] for row in rows]

    def _columns(self, table: str) -> list[str]:
        rows = self._rows("SELECT name FROM pragma_table_info(:table) WHERE type = 'TEXT'", table=table)
        return [row["name"] for row in rows]
