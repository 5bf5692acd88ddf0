"""The table of flags: what people say is wrong with the lines of their orders."""

from datetime import datetime

from bot.domain.flags import Flag
from store.codec import written
from store.table import Table


class Flags(Table):
    """The flags of all orders, open until they are closed."""

    def add(self, flag: Flag) -> None:
        """Add a flag."""
        self._change(
            """INSERT INTO flags (order_number, line, item, words, person, at, outcome)
            VALUES (:order_number, :line, :item, :words, :person, :at, :outcome)""",
            **written(flag),
        )

    def open_of(self, order: str) -> list[Flag]:
        """Return the open flags of an order, the oldest first."""
        return self._all(
            Flag, "SELECT * FROM flags WHERE order_number = :order AND closed_at IS NULL ORDER BY id", order=order
        )

    def close(self, flag: Flag, outcome: str, now: datetime) -> bool:
        """Close a flag; False when it was closed already."""
        closed = self._change(
            "UPDATE flags SET closed_at = :now, outcome = :outcome WHERE id = :id AND closed_at IS NULL",
            id=flag.id,
            outcome=outcome,
            now=now,
        )
        return closed == 1
