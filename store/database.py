"""The database: one SQLite file, written by one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local

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


# How long a thread stands in the line of those that write; each before it may have to wait for another process.
LINE_SECONDS = 60.0


class InHand(local):
    """The connection that a thread has in hand while it reads or writes."""

    db: Database | None = None


class Store:
    """The open database. Any thread may use the store; each borrows a connection while it reads or writes.

    So there are as many connections as threads that use the file at one moment, not as many as there are threads.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._resting: list[Database] = []
        self._in_hand = InHand()
        self._guard = Lock()
        self._turns = Turns()
        self._is_closed = False

    @contextmanager
    def unit_of_work(self, *, is_urgent: bool = False) -> Iterator[UnitOfWork]:
        """One transaction: everything inside happens, or nothing does. What somebody waits for is urgent.

        Raises StoreUnavailable when the database cannot take a write now.
        """
        with translated(self.path), self._writing(is_urgent=is_urgent) as db:
            yield UnitOfWork(db)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """The tables as they are at one moment, to read only; no writer waits.

        Inside a unit of work it shows what that has changed so far.
        """
        if self._in_hand.db is not None:
            yield UnitOfWork(self._in_hand.db)
            return
        # A write in here is a mistake of ours and must look like one, not like a file that is read-only.
        with translated(self.path, but=READ_ONLY), self._connection() as db, _query_only(db):
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
        with translated(self.path), self._connection() as db:
            write_backup(db, Path(path))

    def migrate(self) -> None:
        """Bring the file up to date, once it is known to be sound and not newer than we are."""
        with translated(self.path), self._connection() as db:
            refuse_damage(db, self.path)
            refuse_newer_schema(db, self.path)
            is_behind = bool(migrations.pending(db))
        if is_behind:
            # Of two processes that start at once, the second waits here, and finds nothing left to do.
            with translated(self.path), self._writing() as db:
                migrations.apply(db)

    def close(self) -> None:
        """Close the connections; one that a thread still has in hand is closed when it puts it back."""
        with self._guard:
            self._is_closed = True
            while self._resting:
                self._resting.pop().close()

    @contextmanager
    def _writing(self, *, is_urgent: bool = False) -> Iterator[Database]:
        with self._turn_to_write(is_urgent=is_urgent), self._connection() as db:
            # The write lock comes before the first read. A plain BEGIN, which is what db.atomic() issues, lets two
            # writers read the same row and then fails one with "database is locked", whatever the busy timeout.
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.commit()
            except BaseException:
                db.rollback()
                raise

    @contextmanager
    def _turn_to_write(self, *, is_urgent: bool) -> Iterator[None]:
        """Let the threads of this process take turns: SQLite lets a waiter nap, and whoever comes then goes first.

        The line may be long: that many wait says nothing of the file. The urgent do not stand in it.
        """
        if self._in_hand.db is not None:
            raise RuntimeError("this thread is in a unit of work already")
        if not self._turns.take(BUSY_SECONDS if is_urgent else LINE_SECONDS, is_urgent=is_urgent):
            raise StoreUnavailable(f"The database {self.path} is busy with another transaction of this process")
        try:
            yield
        finally:
            self._turns.hand_on()

    @contextmanager
    def _connection(self) -> Iterator[Database]:
        """Lend this thread a connection."""
        db = self._in_hand.db = self._borrowed()
        try:
            yield db
        finally:
            self._in_hand.db = None
            self._put_back(db)

    def _borrowed(self) -> Database:
        with self._guard:
            if self._is_closed:
                raise StoreUnavailable(f"The database {self.path} is closed")
            if self._resting:
                return self._resting.pop()
        return connect(self.path)

    def _put_back(self, db: Database) -> None:
        with self._guard:
            # One whose transaction could not even be rolled back is not lent again.
            if not self._is_closed and not db.conn.in_transaction:
                self._resting.append(db)
                return
        db.close()


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
