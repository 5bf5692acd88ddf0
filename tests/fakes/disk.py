"""The disk under a database: full, read-only, or with no time to wait, for every connection of a store."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from sqlite3 import ProgrammingError
from typing import Any

from sqlite_utils import Database

from store.file.connections import connect


class Disk:
    """Every connection that stores have opened, and what each of those to come is told first."""

    def __init__(self) -> None:
        self.connections: list[Database] = []
        self._told: list[str] = []

    def connect(self, path: Path) -> Database:
        db = connect(path)
        self.connections.append(db)
        for pragma in self._told:
            db.execute(f"PRAGMA {pragma}").fetchall()
        return db

    def tell(self, pragma: str) -> None:
        """Set something for all connections, those that are open and those to come."""
        self._told.append(pragma)
        self.ask(pragma)

    def ask(self, pragma: str) -> list[Any]:
        """Return what each open connection says to a pragma."""
        return [db.execute(f"PRAGMA {pragma}").fetchone() for db in self.connections if is_open(db)]


def is_open(db: Database) -> bool:
    try:
        return db.conn.total_changes >= 0
    except ProgrammingError:
        return False


@contextmanager
def no_room() -> Iterator[None]:
    """Let this process write nothing at all into any file."""
    usual = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (0, usual[1]))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, usual)
