"""Lending: each thread borrows a connection while it reads or writes, with the tables as seen through it."""

import sqlite3
from pathlib import Path
from threading import Lock, local
from types import TracebackType

from bot.errors import StoreUnavailable
from store.file.access import inode_of
from store.file.connections import as_unavailable, connect, translated
from store.file.only_reading import connect_only_reading
from store.unit_of_work import UnitOfWork


class InHand(local):
    """The unit of work that the current thread is in; None while it is in none."""

    uow: UnitOfWork | None = None


class Connections:
    """Connections of one kind, for threads to borrow. `pragmas` are set on each of them when it is made.

    One that comes back is kept for the next thread, unless they are seldom needed, and not `kept`. If the file itself
    `is_read_only`, nothing is written beside it either.
    """

    def __init__(self, path: Path, *pragmas: str, kept: bool = True, is_read_only: bool = False) -> None:
        self.path = path
        self._is_read_only = is_read_only
        self._pragmas = pragmas
        self._is_kept = kept
        self._resting: list[UnitOfWork] = []
        self._guard = Lock()
        # Of the file to which the first of them led.
        self._inode = 0
        self._is_closed = False

    def close(self) -> None:
        """Close the idle ones; those that are lent are closed when they come back."""
        with self._guard:
            self._is_closed = True
            while self._resting:
                self._resting.pop().close()

    def borrow(self) -> UnitOfWork:
        """Return an idle one, or a new one."""
        with self._guard:
            if self._is_closed:
                raise StoreUnavailable(f"The database {self.path} is closed")
            if self._resting:
                return self._resting.pop()
        self._refuse_another_file()
        with translated(self.path):
            db = connect_only_reading(self.path) if self._is_read_only else connect(self.path)
            for pragma in self._pragmas:
                db.execute(f"PRAGMA {pragma}")
        return UnitOfWork(db)

    def _refuse_another_file(self) -> None:
        """Raise StoreUnavailable where the file was removed or replaced: some would read the one, some the other."""
        inode = inode_of(self.path)
        self._inode = self._inode or inode
        if inode != self._inode:
            raise StoreUnavailable(
                f"The database {self.path} was removed or replaced while it was in use. Restart nothing before you have"
                " read in the runbook what to do where the database is gone"
            )

    def put_back(self, uow: UnitOfWork) -> None:
        """Take a connection back. One whose transaction could not be rolled back is closed, and not used again."""
        uow.forget()
        with self._guard:
            if self._is_kept and not self._is_closed and not uow.is_open:
                self._resting.append(uow)
                return
        uow.close()


class Loan:
    """A connection lent to the current thread, by `with`.

    SQLite's errors about the file are raised as StoreUnavailable, but not those of the primary code `but`. This is a
    class, and no generator, since every turn makes a dozen.
    """

    __slots__ = ("_but", "_connections", "_in_hand", "_uow")

    def __init__(self, connections: Connections, in_hand: InHand, but: int | None = None) -> None:
        self._connections = connections
        self._in_hand = in_hand
        self._but = but

    def __enter__(self) -> UnitOfWork:
        self._uow = self._in_hand.uow = self._connections.borrow()
        return self._uow

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._in_hand.uow = None
        self._connections.put_back(self._uow)
        unavailable = (
            as_unavailable(error, self._connections.path, self._but) if isinstance(error, sqlite3.Error) else None
        )
        if unavailable is not None:
            raise unavailable from error
