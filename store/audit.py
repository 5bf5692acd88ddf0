"""The audit log: who did what, to which order, and whether it was allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.codec import json_text, read
from store.table import Table


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing somebody did. `detail` holds facts by name, and no words of people."""

    at: datetime
    actor: str
    verb: str
    order: str
    detail: Mapping[str, Any]
    outcome: str


class Audit(Table):
    """The log; lines are only ever added."""

    def add(
        self,
        at: datetime,
        actor: str,
        verb: str,
        order: str = "",
        detail: Mapping[str, object] | None = None,
        outcome: str = "ok",
    ) -> None:
        """Write one line."""
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

    def of_order(self, number: str) -> list[AuditLine]:
        """Return an order's lines as they came."""
        return self._read(
            "SELECT * FROM audit WHERE order_number = :number AND order_number <> '' ORDER BY id", number=number
        )

    def recent(self, limit: int) -> list[AuditLine]:
        """Return the last lines, the newest first."""
        return self._read("SELECT * FROM audit ORDER BY id DESC LIMIT :limit", limit=limit)

    def _read(self, sql: str, **values: object) -> list[AuditLine]:
        return [read(AuditLine, row) for row in self._rows(sql, **values)]
