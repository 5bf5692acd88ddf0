"""The database: one SQLite file, written by one transaction at a time."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic

from sqlite_utils import Database

from bot.errors import StoreUnavailable
from bot.fair_semaphore import FairSemaphore
from store.file.access import inode_of
from store.file.backups import write_backup
from store.file.connections import (
    READ_ONLY,
    DamagedDatabase,
    is_soon_checked,
    refuse_damage,
    refuse_newer_schema,
    translated,
    waiting_at_most,
)
from store.file.lending import Connections, InHand, Loan
from store.file.only_reading import UnreadableAlone, undisturbed
from store.file.rehearsals import rehearsing
from store.file.upgrades import keep_and_rehearse
from store.migrations import migrations
from store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

# How long a thread waits for its turn to write; each thread before it may have to wait for another process.
LINE_SECONDS = 60.0
# A thread for which a client waits, such as Webex, learns within this time that nothing can be written.
URGENT_SECONDS = 3.0
# While another process locks the file for longer than this, so many of them wait, and more are told at once: a server
# has few threads, and needs some for what writes nothing.
LOCKED_SECONDS, MOST_URGENT = 1.5, 8
# How long emptying the log waits for those who read it.
MOMENT_SECONDS = 0.2


class Store:
    """The open database. Any thread may use it, and borrows a connection while it reads or writes.

    So there are never more connections than threads that read or write at the same moment. If it `is_read_only`, each
    write raises StoreUnavailable: `unwritable`, where it is known what stood in the way.
    """

    def __init__(self, path: Path, *, is_read_only: bool = False, unwritable: StoreUnavailable | None = None) -> None:
        self.path = path
        self._is_read_only = is_read_only
        self._unwritable = unwritable
        # A part of a transaction that may be rolled back alone is kept in memory, since each event is such a part.
        self._writers = Connections(path, "temp_store = MEMORY", is_read_only=is_read_only)
        self._readers = Connections(path, "query_only = ON", is_read_only=is_read_only)
        # What changes the whole file puts more aside than there is memory.
        self._rebuilders = Connections(path, kept=False)
        self._in_hand = InHand()
        self._line = FairSemaphore()
        # Since when no transaction of ours could begin; None where the last one could.
        self._locked_since: float | None = None
        # While the file is rewritten nobody is refused: that ends by itself, and a client who is told to come again
        # may never do so.
        self._is_rewritten = False
        self.is_damaged = False
        self._inode = 0

    def unit_of_work(self, *, is_urgent: bool = False) -> AbstractContextManager[UnitOfWork]:
        """Lend the tables in one transaction, which is committed at the end, or rolled back after an error.

        If it `is_urgent`, it goes before other threads that wait to write, and waits no longer than a client would.
        Raises StoreUnavailable when the database cannot be written now.
        """
        return self._writing(self._writers, is_urgent=is_urgent)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Yield the tables as they are at one moment, for reading only. No writer has to wait for it.

        Inside a unit of work of the same thread it shows the changes made so far.
        """
        if self._in_hand.uow is not None:
            yield self._in_hand.uow
            return
        # A write in here is a bug, so SQLite's own error passes, and is not taken for a read-only file.
        with self._undisturbed(), self._lent(self._readers, but=READ_ONLY) as uow:
            uow.db.conn.execute("BEGIN")
            try:
                yield uow
            finally:
                uow.db.rollback()

    @contextmanager
    def rehearsing(self, orders: Iterable[str], now: datetime) -> Iterator[UnitOfWork]:
        """Yield the tables as some orders stand now, to be changed at will: nothing is kept, and nobody has to wait."""
        with translated(self.path), rehearsing(self.path, orders, now) as uow:
            yield uow

    def writable(self) -> bool:
        """Return whether a transaction can be committed now, by committing one."""
        try:
            self.try_to_write()
        except StoreUnavailable:
            return False
        return True

    def try_to_write(self) -> None:
        """Commit a transaction, or raise StoreUnavailable, which says what stands in the way.

        It changes something each time: otherwise SQLite would write nothing, and not notice a full disk.
        """
        with self.unit_of_work(is_urgent=True) as uow:
            uow.bot_state.set("store.probe", token_hex(8))

    def is_in_place(self) -> bool:
        """Return whether the file is the one that was opened, and still has its log beside it.

        SQLite goes on writing into files that were removed or replaced: all seems well until the process ends.
        """
        return inode_of(self.path) == self._inode and inode_of(Path(f"{self.path}-wal")) != 0

    def backup(self, path: str | Path) -> None:
        """Write a copy of the database as it is at one moment, while others go on writing.

        The file appears complete or not at all.
        """
        with self._undisturbed(), self._lent(self._writers) as uow:
            write_backup(uow.db, self.path, Path(path))

    def rewrite(self) -> None:
        """Rewrite the file, so that nothing deleted is left in it; its log may still hold it.

        SQLite zeroes what is deleted, but leaves copies of rows in pages that it has rearranged; only this takes them
        away. Copies of the file that were made before, such as by `restore`, are deleted: they hold it, too.
        """
        with self._rewriting(), self._lent(self._rebuilders) as uow:
            uow.db.execute("VACUUM")
        for name in (self.path.name, f".{self.path.name}"):
            for copy in self.path.parent.glob(f"{name}.before-*"):
                copy.unlink()

    def empty_log(self) -> bool:
        """Bring the log into the file, and empty it; False while others read, as Litestream does all the time.

        All writers wait meanwhile, so most of it is brought in before, and this does not wait long for readers.
        """
        with self._lent(self._writers) as uow:
            uow.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        with self._rewriting(), self._lent(self._writers) as uow:
            return _emptied(uow.db)

    def refuse_unfit(self) -> None:
        """Raise StoreUnavailable for a file whose tables are not those of this version."""
        with self._lent(self._readers) as uow:
            refuse_newer_schema(uow.db, self.path)
            if not migrations.applied(uow.db):
                raise StoreUnavailable(f"The database {self.path} is empty")
            if migrations.pending(uow.db):
                raise UnreadableAlone(
                    f"The database {self.path} is of an older version, and cannot be brought up to date where it cannot"
                    " be written. Copy it into another folder, and set DATABASE to the copy"
                )

    def migrate(self) -> None:
        """Run the migrations that are missing, after checking that the file is undamaged and not of a newer version.

        A large file is checked only once the bot is running, by `look_for_damage`.
        """
        self._inode = inode_of(self.path)
        with self._lent(self._writers) as uow:
            if is_soon_checked(self.path):
                refuse_damage(uow.db, self.path)
            refuse_newer_schema(uow.db, self.path)
            is_behind = bool(migrations.pending(uow.db))
        if is_behind:
            # Of two processes that start at once, the second waits here, and finds nothing left to do.
            with self._writing(self._rebuilders) as uow:
                pending = migrations.pending(uow.db)
                if pending and migrations.applied(uow.db):
                    keep_and_rehearse(self.path, pending[0].name)
                migrations.apply(uow.db)

    def look_for_damage(self) -> None:
        """Check a file that was too large to be checked when it was opened; `is_damaged` says what was found."""
        if is_soon_checked(self.path):
            return
        try:
            with self.reading() as uow:
                refuse_damage(uow.db, self.path)
        except DamagedDatabase as damage:
            self.is_damaged = True
            log.error(str(damage), extra={"action": "database_damaged"})  # noqa: TRY400 - the file is at fault, not we

    def close(self) -> None:
        """Close the connections. One that a thread is still using is closed when the thread returns it."""
        for each in (self._writers, self._readers, self._rebuilders):
            each.close()

    @contextmanager
    def _writing(self, connections: Connections, *, is_urgent: bool = False) -> Iterator[UnitOfWork]:
        """Lend the tables in one transaction, once it is this thread's turn to write."""
        if self._unwritable:
            raise self._unwritable
        with self._turn_to_write(is_urgent=is_urgent) as until, self._lent(connections) as uow:
            self._begin(uow, until)
            try:
                yield uow
                uow.db.commit()
            except BaseException:
                uow.db.rollback()
                raise
            for act in uow.once_committed:
                act()

    def _begin(self, uow: UnitOfWork, until: float | None) -> None:
        """Begin a transaction, until a moment of the monotonic clock if one is given; another process may be in one."""
        self._locked_since = self._locked_since or monotonic()
        # The write lock comes before the first read. A plain BEGIN, which is what db.atomic() issues, lets two
        # writers read the same row and then fails one with "database is locked", whatever the busy timeout.
        with nullcontext() if until is None else waiting_at_most(uow.db, until - monotonic()):
            uow.db.conn.execute("BEGIN IMMEDIATE")
        self._locked_since = None

    @contextmanager
    def _turn_to_write(self, *, is_urgent: bool) -> Iterator[float | None]:
        """Let the threads of this process write in the order in which they came, the urgent ones first.

        SQLite alone would let through whoever asks at the right moment, while others sleep between their attempts.
        Yields until which moment of the monotonic clock an urgent one waits for other processes.
        """
        if self._in_hand.uow is not None:
            raise RuntimeError("this thread is in a unit of work already")
        if is_urgent and self._line.urgent >= MOST_URGENT and self._is_locked():
            raise StoreUnavailable(f"The database {self.path} is locked, and others wait for it already")
        seconds = URGENT_SECONDS if is_urgent and not self._is_rewritten else LINE_SECONDS
        until = monotonic() + seconds if is_urgent else None
        if not self._line.acquire(seconds, is_urgent=is_urgent):
            raise StoreUnavailable(f"The database {self.path} is busy with another transaction of this process")
        try:
            yield until
        finally:
            self._line.release()

    @contextmanager
    def _rewriting(self) -> Iterator[None]:
        """Wrap what keeps all who write waiting for long, and let nobody be refused for it."""
        with self._turn_to_write(is_urgent=False):
            self._is_rewritten = True
            try:
                yield
            finally:
                self._is_rewritten = False

    def _is_locked(self) -> bool:
        """Return whether another process has kept us from writing for some time."""
        since = self._locked_since
        return since is not None and monotonic() - since > LOCKED_SECONDS

    def _undisturbed(self) -> AbstractContextManager[None]:
        return undisturbed(self.path) if self._is_read_only else nullcontext()

    def _lent(self, connections: Connections, *, but: int | None = None) -> Loan:
        """Lend this thread a connection."""
        return Loan(connections, self._in_hand, but)


def _emptied(db: Database) -> bool:
    """Empty the log; False where somebody reads it for longer than a moment."""
    with waiting_at_most(db, MOMENT_SECONDS):
        is_busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not is_busy
