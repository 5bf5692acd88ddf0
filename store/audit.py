"""The audit log: who did what, to which order, and whether it was allowed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.codec import json_text, read
from store.remembering import StoreConnection
from store.table import Table


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
        """Add a line."""
        self._change(
            """INSERT INTO audit (at, actor, verb, order_number, detail, outcome)
            VALUES (:at, :actor, :verb, :order, :detail, :outcome)""",
            at=at,
            actor=actor,
            verb=verb,
            order=order,
            detail=json_text(detail or {}),
            outcome=outcome,
        )
        if order:
            self._touched.add(order)

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
        return self._read(
            """SELECT * FROM audit WHERE :number = '' OR order_number = :number
            ORDER BY id DESC LIMIT :limit OFFSET :skipped""",
            number=number,
            limit=limit,
            skipped=skipped,
        )

    def recent(self, limit: int) -> list[AuditLine]:
        """Return the last lines, the newest first."""
        return self._read("SELECT * FROM audit ORDER BY id DESC LIMIT :limit", limit=limit)

    def _read(self, sql: str, **values: object) -> list[AuditLine]:
        return [read(AuditLine, row) for row in self._rows(sql, **values)]
