"""Orders as kept: found by number, by the people on them, and by words."""

from dataclasses import replace

from sqlite_utils import Database

from bot.orders import Order, OrderState
from bot.people import normal_email
from bot.typed import folded
from store.codec import columns_of, read, written
from store.table import Table, upsert

SAVE = upsert("orders", [*columns_of(Order), "search_text"], key=["number"])


class Orders(Table):
    """Every order there is; none is ever deleted. Lists are by requested start date.

    `touched` collects the numbers of those that were saved.
    """

    def __init__(self, db: Database, touched: set[str]) -> None:
        super().__init__(db)
        self._touched = touched

    def get(self, number: str) -> Order | None:
        """Return one order."""
        row = self._row("SELECT * FROM orders WHERE number = :number", number=number)
        return read(Order, row) if row else None

    def save(self, order: Order) -> None:
        """Keep an order as it is now."""
        order = _with_normal_emails(order)
        self._change(SAVE, **written(order), search_text=_search_text(order))
        self._touched.add(order.number)

    def search(self, words: str = "", state: OrderState | None = None, limit: int = 50) -> list[Order]:
        """Return orders in which every word occurs, whatever its case and accents."""
        return self._read(
            """SELECT * FROM orders
            WHERE (:state IS NULL OR state = :state)
            AND NOT EXISTS (SELECT 1 FROM json_each(:words) AS word WHERE instr(search_text, word.value) = 0)
            ORDER BY start_date, number LIMIT :limit""",
            state=state,
            words=folded(words).split(),
            limit=limit,
        )

    def all(self) -> list[Order]:
        """Return all orders."""
        return self._read("SELECT * FROM orders ORDER BY start_date, number")

    def of_person(self, email: str) -> list[Order]:
        """Return the orders on which somebody is the person, the nominee or the contact, or that they handed over."""
        return self._read(
            """SELECT * FROM orders
            WHERE :email <> '' AND (holder = :email OR nominee = :email OR contact = :email OR handed_by = :email)
            ORDER BY start_date, number""",
            email=normal_email(email),
        )

    def held_by(self, email: str) -> list[Order]:
        """Return the orders whose person this is now."""
        return self._read(
            "SELECT * FROM orders WHERE holder = :email ORDER BY start_date, number", email=normal_email(email)
        )

    def nominating(self, email: str) -> list[Order]:
        """Return the orders that somebody was asked to take over."""
        return self._read(
            "SELECT * FROM orders WHERE nominee = :email AND :email <> '' ORDER BY start_date, number",
            email=normal_email(email),
        )

    def of_rep(self, email: str) -> list[Order]:
        """Return the orders of a Cisco representative."""
        return self._read(
            "SELECT * FROM orders WHERE rep = :email AND :email <> '' ORDER BY start_date, number",
            email=normal_email(email),
        )

    def counts(self) -> dict[OrderState, int]:
        """Return how many orders there are in each state."""
        counted = self._counts("SELECT state, count(*) FROM orders GROUP BY state", OrderState)
        return {OrderState(word): count for word, count in counted.items()}

    def _read(self, sql: str, **values: object) -> list[Order]:
        return [read(Order, row) for row in self._rows(sql, **values)]


def _with_normal_emails(order: Order) -> Order:
    return replace(
        order,
        contact=normal_email(order.contact),
        rep=normal_email(order.rep),
        holder=normal_email(order.holder),
        nominee=normal_email(order.nominee),
        handed_by=normal_email(order.handed_by),
    )


def _search_text(order: Order) -> str:
    """Return what a search looks through: SQLite itself ignores case in ASCII only."""
    parts = (
        order.number,
        order.customer_name,
        order.partner_name,
        order.subscription,
        order.contact,
        order.holder,
        order.rep,
    )
    return folded(" ".join(parts))
