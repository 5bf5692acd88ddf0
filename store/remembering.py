"""A connection that remembers what was read: within one transaction nothing else changes the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database

# A handler asks again and again for few things, such as a setting or who somebody is; long lists are asked for once.
MOST_REMEMBERED, MOST_ROWS = 200, 20

Found = tuple[list[str], list[tuple[Any, ...]]]


class StoreConnection(Database):
    """A connection on which the same question is put to the file once, until something is written or the end."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._remembered: dict[tuple[Any, ...], Found] = {}

    def ask(self, sql: str, values: dict[str, Any]) -> Found:
        """Run a statement; return the names of its columns, and its rows. What it writes is written once, of course."""
        if not sql.startswith("SELECT"):
            self.forget()
            return self._asked(sql, values)
        key = (sql, *values.values())
        found = self._remembered.get(key)
        if found is None:
            found = self._asked(sql, values)
            self._remember(key, found)
        return found

    def change(self, sql: str, values: dict[str, Any]) -> int:
        """Run a statement that writes; return how many rows it changed."""
        self.forget()
        return self.conn.execute(sql, values).rowcount

    def forget(self) -> None:
        """Forget what was read."""
        self._remembered.clear()

    @contextmanager
    def atomic(self) -> Iterator["StoreConnection"]:
        """Wrap a part of a transaction that can be rolled back alone."""
        try:
            with super().atomic():
                yield self
        except BaseException:
            self.forget()
            raise

    def _asked(self, sql: str, values: dict[str, Any]) -> Found:
        cursor = self.conn.execute(sql, values)
        return [column[0] for column in cursor.description or ()], cursor.fetchall()

    def _remember(self, key: tuple[Any, ...], found: Found) -> None:
        if len(found[1]) <= MOST_ROWS:
            if len(self._remembered) >= MOST_REMEMBERED:
                self.forget()
            self._remembered[key] = found
