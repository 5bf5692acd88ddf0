"""Erasure: whatever names a person is removed from every table, those of later versions included.

Rows that exist for the person alone are deleted. In all others the person is replaced by a name that says nothing, so
that an order, or the audit log, still tells what happened and when.
"""

import secrets

from bot.domain.people import ERASED_DOMAIN
from bot.language.addresses import is_like_an_address, normal_email
from store.codec import Row
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
EMPTIED = (("outbox", "text"), ("outbox", "card"), ("outbox", "file"))
NOT_EMPTIED = "status IN ('due', 'leased')"
# A key in these names the person; without them its row means nothing.
KEYED = (("live_cards", "key"), ("reminders", "occurrence"), ("settings", "key"))


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
        current = self._value("SELECT new FROM moved_addresses WHERE old = :email", email=email) or email
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
        )
        rows = self._rows(" UNION ".join(parts), local=local, end=f"@{domain}")
        return [row["email"] for row in rows] if "+" not in local else []

    def rows_about(self, email: str) -> dict[str, list[Row]]:
        """Return every row that names a person, by its table."""
        traces = self._taught(email)
        found = {table: list(self._about(traces, table)) for table in self._tables()}
        return {table: rows for table, rows in found.items() if rows}

    def knows(self, email: str) -> bool:
        """Return whether anything that stays names a person; what was asked about them in the chat does not count."""
        traces = self._taught(email)
        return any(self._about(traces, table) for table in self._tables() if table not in NOT_KEPT_FOR_LONG)

    def erase(self, email: str) -> dict[str, str]:
        """Erase a person; return the address that stands in their place, and the lines of the audit log it stands in.

        The file itself is scrubbed afterwards. Raises ValueError for what is no address: it could be any word.
        """
        if not is_like_an_address(email):
            raise ValueError("a person is erased by their address")
        traces = self._taught(email)
        instead = f"{ERASED}-{secrets.token_hex(4)}@{ERASED_DOMAIN}"
        self._delete_their_own(traces)
        self._empty_messages(traces)
        lines = self._unseal(traces)
        for table in self._tables():
            self._replace(traces, table, instead)
        # Searches look through addresses without their signs, in which no trace is found.
        Orders(self._db, set()).renew_search_texts_of(instead)
        self._leave_in_peace(instead)
        return {"person": instead, "lines": ranges(lines)}

    def _taught(self, email: str) -> Traces:
        """Return everything by which a person is known, having taught SQL to find it."""
        traces = self.traces_of(email)
        self._db.register_function(traces.without_name.are_in, name="names_them", replace=True)
        self._db.register_function(traces.are_in, name="mentions_them", replace=True)
        return traces

    def _about(self, traces: Traces, table: str) -> list[Row]:
        """Return the rows of a table that name the person."""
        they = " OR ".join(finding(traces, table, column) for column in self._columns(table))
        return self._rows(f"SELECT * FROM {table} WHERE {they}", **traces.pieces)  # noqa: S608 - names of our own

    def _unseal(self, traces: Traces) -> list[int]:
        """Take the salt from the lines of the audit log that name the person; return which those are."""
        they = f"{finding(traces, 'audit', 'actor')} OR {finding(traces, 'audit', 'detail')}"
        rows = self._rows(f"SELECT id FROM audit WHERE {they}", **traces.pieces)  # noqa: S608 - names of our own
        self._change(f"UPDATE audit SET salt = '' WHERE {they}", **traces.pieces)  # noqa: S608
        return [row["id"] for row in rows]

    def _delete_their_own(self, traces: Traces) -> None:
        for table, column in THEIR_OWN:
            theirs = f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(:addresses))"  # noqa: S608
            self._change(theirs, addresses=sorted(traces.addresses))
        owned = "owner IN (SELECT value FROM json_each(:addresses))"
        self._change(f"UPDATE escalations SET owner_name = '' WHERE {owned}", addresses=sorted(traces.addresses))  # noqa: S608
        for table, column in KEYED:
            self._change(f"DELETE FROM {table} WHERE {finding(traces, table, column)}", **traces.pieces)  # noqa: S608
        # What waits to be decided may be a compressed file; it is of today, and can be handed in again.
        self._change("DELETE FROM pending_imports")
        self._change("DELETE FROM inbox WHERE status IN ('waiting', 'dead') AND (names_them(line) OR names_them(data))")

    def _empty_messages(self, traces: Traces) -> None:
        """Empty messages to the person and messages that name them; what was still to be sent to them is withdrawn."""
        theirs = "email IN (SELECT value FROM json_each(:addresses))"
        addresses = sorted(traces.addresses)
        self._change(
            f"UPDATE outbox SET status = 'withdrawn' WHERE {theirs} AND status IN ('due', 'dead')",  # noqa: S608
            addresses=addresses,
        )
        about = " OR ".join(finding(traces, table, column) for table, column in EMPTIED)
        self._change(
            f"""UPDATE outbox SET text = '', card = NULL, file = NULL
            WHERE {theirs} OR (NOT {NOT_EMPTIED} AND ({about}))""",  # noqa: S608
            addresses=addresses,
            **traces.pieces,
        )

    def _replace(self, traces: Traces, table: str, instead: str) -> None:
        """Replace the person in the rows of a table that name them, which are found in one look through it."""
        columns = self._columns(table)
        they = " OR ".join(
            f"{NOT_EMPTIED if (table, column) in EMPTIED else '1'} AND {finding(traces, table, column)}"
            for column in columns
        )
        named = ", ".join(("rowid AS place", *columns))
        for row in self._rows(f"SELECT {named} FROM {table} WHERE {they}", **traces.pieces):  # noqa: S608 - names of our own
            for column in columns:
                looked_for = traces.looked_for_in(table, column)
                if looked_for.are_in(row[column]) and not self._change(
                    f"UPDATE OR IGNORE {table} SET {column} = :value WHERE rowid = :place",  # noqa: S608
                    value=looked_for.without(instead)(row[column]),
                    place=row["place"],
                ):
                    # A row stands beside it under the new name already.
                    self._change(f"DELETE FROM {table} WHERE rowid = :place", place=row["place"])  # noqa: S608

    def _leave_in_peace(self, instead: str) -> None:
        """Let nobody be reminded in their place: an order that was theirs waits for another contact."""
        self._change(
            """INSERT INTO people (id, email, name, is_bot, wants_reminders)
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
