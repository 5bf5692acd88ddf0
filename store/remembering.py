"""A connection that remembers what was read: within one transaction nothing else changes the file."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlite_utils import Database

# Handlers ask again and again for a few things, such as who somebody is; long lists are asked for once. So this many
# answers to one question are kept, each of at most this many rows.
MOST_REMEMBERED, MOST_ROWS = 50, 20
# What SQLite asks permission for when it prepares a statement: these name the table that is read, or changed.
READS = sqlite3.SQLITE_READ
CHANGES = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
# Makes of the names of columns, and of rows, what is asked for.
Make = Callable[[list[str], Rows], T]


class StoreConnection(Database):
    """A connection that puts the same question to the file only once, until a table is written that it reads.

    SQLite itself says which tables a statement reads and writes when it prepares the statement.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._remembered: dict[str, dict[tuple[Any, ...], Any]] = {}
        # Which statements read a table, and which tables a statement changes.
        self._readers: defaultdict[str, set[str]] = defaultdict(set)
        self._changes: defaultdict[str, set[str]] = defaultdict(set)
        self._statement = ""
        self.conn.set_authorizer(self._note_table)

    def execute(self, sql: str, parameters: Any = None) -> sqlite3.Cursor:
        """Run a statement of the store itself."""
        self._statement = sql
        return super().execute(sql, parameters)

    def ask(self, sql: str, values: dict[str, Any], make: Make[T]) -> T:
        """Run a statement, and return what is made of its rows, which nobody may change: who asks next gets the same.

        What it writes is written once, of course.
        """
        if not sql.startswith("SELECT"):
            made = make(*self._asked(sql, values))
            self._forget_what_reads(self._changes[sql])
            return made
        answers = self._remembered.setdefault(sql, {})
        key = (make, *values.values())
        if key in answers:
            known: T = answers[key]
            return known
        names, rows = self._asked(sql, values)
        made = make(names, rows)
        if len(rows) <= MOST_ROWS and len(answers) < MOST_REMEMBERED:
            answers[key] = made
        return made

    def change(self, sql: str, values: dict[str, Any]) -> int:
        """Run a statement that writes; return how many rows it changed."""
        return self._written(sql, values).rowcount

    def add(self, sql: str, values: dict[str, Any]) -> int:
        """Run a statement that inserts one row; return its number."""
        return self._written(sql, values).lastrowid or 0

    def know(self, sql: str, names: list[str], row: tuple[Any, ...]) -> None:
        """Remember the one row that answers a question without values: whoever has just written it need not read it."""
        self._remembered[sql] = {(): (names, [row])}

    def forget(self) -> None:
        """Forget what was read."""
        self._remembered.clear()

    @contextmanager
    def atomic(self) -> Iterator["StoreConnection"]:
        """Wrap a part of a transaction that can be rolled back alone.

        Parts within parts have one name: SQLite means the innermost, and each statement is prepared once.
        """
        self.conn.execute("SAVEPOINT part")
        try:
            yield self
        except BaseException:
            self.forget()
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK TO part")
                self.conn.execute("RELEASE part")
            raise
        self.conn.execute("RELEASE part")

    def _written(self, sql: str, values: dict[str, Any]) -> sqlite3.Cursor:
        self._statement = sql
        cursor = self.conn.execute(sql, values)
        self._forget_what_reads(self._changes[sql])
        return cursor

    def _asked(self, sql: str, values: dict[str, Any]) -> tuple[list[str], Rows]:
        self._statement = sql
        cursor = self.conn.execute(sql, values)
        return [column[0] for column in cursor.description or ()], cursor.fetchall()

    def _forget_what_reads(self, tables: set[str]) -> None:
        for table in tables:
            for sql in self._remembered.keys() & self._readers[table]:
                del self._remembered[sql]

    def _note_table(self, action: int, table: str | None, *_: str | None) -> int:
        """Note what SQLite is about to do for the statement that runs; everything is allowed."""
        if table is not None and action == READS:
            self._readers[table].add(self._statement)
        elif table is not None and action in CHANGES:
            self._changes[self._statement].add(table)
        return sqlite3.SQLITE_OK
