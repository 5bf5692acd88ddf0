"""Revisions: the newest that another system sent of each order."""

from bot.intake.plans import Revision
from store.codec import columns_of, read, written
from store.table import Table, upsert

SAVE = upsert("revisions", columns_of(Revision), key=["order_number"])


class Revisions(Table):
    """By order; an order that came from files alone has none."""

    def get(self, order: str) -> Revision | None:
        """Return the newest revision of an order."""
        row = self._row("SELECT * FROM revisions WHERE order_number = :order", order=order)
        return read(Revision, row) if row else None

    def save(self, revision: Revision) -> None:
        """Keep a newer revision in the place of the last one."""
        self._change(SAVE, **written(revision))
