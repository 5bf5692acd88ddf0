"""The table of look-ups at Cisco Commerce: what it said about each order, and which order is next."""

from datetime import datetime

from bot.domain.lookups import OrderLookUp
from bot.domain.orders import OrderState
from store.codec import columns_of, written
from store.table import Table, upsert

SAVE = upsert("order_lookups", columns_of(OrderLookUp), key=["order_number"])


class OrderLookUps(Table):
    """The latest look-up of each order."""

    def get(self, order: str) -> OrderLookUp | None:
        """Return the latest look-up of an order."""
        return self._one(OrderLookUp, "SELECT * FROM order_lookups WHERE order_number = :order", order=order)

    def save(self, lookup: OrderLookUp) -> None:
        """Store the result of a look-up."""
        self._change(SAVE, **written(lookup))

    def next(self, states: frozenset[OrderState], now: datetime) -> str | None:
        """Return the number of an order in one of these states that was never looked up, or is due again."""
        number: str | None = self._value(
            """SELECT number FROM orders LEFT JOIN order_lookups ON order_number = number
            WHERE state IN (SELECT value FROM json_each(:states)) AND coalesce(order_lookups.due_at, '') <= :now
            ORDER BY coalesce(order_lookups.due_at, ''), number LIMIT 1""",
            states=states,
            now=now,
        )
        return number
