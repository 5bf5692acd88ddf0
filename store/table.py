"""The base of all tables: statements with named values, and rows as dicts."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from store.codec import Row, bound, moment, read
from store.remembering import Make, Rows, StoreConnection

T = TypeVar("T")


class Table:
    """A table in one transaction.

    Its statements are its own, since `insert` and `update` of sqlite-utils read the schema again each time.
    """

    def __init__(self, db: StoreConnection) -> None:
        self._db = db

    def _rows(self, sql: str, **values: object) -> list[Row]:
        """Run a statement, and return all its rows."""
        return [*self._db.ask(sql, _bound(values), as_rows)]

    def _row(self, sql: str, **values: object) -> Row | None:
        """Run a statement, and return its first row; None where there is none."""
        rows = self._db.ask(sql, _bound(values), as_rows)
        return rows[0] if rows else None

    def _all(self, kind: Callable[..., T], sql: str, **values: object) -> list[T]:
        """Run a statement, and return its rows as values of a dataclass."""
        found: list[T] = self._db.ask(sql, _bound(values), maker_of(kind))
        return [*found]

    def _one(self, kind: Callable[..., T], sql: str, **values: object) -> T | None:
        """Run a statement, and return its first row as a value of a dataclass; None where there is none."""
        found: list[T] = self._db.ask(sql, _bound(values), maker_of(kind))
        return found[0] if found else None

    def _value(self, sql: str, **values: object) -> Any:
        """Run a statement, and return the first column of its first row; None where there is none."""
        return self._db.ask(sql, _bound(values), first_value)

    def _number(self, sql: str, **values: object) -> int:
        """Run a statement, and return the number in the first column of its first row."""
        return int(self._value(sql, **values))

    def _holds(self, sql: str, **values: object) -> bool:
        """Run a statement that asks whether something is so; it is not where nothing is found."""
        return bool(self._value(sql, **values))

    def _text(self, sql: str, **values: object) -> str:
        """Run a statement, and return the text in the first column of its first row; "" where there is none."""
        return str(self._value(sql, **values) or "")

    def _moment(self, sql: str, **values: object) -> datetime | None:
        """Run a statement, and return the moment in the first column of its first row."""
        text = self._value(sql, **values)
        return moment(text) if text else None

    def _change(self, sql: str, **values: object) -> int:
        """Run a statement, and return how many rows it changed."""
        return self._db.change(sql, _bound(values))

    def _added(self, sql: str, **values: object) -> int:
        """Run a statement that inserts one row, and return its number."""
        return self._db.add(sql, _bound(values))

    def _counts(self, sql: str, words: Iterable[str]) -> dict[str, int]:
        """Run a statement that selects words with counts, and return them; `words` that are missing count zero."""
        return dict.fromkeys(map(str, words), 0) | dict(self._db.execute(sql).fetchall())


def as_rows(names: list[str], rows: Rows) -> list[Row]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def first_value(_names: list[str], rows: Rows) -> Any:
    return rows[0][0] if rows else None


@cache
def maker_of(kind: Any) -> Make[list[Any]]:
    """Return what makes values of a dataclass of rows: always the same one, so that what it made is known again."""
    return lambda names, rows: [read(kind, row) for row in as_rows(names, rows)]


def _bound(values: dict[str, object]) -> dict[str, object]:
    # Nearly all are as SQLite takes them, and a call for each of them would cost as much as reading a row.
    return {
        name: value if value is None or type(value) is int or (type(value) is str and value.isascii()) else bound(value)
        for name, value in values.items()
    }


def upsert(table: str, columns: Iterable[str], key: Iterable[str]) -> str:
    """Return the statement that inserts a row, or brings the one with the same key up to date."""
    names, keys = list(columns), list(key)
    values = ", ".join(f":{name}" for name in names)
    news = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"  # noqa: S608 - names of our own, no input
    return f"{into} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {news}"
