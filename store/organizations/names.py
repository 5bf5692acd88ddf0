"""Reserved names: subdomains and meeting sites, each of which one order can have."""

from store.table import Table


class ReservedNames(Table):
    """The names that orders have taken. Taking one is atomic."""

    def is_free(self, kind: str, name: str, order: str) -> bool:
        """Return whether this order could take the name; a name that it has is free to it."""
        return self.taker(kind, name) in (None, order)

    def take(self, kind: str, name: str, order: str) -> bool:
        """Reserve a name, and free the one that the order had of that kind; False where another order has it.

        An order that was cancelled, or whose line closed, does not count, unless it was provisioned before. No other
        writer can come between the check and the reservation, because a unit of work holds the write lock from its
        start.
        """
        if not self.is_free(kind, name, order):
            return False
        self._change(
            "DELETE FROM reserved_names WHERE kind = :kind AND (order_number = :order OR name = :name)",
            kind=kind,
            order=order,
            name=name.lower(),
        )
        self._change(
            "INSERT INTO reserved_names (kind, name, order_number) VALUES (:kind, :name, :order)",
            kind=kind,
            name=name.lower(),
            order=order,
        )
        return True

    def taker(self, kind: str, name: str) -> str | None:
        """Return the order that has a name."""
        order: str | None = self._value(
            """SELECT order_number FROM reserved_names LEFT JOIN orders ON orders.number = order_number
            WHERE kind = :kind AND name = :name
            AND NOT (coalesce(state, '') IN ('cancelled', 'closed') AND provisioned_at IS NULL)""",
            kind=kind,
            name=name.lower(),
        )
        return order
