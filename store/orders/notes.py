"""Notes that representatives keep on orders."""

from dataclasses import dataclass
from datetime import datetime

from store.table import Table


@dataclass(frozen=True, slots=True)
class Note:
    """A note on an order: who wrote it, and when."""

    order: str
    author: str
    text: str
    at: datetime


class Notes(Table):
    """Notes by order, which are only added to."""

    def add(self, order: str, author: str, text: str, now: datetime) -> None:
        """Add a note."""
        self._change(
            "INSERT INTO notes (order_number, author, text, at) VALUES (:order, :author, :text, :now)",
            order=order,
            author=author,
            text=text,
            now=now,
        )

    def of_order(self, order: str) -> list[Note]:
        """Return the notes of an order, the oldest first."""
        return self._all(Note, "SELECT * FROM notes WHERE order_number = :order ORDER BY id", order=order)
