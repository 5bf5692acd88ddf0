"""The table of orders, found by number, by the people on them, and by words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from bot.domain.orders import Order, OrderState, normal_number
from bot.intake.columns import ORDER_COLUMNS
from bot.language.addresses import normal_email
from bot.language.typed import LONGEST_INPUT, folded
from store.codec import columns_of, written
from store.remembering import StoreConnection
from store.table import Table, upsert

# The condition that a search puts to each order.
FITS = """(:state IS NULL OR state = :state)
    AND NOT EXISTS (SELECT 1 FROM json_each(:words) AS word WHERE instr(search_text, word.value) = 0)"""
# Said word for word as in the indexes of what is not over.
IS_LIVE = "state NOT IN ('provisioned', 'cancelled', 'closed')"
OF_PERSON = """:email <> '' AND (holder = :email OR nominee = :email OR contact = :email
    OR (handed_by = :email AND handed_by <> ''))"""
OF_REP = "rep = :email AND :email <> ''"
EMAILS = (*(column.name for column in ORDER_COLUMNS if column.is_email), "holder", "nominee", "handed_by")
SEARCHED = (*(column.name for column in ORDER_COLUMNS if column.searched), "holder")
# What changes these texts besides saving an order. Those that were made before each of it did are made anew once.
FOLLOWED = ("moves", "erasures")
READ_AT_ONCE = 200
SAVE = upsert("orders", [*columns_of(Order), "search_text"], key=["number"])


class Orders(Table):
    """All orders. Lists are sorted by requested start date.

    `touched` collects the numbers of the orders that were saved.
    """

    def __init__(self, db: StoreConnection, touched: set[str]) -> None:
        super().__init__(db)
        self._touched = touched

    def get(self, number: str) -> Order | None:
        """Return one order, in whatever form its number is written."""
        return self._one(Order, "SELECT * FROM orders WHERE number = :number", number=normal_number(number))

    def numbered(self, numbers: Iterable[str]) -> dict[str, Order]:
        """Return the orders with these numbers, by number, read at once; unknown numbers are left out."""
        named = "SELECT * FROM orders WHERE number IN (SELECT value FROM json_each(:numbers))"
        return {order.number: order for order in self._all(Order, named, numbers=list(numbers))}

    def save(self, order: Order) -> None:
        """Insert or update an order."""
        order = _with_normal_emails(order)
        self._change(SAVE, **written(order), search_text=_search_text(order))
        self._touched.add(order.number)

    def renew_search_texts(self, after: str, limit: int) -> str | None:
        """Make the search texts of the next orders anew, by their numbers.

        Return the last of these numbers; None where there are no more.
        """
        orders = self._all(
            Order, "SELECT * FROM orders WHERE number > :after ORDER BY number LIMIT :limit", after=after, limit=limit
        )
        for order in orders:
            self._change(
                "UPDATE orders SET search_text = :text WHERE number = :number AND search_text <> :text",
                number=order.number,
                text=_search_text(order),
            )
        return orders[-1].number if orders else None

    def renew_search_texts_of(self, email: str) -> None:
        """Renew the search texts of orders that name somebody whose address was replaced by SQL."""
        for named in (OF_PERSON, OF_REP):
            for row in self._rows(f"SELECT number FROM orders WHERE {named}", email=email):  # noqa: S608 - our own words
                self.renew_search_text(row["number"])

    def renew_search_text(self, number: str) -> None:
        """Renew the search text of an order that was changed by SQL."""
        for order in self._all(Order, "SELECT * FROM orders WHERE number = :number", number=number):
            text = _search_text(order)
            self._change("UPDATE orders SET search_text = :text WHERE number = :number", text=text, number=number)

    def search(
        self, words: str = "", state: OrderState | None = None, limit: int = 50, skipped: int = 0
    ) -> list[Order]:
        """Return the orders in which every word occurs, in any case and with or without accents."""
        return self._search(words, state, limit, skipped=skipped)

    def each(self, words: str = "", state: OrderState | None = None) -> Iterator[Order]:
        """Yield all orders that a search finds, reading a few at a time."""
        found = self._search(words, state, READ_AT_ONCE)
        while found:
            yield from found
            is_more = len(found) == READ_AT_ONCE
            found = self._search(words, state, READ_AT_ONCE, after=found[-1]) if is_more else []

    def found(self, words: str = "", state: OrderState | None = None) -> int:
        """Return how many orders a search finds."""
        return self._number(f"SELECT count(*) FROM orders WHERE {FITS}", **_sought(words, state))  # noqa: S608 - our own words

    def _search(
        self, words: str, state: OrderState | None, limit: int, after: Order | None = None, skipped: int = 0
    ) -> list[Order]:
        return self._all(
            Order,
            f"""SELECT * FROM orders WHERE {FITS}
            AND (:day IS NULL OR (start_date, number) > (:day, :number))
            ORDER BY start_date, number LIMIT :limit OFFSET :skipped""",  # noqa: S608 - our own words
            **_sought(words, state),
            day=after.start_date if after else None,
            number=after.number if after else None,
            limit=limit,
            skipped=skipped,
        )

    def under_way(self, escalated: Iterable[str] = (), rep: str | None = None) -> list[Order]:
        """Return the orders that are not over, and were invited or are among the `escalated`.

        If a representative is named, only theirs are returned.
        """
        return self._all(
            Order,
            f"""SELECT * FROM orders INDEXED BY orders_invited
            WHERE invited_at IS NOT NULL AND {IS_LIVE} AND (:rep IS NULL OR rep = :rep)
            UNION
            SELECT * FROM orders WHERE number IN (SELECT value FROM json_each(:escalated))
            AND {IS_LIVE} AND (:rep IS NULL OR rep = :rep)
            ORDER BY start_date, number""",  # noqa: S608 - our own words
            escalated=list(escalated),
            rep=rep and normal_email(rep),
        )

    def live_numbers(self, after: str, limit: int) -> list[str]:
        """Return the next numbers of orders that are not over, sorted, after one of them."""
        rows = self._rows(
            f"SELECT number FROM orders WHERE {IS_LIVE} AND number > :after ORDER BY number LIMIT :limit",  # noqa: S608 - our own words
            after=after,
            limit=limit,
        )
        return [row["number"] for row in rows]

    def provisioned_between(self, since: datetime, until: datetime) -> list[Order]:
        """Return the orders that were provisioned after one moment, up to another."""
        return self._all(
            Order,
            "SELECT * FROM orders WHERE provisioned_at > :since AND provisioned_at <= :until ORDER BY provisioned_at",
            since=since,
            until=until,
        )

    def of_person(self, email: str) -> list[Order]:
        """Return the orders of which somebody is or was the person, the nominee or the contact."""
        return self._all(
            Order,
            f"SELECT * FROM orders WHERE {OF_PERSON} ORDER BY start_date, number",  # noqa: S608 - our own words
            email=normal_email(email),
        )

    def held_by(self, email: str) -> list[Order]:
        """Return the orders of which somebody is the person now."""
        return self._all(
            Order, "SELECT * FROM orders WHERE holder = :email ORDER BY start_date, number", email=normal_email(email)
        )

    def of_rep(self, email: str) -> list[Order]:
        """Return the orders of a Cisco representative."""
        return self._all(
            Order,
            f"SELECT * FROM orders WHERE {OF_REP} ORDER BY start_date, number",  # noqa: S608 - our own words
            email=normal_email(email),
        )

    def name_person(self, email: str) -> bool:
        """Return whether any order names somebody as `of_person` finds it, without reading those that do."""
        return self._is_there(OF_PERSON, email)

    def name_rep(self, email: str) -> bool:
        """Return whether any order names somebody as its Cisco representative."""
        return self._is_there(OF_REP, email)

    def counts(self) -> dict[OrderState, int]:
        """Return how many orders there are in each state."""
        counted = self._counts("SELECT state, count(*) FROM orders GROUP BY state", OrderState)
        return {OrderState(word): count for word, count in counted.items()}

    def _is_there(self, condition: str, email: str) -> bool:
        found = f"SELECT EXISTS (SELECT 1 FROM orders WHERE {condition})"  # noqa: S608 - our own words
        return self._holds(found, email=normal_email(email))


def folding() -> str:
    """Return a fingerprint of the way in which search texts are made: how letters are folded, and what is searched."""
    letters = "".join(map(chr, (*range(0x20, 0x700), *range(0x1E00, 0x2100), *range(0xFB50, 0xFF00))))
    folds = "".join(folded(letters[start : start + LONGEST_INPUT]) for start in range(0, len(letters), LONGEST_INPUT))
    return sha256(" ".join((folds, *SEARCHED, *FOLLOWED)).encode()).hexdigest()


def _sought(words: str, state: OrderState | None) -> dict[str, object]:
    return {"words": [_joined(word) or word for word in words.split()], "state": state}


def _with_normal_emails(order: Order) -> Order:
    written = {name: getattr(order, name) for name in EMAILS}
    changed: dict[str, Any] = {name: now for name, old in written.items() if (now := normal_email(old)) != old}
    return replace(order, **changed) if changed else order


def _search_text(order: Order) -> str:
    """Return the text of an order that a search looks through, folded: SQLite ignores case for ASCII letters alone."""
    return " ".join(_joined(getattr(order, name)) for name in SEARCHED)


@lru_cache(maxsize=256)
def _joined(words: str) -> str:
    """Return words folded and joined, since people part names in several ways. In a file many say the same."""
    return "".join(filter(str.isalnum, folded(words)))
