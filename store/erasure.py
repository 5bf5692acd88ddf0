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
from bot.language.addresses import normal_email
from store.audit_chain import ranges
from store.codec import Row
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
# A key of these names the person, and means nothing without them.
KEYED = (("live_cards", "key"), ("reminders", "occurrence"), ("settings", "key"))


@dataclass(frozen=True)
class Traces:
    """Everything by which one person is known here: addresses, the ids of the person and the direct chat, the name."""

    addresses: frozenset[str]
    ids: frozenset[str]
    name: str

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
        found = {}
        for table in self._tables():
            rows = self._rows(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            about = [row for row in rows if any(map(traces.are_in, row.values()))]
            if about:
                found[table] = about
        return found

    def knows(self, email: str) -> bool:
        """Return whether anything that stays names a person; what was asked about them in the chat does not count."""
        return any(table not in {"inbox", "outbox", "live_cards"} for table in self.rows_about(email))

    def erase(self, email: str) -> dict[str, str]:
        """Erase a person; return the address that stands in their place, and the lines of the audit log it stands in.

        The file itself is scrubbed afterwards.
        """
        traces = self.traces_of(email)
        instead = f"{ERASED}-{secrets.token_hex(4)}@{ERASED_DOMAIN}"
        self._db.register_function(traces.are_in, name="names_them", replace=True)
        self._db.register_function(traces.without(instead), name="without_them", replace=True)
        self._delete_their_own(traces)
        self._empty_messages(traces)
        lines = self._unseal()
        for table in self._tables():
            for column in self._columns(table):
                self._replace(table, column)
        self._leave_in_peace(instead)
        return {"person": instead, "lines": ranges(lines)}

    def _unseal(self) -> list[int]:
        """Take the salt from the lines of the audit log that name the person; return which those are."""
        they = "names_them(actor) OR names_them(detail)"
        rows = self._rows(f"SELECT id FROM audit WHERE {they}")  # noqa: S608 - names of our own
        self._change(f"UPDATE audit SET salt = '' WHERE {they}")  # noqa: S608
        return [row["id"] for row in rows]

    def _delete_their_own(self, traces: Traces) -> None:
        for table, column in THEIR_OWN:
            theirs = f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(:addresses))"  # noqa: S608
            self._change(theirs, addresses=sorted(traces.addresses))
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
        self._change(
            f"""UPDATE outbox SET text = '', card = NULL, file = NULL
            WHERE {theirs} OR (status NOT IN ('due', 'leased') AND (
                names_them(text) OR names_them(card) OR names_them(file)))""",  # noqa: S608
            addresses=addresses,
        )

    def _replace(self, table: str, column: str) -> None:
        they = f"names_them({column})"
        self._change(f"UPDATE OR IGNORE {table} SET {column} = without_them({column}) WHERE {they}")  # noqa: S608
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
