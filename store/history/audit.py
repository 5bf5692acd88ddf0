"""The audit log: who did what, to which order, and whether it was allowed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.audit_seals import Verified
from store.bot_state import BotState
from store.codec import Row, json_text, moment_text, storable
from store.history.audit_chain import (
    CLOCK_SET_BACK,
    ERASURE,
    Sealed,
    content_of,
    in_ranges,
    new_salt,
    seal_of,
    verified,
)
from store.remembering import StoreConnection
from store.table import Table

# Keys in `bot_state`: the newest line, noted once a day, and the last line that was deleted as too old.
ANCHOR, BEGINS = "audit_anchor", "audit_begins"
# Few enough to read, or delete, at a time: a log of years fits no memory, and deleting it would hold everybody up.
AT_A_TIME = 2_000
NEWEST = "SELECT id, seal FROM audit ORDER BY id DESC LIMIT 1"
ADD = """INSERT INTO audit (id, at, noted, actor, verb, order_number, detail, outcome, salt, content, seal)
    VALUES (:id, :at, :noted, :actor, :verb, :order_number, :detail, :outcome, :salt, :content, :seal)"""
TOLD = "SELECT id, detail FROM audit WHERE verb = :verb"
YOUNG = "SELECT id FROM audit WHERE id BETWEEN :first AND :last AND at >= :before ORDER BY id LIMIT 1"
LAST_OF = "SELECT id, seal FROM audit WHERE id BETWEEN :first AND :last ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody did or tried. `detail` holds facts by name, never words of people."""

    at: datetime
    actor: str
    verb: str
    order: str
    detail: Mapping[str, Any]
    outcome: str


class Audit(Table):
    """The audit log, which is only added to, until lines are too old.

    `touched` collects the numbers of the orders that its lines are about.
    """

    def __init__(self, db: StoreConnection, touched: set[str]) -> None:
        super().__init__(db)
        self._touched = touched
        self._state = BotState(db)

    def add(
        self,
        at: datetime,
        actor: str,
        verb: str,
        order: str = "",
        detail: Mapping[str, object] | None = None,
        outcome: str = "ok",
    ) -> None:
        """Add a line, sealed together with the one before."""
        last = self._last()
        moment = moment_text(at)
        row = {"id": last.line + 1, "at": moment, "noted": moment, "actor": storable(actor), "verb": verb}
        row |= {"order_number": storable(order), "detail": json_text(detail or {}), "outcome": outcome}
        row["salt"] = new_salt()
        row["content"] = content_of(row)
        row["seal"] = seal_of(row, last.seal)
        self._change(ADD, **row)
        # The line after it asks for it.
        self._db.know(NEWEST, ["id", "seal"], (row["id"], row["seal"]))
        if order:
            self._touched.add(order)

    def verify(self) -> Verified:
        """Check that every line is as it was written, and that none is missing but those that were too old."""
        erasures = [json.loads(row["detail"]) for row in self._rows(TOLD, verb=ERASURE)]
        erased = frozenset(line for detail in erasures for line in in_ranges(str(detail.get("lines", ""))))
        set_back_by = max((row["id"] for row in self._rows(TOLD, verb=CLOCK_SET_BACK)), default=0)
        return verified(self._from_the_first(), erased, set_back_by, self._noted(BEGINS), self._noted(ANCHOR))

    def anchor(self) -> Sealed:
        """Note the newest line and its seal, and return them. From now on a missing line up to it is noticed."""
        last = self._last()
        self._note(ANCHOR, last)
        return last

    def prune(self, before: datetime) -> Sealed | None:
        """Delete the first lines if they are too old, a portion of them at a time.

        Return the last of them, with whose seal the log begins from now on; None where none was too old.
        """
        first = self._noted(BEGINS).line + 1
        young = self._value(YOUNG, first=first, last=first + AT_A_TIME, before=before)
        row = self._row(LAST_OF, first=first, last=(young or first + AT_A_TIME) - 1)
        if not row:
            return None
        begins = Sealed(row["id"], row["seal"])
        self._change("DELETE FROM audit WHERE id <= :last", last=begins.line)
        self._note(BEGINS, begins)
        return begins

    def _from_the_first(self) -> Iterator[Row]:
        """Yield all rows, reading some at a time."""
        last = -1
        while rows := self._rows(
            "SELECT * FROM audit WHERE id > :last ORDER BY id LIMIT :some", last=last, some=AT_A_TIME
        ):
            yield from rows
            last = rows[-1]["id"]

    def _last(self) -> Sealed:
        """Return the newest line; where all have been deleted, the last of these."""
        row = self._row(NEWEST)
        return Sealed(row["id"], row["seal"]) if row else self._noted(BEGINS)

    def _noted(self, key: str) -> Sealed:
        return Sealed.read(self._state.get(key))

    def _note(self, key: str, line: Sealed) -> None:
        self._state.set(key, str(line))

    def last_of(self, number: str, verbs: Iterable[str]) -> datetime | None:
        """Return when one of these things was last done to an order; None if never."""
        return self._moment(
            """SELECT at FROM audit
            WHERE order_number = :number AND order_number <> '' AND outcome = 'ok'
            AND verb IN (SELECT value FROM json_each(:verbs)) ORDER BY id DESC LIMIT 1""",
            number=number,
            verbs=list(verbs),
        )

    def times(self, actor: str, verb: str, since: datetime) -> int:
        """Return how often somebody did something since a moment."""
        return self._number(
            "SELECT count(*) FROM audit WHERE actor = :actor AND verb = :verb AND at >= :since",
            actor=actor,
            verb=verb,
            since=since,
        )

    def of_order(self, number: str) -> list[AuditLine]:
        """Return an order's lines as they came."""
        return self._all(
            AuditLine,
            "SELECT * FROM audit WHERE order_number = :number AND order_number <> '' ORDER BY id",
            number=number,
        )

    def page(self, number: str, limit: int, skipped: int) -> list[AuditLine]:
        """Return some lines, the newest first, after so many; those of one order, if it is named."""
        which = "WHERE order_number = :number AND order_number <> ''" if number else ""
        return self._all(
            AuditLine,
            f"SELECT * FROM audit {which} ORDER BY id DESC LIMIT :limit OFFSET :skipped",  # noqa: S608 - our own words
            number=number,
            limit=limit,
            skipped=skipped,
        )

    def recent(self, limit: int) -> list[AuditLine]:
        """Return the last lines, the newest first."""
        return self._all(AuditLine, "SELECT * FROM audit ORDER BY id DESC LIMIT :limit", limit=limit)
