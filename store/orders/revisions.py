"""The table of revisions: of each order, the newest that another system sent."""

from bot.intake.plans import Revision
from store.codec import columns_of, written
from store.table import Table, upsert

SAVE = upsert("revisions", columns_of(Revision), key=["order_number"])


class Revisions(Table):
    """The newest revision of each order; an order that came from files alone has none."""

    def get(self, order: str) -> Revision | None:
        """Return the newest revision of an order."""
        return self._one(Revision, "SELECT * FROM revisions WHERE order_number = :order", order=order)

    def save(self, revision: Revision) -> None:
        """Store a newer revision in place of the last one."""
        self._change(SAVE, **written(revision))
