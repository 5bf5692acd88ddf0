"""Connections: how the file is opened, and what SQLite's errors mean to the bot."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreUnavailable
from store.migrations import migrations

BUSY_SECONDS = 5.0

# Extended codes carry their primary one in the lowest byte.
PRIMARY = 0xFF
READ_ONLY = sqlite3.SQLITE_READONLY
DAMAGED = {sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_NOTADB: "not a database"}
UNAVAILABLE = {
    sqlite3.SQLITE_BUSY: f"locked for more than {BUSY_SECONDS:g} seconds",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_FULL: "out of disk space",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_IOERR: "on a disk that fails",
    sqlite3.SQLITE_CANTOPEN: "not to be opened",
}


class DamagedDatabase(StoreUnavailable):
    """The file cannot be trusted. The way back: stop the bot, and restore a backup."""

    def __init__(self, path: Path, finding: str) -> None:
        super().__init__(
            f"The database {path} is damaged ({finding})."
            f" Stop the bot and put a backup in its place: setup-now restore FILE"
        )


class NewerSchema(StoreUnavailable):
    """The file was written by a newer version of the bot. The way back: that version, or a backup of this one."""

    def __init__(self, path: Path, steps: list[str]) -> None:
        super().__init__(
            f"The database {path} was written by a newer version of this bot (it has {', '.join(steps)})."
            f" Run that version, or restore a backup that this one made: setup-now restore FILE"
        )


def connect(path: Path) -> Database:
    """Open a connection that waits for its turn, and whose commits are on disk when they return."""
    # The store closes the connections of all threads, so they must not be bound to theirs.
    conn = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        db = Database(conn, execute_plugins=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            db.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        conn.close()
        raise
    return db


@contextmanager
def translated(path: Path, *, but: int | None = None) -> Iterator[None]:
    """Raise StoreUnavailable where SQLite says that the file cannot be used now; `but` names a code let through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY
        if code in DAMAGED:
            raise DamagedDatabase(path, str(error)) from error
        if code in UNAVAILABLE and code != but:
            raise StoreUnavailable(f"The database {path} is {UNAVAILABLE[code]}: {error}") from error
        raise


def refuse_damage(db: Database, path: Path) -> None:
    """Raises DamagedDatabase unless SQLite finds the file sound."""
    finding = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if finding != "ok":
        raise DamagedDatabase(path, finding)


def refuse_newer_schema(db: Database, path: Path) -> None:
    """Raises NewerSchema when the file has been through steps that this version does not know."""
    known = known_steps()
    unknown = [step.name for step in migrations.applied(db) if step.name not in known]
    if unknown:
        raise NewerSchema(path, unknown)


def known_steps() -> set[str]:
    """Return the names of all migrations of this version: what an empty database still has before it."""
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        return {step.name for step in migrations.pending(empty)}
