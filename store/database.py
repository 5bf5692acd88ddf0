"""The database: one SQLite file, written by one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread, current_thread

from sqlite_utils import Database

from bot.errors import StoreUnavailable
from store.backups import write_backup
from store.connections import (
    BUSY_SECONDS,
    READ_ONLY,
    connect,
    refuse_damage,
    refuse_newer_schema,
    translated,
)
from store.migrations import migrations
from store.turns import Turns
from store.unit_of_work import UnitOfWork


def open_store(path: str | Path) -> "Store":
    """Open the database, making it or bringing it up to date first.

    Raises StoreUnavailable, as DamagedDatabase or NewerSchema for a file that must not be written to.
    """
    store = Store(Path(path))
    try:
        _make_room_for(store.path)
        store.migrate()
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """The open database. Each thread has a connection of its own; any thread may use the store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connections: dict[Thread, Database] = {}
        self._guard = Lock()
        self._turns = Turns()
        self._is_closed = False

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """One transaction: everything inside happens, or nothing does.

        Raises StoreUnavailable when the database cannot take a write now.
        """
        with translated(self.path), self._turn_to_write(self._connection()) as db:
            # The write lock comes before the first read. A plain BEGIN, which is what db.atomic() issues, lets two
            # writers read the same row and then fails one with "database is locked", whatever the busy timeout.
            db.execute("BEGIN IMMEDIATE")
            try:
                yield UnitOfWork(db)
                db.commit()
            except BaseException:
                db.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """The tables as they are at one moment, to read only; no writer waits.

        Inside a unit of work it shows what that has changed so far.
        """
        db = self._connection()
        if db.conn.in_transaction:
            yield UnitOfWork(db)
            return
        # A write in here is a mistake of ours and must look like one, not like a file that is read-only.
        with translated(self.path, but=READ_ONLY), _query_only(db):
            yield UnitOfWork(db)

    def writable(self) -> bool:
        """Return whether a transaction can be committed now: tries one."""
        try:
            with self.unit_of_work() as uow:
                uow.settings.set("store.probe", "")
        except StoreUnavailable:
            return False
        return True

    def backup(self, path: str | Path) -> None:
        """Write a copy of the database as it is at one moment, while others go on writing.

        The file appears whole or not at all.
        """
        with translated(self.path):
            write_backup(self._connection(), Path(path))

    def migrate(self) -> None:
        """Bring the file up to date, once it is known to be sound and not newer than we are."""
        with translated(self.path):
            db = self._connection()
            refuse_damage(db, self.path)
            refuse_newer_schema(db, self.path)
        if migrations.pending(db):
            # Of two processes that start at once, the second waits here, and finds nothing left to do.
            with self.unit_of_work():
                migrations.apply(db)

    def close(self) -> None:
        """Close the connections of all threads; none may be using one."""
        with self._guard:
            self._is_closed = True
            for db in self._connections.values():
                db.close()
            self._connections.clear()

    @contextmanager
    def _turn_to_write(self, db: Database) -> Iterator[Database]:
        """Let the threads of this process take turns: SQLite lets a waiter nap, and whoever comes then goes first."""
        if db.conn.in_transaction:
            raise RuntimeError("this thread is in a unit of work already")
        if not self._turns.take(BUSY_SECONDS):
            raise StoreUnavailable(f"The database {self.path} is busy with another transaction of this process")
        try:
            yield db
        finally:
            self._turns.hand_on()

    def _connection(self) -> Database:
        """Return this thread's connection."""
        db = self._connections.get(current_thread())
        return db or self._connect()

    def _connect(self) -> Database:
        with self._guard, translated(self.path):
            if self._is_closed:
                raise StoreUnavailable(f"The database {self.path} is closed")
            self._close_those_of_ended_threads()
            db = self._connections[current_thread()] = connect(self.path)
            return db

    def _close_those_of_ended_threads(self) -> None:
        for thread in [thread for thread in self._connections if not thread.is_alive()]:
            self._connections.pop(thread).close()


def _make_room_for(path: Path) -> None:
    """Make the file and its folder where there are none: it will hold names of people, so nobody else may read it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailable(f"The database {path} cannot be made: {error}") from error


@contextmanager
def _query_only(db: Database) -> Iterator[None]:
    db.execute("PRAGMA query_only = ON")
    try:
        db.execute("BEGIN")
        yield
    finally:
        db.rollback()
        db.execute("PRAGMA query_only = OFF")
