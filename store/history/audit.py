"""The audit log: who did what, to which order, and whether it was allowed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.audit_seals import Verified
from store.codec import json_text, moment_text, read, storable
from store.history.audit_chain import (
    CLOCK_SET_BACK,
    ERASURE,
    content_of,
    in_ranges,
    new_salt,
    seal_of,
    verified,
)
from store.remembering import StoreConnection
from store.table import Table

ANCHOR = "audit_anchor"
ADD = """INSERT INTO audit (id, at, noted, actor, verb, order_number, detail, outcome, salt, content, seal)
    VALUES (:id, :at, :noted, :actor, :verb, :order_number, :detail, :outcome, :salt, :content, :seal)"""


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
    """The audit log, which is only added to. `touched` collects the numbers of the orders that its lines are about."""

    def __init__(self, db: StoreConnection, touched: set[str]) -> None:
        super().__init__(db)
        self._touched = touched

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
        last = self._row("SELECT id, seal FROM audit ORDER BY id DESC LIMIT 1") or {"id": 0, "seal": ""}
        moment = moment_text(at)
        row = {"id": last["id"] + 1, "at": moment, "noted": moment, "actor": storable(actor), "verb": verb}
        row |= {"order_number": storable(order), "detail": json_text(detail or {}), "outcome": outcome}
        row["salt"] = new_salt()
        row["content"] = content_of(row)
        row["seal"] = seal_of(row, last["seal"])
        self._change(ADD, **row)
        if order:
            self._touched.add(order)

    def verify(self) -> Verified:
        """Look whether every line is as it was written, and none is missing."""
        rows = self._rows("SELECT * FROM audit ORDER BY id")
        erasures = [json.loads(row["detail"]) for row in rows if row["verb"] == ERASURE]
        erased = frozenset(line for detail in erasures for line in in_ranges(str(detail.get("lines", ""))))
        set_back_by = max((row["id"] for row in rows if row["verb"] == CLOCK_SET_BACK), default=0)
        anchor = self._value("SELECT value FROM settings WHERE key = :key", key=ANCHOR) or ""
        return verified(rows, erased, set_back_by, anchor)

    def anchor(self) -> tuple[int, str]:
        """Note the newest line and its seal, and return them. From now on it shows when a line up to it is missing."""
        row = self._row("SELECT id, seal FROM audit ORDER BY id DESC LIMIT 1") or {"id": 0, "seal": ""}
        self._change(
            "INSERT OR REPLACE INTO settings (key, value) VALUES (:key, :value)",
            key=ANCHOR,
            value=f"{row['id']} {row['seal']}",
        )
        return row["id"], row["seal"]

    def last_of(self, number: str, verbs: Iterable[str]) -> datetime | None:
        """Return when one of these things was last done to an order; None if never."""
        return self._moment(
            """SELECT max(at) FROM audit
            WHERE order_number = :number AND order_number <> '' AND outcome = 'ok'
            AND verb IN (SELECT value FROM json_each(:verbs))""",
            number=number,
            verbs=list(verbs),
        )

    def times(self, actor: str, verb: str, since: datetime) -> int:
        """Return how often somebody did something since a moment."""
        counted: int = self._value(
            "SELECT count(*) FROM audit WHERE actor = :actor AND verb = :verb AND at >= :since",
            actor=actor,
            verb=verb,
            since=since,
        )
        return counted

    def of_order(self, number: str) -> list[AuditLine]:
        """Return an order's lines as they came."""
        return self._read(
            "SELECT * FROM audit WHERE order_number = :number AND order_number <> '' ORDER BY id", number=number
        )

    def page(self, number: str, limit: int, skipped: int) -> list[AuditLine]:
        """Return some lines, the newest first, after so many; those of one order, if it is named."""
        which = "WHERE order_number = :number AND order_number <> ''" if number else ""
        return self._read(
            f"SELECT * FROM audit {which} ORDER BY id DESC LIMIT :limit OFFSET :skipped",  # noqa: S608 - our own words
            number=number,
            limit=limit,
            skipped=skipped,
        )

    def recent(self, limit: int) -> list[AuditLine]:
        """Return the last lines, the newest first."""
        return self._read("SELECT * FROM audit ORDER BY id DESC LIMIT :limit", limit=limit)

    def _read(self, sql: str, **values: object) -> list[AuditLine]:
        return [read(AuditLine, row) for row in self._rows(sql, **values)]
