"""Orders that ended long ago: they are deleted with everything about them, except for the lines of the audit log."""

from datetime import datetime

from store.table import Table

# A name that Cisco took stays taken, and nothing in it names a person.
KEPT = frozenset({"audit", "reserved_names"})
ENDED = """SELECT number FROM orders INDEXED BY orders_ended WHERE state IN ('provisioned', 'cancelled', 'closed')
    AND NOT EXISTS (
        SELECT 1 FROM audit WHERE audit.order_number = number AND audit.order_number <> '' AND audit.at >= :before
    )
    AND coalesce(provisioned_at, mapped_at, begun_at, invited_at, start_date) < :before LIMIT :most"""

# Some indexes leave out rows without an order, so a question has to leave them out, too, to use one.
OF_THEM = "order_number <> '' AND order_number IN (SELECT value FROM json_each(:numbers))"
# They belong to an order by the message that they are.
CARDS = f"DELETE FROM live_cards WHERE outbox_id IN (SELECT id FROM outbox WHERE {OF_THEM})"  # noqa: S608 - our own words


class OldOrders(Table):
    """Finds what belongs to an order in every table that names one, whatever a later version may keep there."""

    def prune(self, before: datetime, most: int) -> int:
        """Delete some of the orders that have been over, and untouched, since before a moment; return how many."""
        numbers = [row["number"] for row in self._rows(ENDED, before=before, most=most)]
        self._change(CARDS, numbers=numbers)
        for table in self._tables_of_orders() if numbers else ():
            self._change(f"DELETE FROM {table} WHERE {OF_THEM}", numbers=numbers)  # noqa: S608 - names of our own
        return self._change(
            "DELETE FROM orders WHERE number IN (SELECT value FROM json_each(:numbers))", numbers=numbers
        )

    def _tables_of_orders(self) -> list[str]:
        rows = self._rows(
            """SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'order_number'
            WHERE m.type = 'table' ORDER BY m.name"""
        )
        return [row["name"] for row in rows if row["name"] not in KEPT]
