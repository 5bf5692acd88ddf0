"""Connections to the database file, and SQLite's errors as our own."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreUnavailable
from store.file.access import MAKE_ROOM, let_in
from store.migrations import migrations
from store.remembering import StoreConnection

# As long as Webex is kept waiting, so that what it waits for needs no time of its own; others come again.
BUSY_SECONDS = 3.0
# As many prepared statements are kept as the tables have; Python's default would keep half of them.
MOST_STATEMENTS = 512
# Checking this much takes less than half a second of a processor; a start should not wait for gigabytes.
SOON_CHECKED = 256 * 2**20

# The lowest byte of an extended result code is the primary code.
PRIMARY = 0xFF
END_THE_OTHER = "End the program that keeps it, or try again"
READ_ONLY = sqlite3.SQLITE_READONLY
DAMAGED = {sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_NOTADB: "not a database"}
# What passes by itself, or once somebody has done something about it: in words, and what to do.
UNAVAILABLE: dict[int, tuple[str, str | Callable[[Path], str]]] = {
    sqlite3.SQLITE_BUSY: ("locked for too long", END_THE_OTHER),
    sqlite3.SQLITE_LOCKED: ("locked", END_THE_OTHER),
    sqlite3.SQLITE_PROTOCOL: ("locked", END_THE_OTHER),
    sqlite3.SQLITE_FULL: ("out of disk space", MAKE_ROOM),
    sqlite3.SQLITE_READONLY: ("read-only", let_in),
    sqlite3.SQLITE_IOERR: ("on a disk that fails or is full", f"{MAKE_ROOM}, or see what the system says (dmesg)"),
    sqlite3.SQLITE_CANTOPEN: ("not to be opened", let_in),
}


class DamagedDatabase(StoreUnavailable):
    """The database file is damaged. The bot has to be stopped, and a backup restored."""

    def __init__(self, path: Path, finding: str) -> None:
        super().__init__(
            f"The database {path} is damaged ({finding})."
            f" Stop the bot and put a backup in its place: setup-now restore FILE"
        )
        self.finding = finding


class NewerSchema(StoreUnavailable):
    """The database was written by a newer version of the bot, and can be opened by that version alone."""

    def __init__(self, path: Path, steps: list[str]) -> None:
        super().__init__(
            f"The database {path} was written by a newer version of this bot (it has {', '.join(steps)})."
            f" Run that version, or restore a backup that this one made: setup-now restore FILE"
        )


def connect(path: Path) -> StoreConnection:
    """Open a connection that waits for locks up to BUSY_SECONDS, and whose commits are on disk when they return."""
    # Never makes the file: where it was removed, an empty one in its place would hide that.
    # A connection is used by one thread at a time, but not always by the same.
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
        cached_statements=MOST_STATEMENTS,
    )
    try:
        db = StoreConnection(conn, execute_plugins=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            db.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        conn.close()
        raise
    return db


@contextmanager
def waiting_at_most(db: Database, seconds: float) -> Iterator[None]:
    """Let a connection wait for locks so long, in place of BUSY_SECONDS, unless that is less."""
    # Rounded, since each figure makes a statement that stays prepared.
    shorter = round(max(seconds, 0), 1)
    if shorter >= BUSY_SECONDS:
        yield
        return
    db.execute(f"PRAGMA busy_timeout = {1000 * shorter:.0f}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA busy_timeout = {1000 * BUSY_SECONDS:.0f}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StoreUnavailable for SQLite's errors about the file."""
    try:
        yield
    except sqlite3.Error as error:
        unavailable = as_unavailable(error, path)
        if unavailable is None:
            raise
        raise unavailable from error


def as_unavailable(error: sqlite3.Error, path: Path, but: int | None = None) -> StoreUnavailable | None:
    """Return an error about the file as ours; None for any other, and for one of the primary code `but`."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY
    if code in DAMAGED:
        return DamagedDatabase(path, str(error))
    if code in UNAVAILABLE and code != but:
        state, remedy = UNAVAILABLE[code]
        what_to_do = remedy if isinstance(remedy, str) else remedy(path)
        return StoreUnavailable(f"The database {path} is {state} ({error}). {what_to_do}")
    return None


def refuse_damage(db: Database, path: Path) -> None:
    """Raise DamagedDatabase where SQLite's quick check finds damage. It reads the whole file."""
    finding = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if finding != "ok":
        raise DamagedDatabase(path, finding)


def is_soon_checked(path: Path) -> bool:
    """Return whether a file is small enough to be looked through before anything else is done with it."""
    return path.stat().st_size <= SOON_CHECKED


def refuse_newer_schema(db: Database, path: Path) -> None:
    """Raise NewerSchema where the file has been through migrations that this version does not know."""
    known = known_steps()
    unknown = [step.name for step in migrations.applied(db) if step.name not in known]
    if unknown:
        raise NewerSchema(path, unknown)


def known_steps() -> set[str]:
    """Return the names of all migrations of this version."""
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        return {step.name for step in migrations.pending(empty)}
