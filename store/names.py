"""Reserved names: subdomains and meeting sites, each of which one order can have."""

from store.table import Table


class ReservedNames(Table):
    """The names that orders have taken: it implements `bot.organizations.Names`."""

    def is_free(self, kind: str, name: str, order: str) -> bool:
        """Return whether this order could take the name; its own is free to it."""
        return self._taker(kind, name) in (None, order)

    def take(self, kind: str, name: str, order: str) -> bool:
        """Reserve the name, giving up the one the order had of that kind; False when another order has it.

        Inside a unit of work no other writer stands between the look and the taking; the primary key would
        stop whoever came by another way.
        """
        if not self.is_free(kind, name, order):
            return False
        self._change("DELETE FROM reserved_names WHERE kind = :kind AND order_number = :order", kind=kind, order=order)
        self._change(
            "INSERT INTO reserved_names (kind, name, order_number) VALUES (:kind, :name, :order)",
            kind=kind,
            name=name.lower(),
            order=order,
        )
        return True

    def of_order(self, order: str, kind: str) -> str | None:
        """Return the name that an order has taken."""
        name: str | None = self._value(
            "SELECT name FROM reserved_names WHERE order_number = :order AND kind = :kind", order=order, kind=kind
        )
        return name

    def _taker(self, kind: str, name: str) -> str | None:
        order: str | None = self._value(
            "SELECT order_number FROM reserved_names WHERE kind = :kind AND name = :name", kind=kind, name=name.lower()
        )
        return order
