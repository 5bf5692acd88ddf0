"""Erasure: everything that names one person goes from every table, whatever a later version may keep there.

Rows that exist for the person alone are deleted. In all others the person is replaced by a name that says nothing, so
that an order, or the audit log, still tells what happened and when.
"""

import base64
import binascii
import json
import re
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.domain.people import ERASED_DOMAIN
from bot.language.addresses import is_like_an_address, normal_email
from store.codec import Row
from store.history.audit_chain import ranges
from store.orders.orders import Orders
from store.table import Table

ERASED = "erased"
# A token in a card: what a button carries, signed, in the alphabet of base64 for addresses.
TOKEN = re.compile(r"\.?[\w-]{16,}\.[\w-]{16,}", re.ASCII)
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
# Where names of people stand in clear, beside words that they wrote or were told. Anywhere else a word that happens to
# be a name is one of ours, such as the state of an order: whoever is called "sent" or "2026" must not change it.
NAMED = frozenset(
    {
        ("notes", "text"),
        ("flags", "words"),
        ("mails", "subject"),
        ("mails", "text"),
        ("spaces", "title"),
    }
)
# The same, between words of ours: only a name of several words is taken for one there.
NAMED_BETWEEN_OURS = frozenset(
    {
        ("audit", "detail"),
        ("audit", "content"),
        ("inbox", "data"),
        ("outbox", "text"),
        ("outbox", "card"),
        ("outbox", "file"),
    }
)
# What is in these goes by itself, and soon.
NOT_KEPT_FOR_LONG = frozenset({"inbox", "outbox", "live_cards"})
# A key of these names the person, and means nothing without them.
KEYED = (("live_cards", "key"), ("reminders", "occurrence"), ("settings", "key"))


@dataclass(frozen=True)
class Traces:
    """Everything by which one person is known here: addresses, the ids of the person and the direct chat, the name."""

    addresses: frozenset[str]
    ids: frozenset[str]
    name: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Find any of it, however it is written, in a text or in JSON."""
        forms = sorted({*written(self.addresses), *self.ids}, key=len, reverse=True)
        anywhere = "|".join(map(re.escape, forms))
        names = "|".join(map(re.escape, written({self.name} - {""})))
        # Not inside a longer address; in JSON the letter of an escaped line break may stand before it.
        whole = rf"(?:(?<![\w.+%-])|(?<=\\[nrt]))(?:{anywhere})(?![\w-]|\.\w)"
        named = rf"|(?<!\w)(?:{names})(?!\w)" if names else ""
        return re.compile(f"(?i:{whole}){named}")

    def looked_for_in(self, table: str, column: str) -> "Traces":
        """Return what of it is looked for in a column: the name only where it can be nothing but a name."""
        is_named = (table, column) in NAMED
        is_long_and_named = (table, column) in NAMED_BETWEEN_OURS and " " in self.name
        return self if is_named or is_long_and_named else self.without_name

    @cached_property
    def without_name(self) -> "Traces":
        """The same but for the name."""
        return Traces(self.addresses, self.ids) if self.name else self

    def are_in(self, value: object) -> bool:
        """Return whether a value of a row names the person, perhaps inside what a button carries."""
        if isinstance(value, bytes):
            value = value.decode(errors="replace")
        if not isinstance(value, str):
            return False
        return any(self.pattern.search(text) for text in (value, *carried_in(value)))

    def without(self, replacement: str) -> Callable[[str], str]:
        """Return what replaces the person in a text; a text whose buttons name the person is no more."""

        def erased(value: str) -> str:
            if any(self.pattern.search(text) for text in carried_in(value)):
                return "{}"
            return self.pattern.sub(lambda found: replacement if "@" in found[0] else ERASED, value)

        return erased


def written(values: Iterable[str]) -> list[str]:
    """Return values as they may stand in a text: plain, in JSON, and marked so that Markdown takes them as letters."""
    return [
        form
        for value in values
        for form in {value, json.dumps(value)[1:-1], re.sub(r"([_*~`])", r"\\\1", value), value.replace("@", "%40")}
    ]


def carried_in(text: str) -> Iterator[str]:
    """Yield what the signed tokens in a text carry."""
    for token in TOKEN.findall(text):
        payload = token.lstrip(".").partition(".")[0]
        try:
            content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
            yield (zlib.decompress(content) if token.startswith(".") else content).decode(errors="replace")
        except (binascii.Error, zlib.error):
            continue


def finding(traces: Traces, table: str, column: str) -> str:
    """Return the condition of SQL that a column names the person."""
    is_named = traces.looked_for_in(table, column) is not traces.without_name
    return f"mentions_them({column})" if is_named else f"names_them({column})"


class Erasure(Table):
    """Finds and erases whatever names a person, in all tables that there are."""

    def traces_of(self, email: str) -> Traces:
        """Return by what a person is known, by one of their addresses."""
        email = normal_email(email)
        current = self._value("SELECT new FROM moved_addresses WHERE old = :email", email=email) or email
        former = self._rows("SELECT old FROM moved_addresses WHERE new = :current", current=current)
        person = self._row("SELECT id, room_id, name FROM people WHERE email = :current", current=current) or {}
        ids = {person.get("id"), person.get("room_id")} - {None, ""}
        addresses = {email, current, *(row["old"] for row in former)}
        return Traces(frozenset(addresses), frozenset(map(str, ids)), person.get("name") or "")

    def rows_about(self, email: str) -> dict[str, list[Row]]:
        """Return every row that names a person, by its table."""
        traces = self.traces_of(email)
        found = {table: list(self._about(traces, table)) for table in self._tables()}
        return {table: rows for table, rows in found.items() if rows}

    def knows(self, email: str) -> bool:
        """Return whether anything that stays names a person; what was asked about them in the chat does not count."""
        traces = self.traces_of(email)
        return any(any(self._about(traces, table)) for table in self._tables() if table not in NOT_KEPT_FOR_LONG)

    def erase(self, email: str) -> dict[str, str]:
        """Erase a person; return the address that stands in their place, and the lines of the audit log it stands in.

        The file itself is scrubbed afterwards. Raises ValueError for what is no address: it could be any word.
        """
        if not is_like_an_address(email):
            raise ValueError("a person is erased by their address")
        traces = self.traces_of(email)
        instead = f"{ERASED}-{secrets.token_hex(4)}@{ERASED_DOMAIN}"
        self._teach("names_them", "without_them", traces.without_name, instead)
        self._teach("mentions_them", "without_mention_of_them", traces, instead)
        self._delete_their_own(traces)
        self._empty_messages(traces)
        lines = self._unseal(traces)
        for table in self._tables():
            for column in self._columns(table):
                self._replace(traces, table, column)
        # Searches look through addresses without their signs, in which no trace is found.
        Orders(self._db, set()).renew_search_texts_of(instead)
        self._leave_in_peace(instead)
        return {"person": instead, "lines": ranges(lines)}

    def _about(self, traces: Traces, table: str) -> Iterator[Row]:
        """Yield the rows of a table that name the person."""
        looked_for: dict[str, Traces] = {}
        for row in self._rows(f"SELECT * FROM {table}"):  # noqa: S608 - names of our own
            looked_for = looked_for or {column: traces.looked_for_in(table, column) for column in row}
            if any(looked_for[column].are_in(value) for column, value in row.items()):
                yield row

    def _teach(self, finds: str, replaces: str, traces: Traces, instead: str) -> None:
        """Let SQL find and replace what the person is known by."""
        self._db.register_function(traces.are_in, name=finds, replace=True)
        self._db.register_function(traces.without(instead), name=replaces, replace=True)

    def _unseal(self, traces: Traces) -> list[int]:
        """Take the salt from the lines of the audit log that name the person; return which those are."""
        they = f"names_them(actor) OR {finding(traces, 'audit', 'detail')}"
        rows = self._rows(f"SELECT id FROM audit WHERE {they}")  # noqa: S608 - names of our own
        self._change(f"UPDATE audit SET salt = '' WHERE {they}")  # noqa: S608
        return [row["id"] for row in rows]

    def _delete_their_own(self, traces: Traces) -> None:
        for table, column in THEIR_OWN:
            theirs = f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(:addresses))"  # noqa: S608
            self._change(theirs, addresses=sorted(traces.addresses))
        owned = "owner IN (SELECT value FROM json_each(:addresses))"
        self._change(f"UPDATE escalations SET owner_name = '' WHERE {owned}", addresses=sorted(traces.addresses))  # noqa: S608
        for table, column in KEYED:
            self._change(f"DELETE FROM {table} WHERE names_them({column})")  # noqa: S608
        # What waits to be decided may be a compressed file; it is of today, and can be handed in again.
        self._change("DELETE FROM pending_imports")
        self._change("DELETE FROM inbox WHERE status IN ('waiting', 'dead') AND (names_them(line) OR names_them(data))")

    def _empty_messages(self, traces: Traces) -> None:
        """Empty what went to the person, and what names them; what was still to be sent to them is not sent."""
        theirs = "email IN (SELECT value FROM json_each(:addresses))"
        addresses = sorted(traces.addresses)
        self._change(
            f"UPDATE outbox SET status = 'withdrawn' WHERE {theirs} AND status IN ('due', 'dead')",  # noqa: S608
            addresses=addresses,
        )
        about = " OR ".join(finding(traces, "outbox", column) for column in ("text", "card", "file"))
        self._change(
            f"""UPDATE outbox SET text = '', card = NULL, file = NULL
            WHERE {theirs} OR (status NOT IN ('due', 'leased') AND ({about}))""",  # noqa: S608
            addresses=addresses,
        )

    def _replace(self, traces: Traces, table: str, column: str) -> None:
        they = finding(traces, table, column)
        instead = "without_them" if they.startswith("names_them") else "without_mention_of_them"
        self._change(f"UPDATE OR IGNORE {table} SET {column} = {instead}({column}) WHERE {they}")  # noqa: S608
        # Rows that are left have one beside them under the new name already.
        self._change(f"DELETE FROM {table} WHERE {they}")  # noqa: S608

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
