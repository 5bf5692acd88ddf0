"""Backups: copying the database while the bot runs, and restoring a copy while it does not."""

import glob
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreUnavailable
from store.file.connections import DamagedDatabase, refuse_damage, refuse_newer_schema, translated
from store.migrations import migrations
from store.remembering import StoreConnection
from store.running.moments import Moments
from store.running.restorations import Restorations

SIDECARS = ("-wal", "-shm")
# Whoever still writes a copy has written to it within this time.
ABANDONED_SECONDS = 3600


def write_backup(db: Database, database_path: Path, path: Path) -> None:
    """Copy a database in use into one file. The file appears complete or not at all.

    Raises DamagedDatabase for one that is damaged: its copy would take the place of the last good one.
    """
    if path.exists() and path.samefile(database_path):
        raise StoreUnavailable(f"{path} is the database itself. Name another file for its copy")
    with _replacing(path) as fresh:
        _copy(db.conn, fresh)
        with closing(Database(sqlite3.connect(fresh), execute_plugins=False)) as copy:
            refuse_damage(copy, database_path)


def write_backup_of_replica(replica: Path, path: Path) -> datetime | None:
    """Copy what was fetched from a replica into one file; return when something last happened in it.

    The file appears complete or not at all. Raises StoreUnavailable for what could not be restored.
    """
    with _read_as_backup(replica), _replacing(path) as fresh:
        with closing(sqlite3.connect(replica)) as source:
            _copy(source, fresh)
        _refuse_unfit(fresh, replica)
        with closing(StoreConnection(sqlite3.connect(fresh), execute_plugins=False)) as copy:
            return Moments(copy).latest()


def restore(backup_path: str | Path, database_path: str | Path, now: datetime) -> datetime | None:
    """Put a backup in the place of the database; what was there stays beside it as `*.before-restore`, then `-2` …

    Returns when something last happened in what was restored. Raises StoreUnavailable for a backup that is damaged, of
    another program or of a newer version, and while the database is in use.
    """
    backup, database = Path(backup_path), Path(database_path)
    if not backup.is_file():
        raise StoreUnavailable(f"There is no backup at {backup}")
    refuse_while_in_use(database)
    with _read_as_backup(backup), _replacing(database) as fresh:
        with closing(sqlite3.connect(backup)) as source:
            _copy(source, fresh)
        _refuse_unfit(fresh, backup)
        latest = _mark_as_restored(fresh, now)
        _give_to_owner(fresh, database)
        _set_aside(database)
    return latest


@contextmanager
def _read_as_backup(path: Path) -> Iterator[None]:
    """Raise StoreUnavailable for SQLite's errors about a backup. The way out of a damaged one is another."""
    try:
        with translated(path):
            yield
    except DamagedDatabase as damage:
        raise StoreUnavailable(f"{path} cannot be restored ({damage.finding}). Name another backup") from damage


def _copy(source: sqlite3.Connection, path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        # In WAL mode the database would need further files beside it.
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()


def _refuse_unfit(fresh: Path, backup: Path) -> None:
    with closing(Database(sqlite3.connect(fresh), execute_plugins=False)) as db:
        refuse_damage(db, backup)
        refuse_newer_schema(db, backup)
        if not migrations.applied(db):
            raise StoreUnavailable(f"{backup} is no backup of this bot")


def _mark_as_restored(fresh: Path, now: datetime) -> datetime | None:
    """Note in a restored file that more may have happened than it holds; return how far it goes."""
    with closing(sqlite3.connect(fresh)) as conn, conn:
        db = StoreConnection(conn, execute_plugins=False)
        Restorations(db).note(now)
        return Moments(db).latest()


def _give_to_owner(fresh: Path, database: Path) -> None:
    """Give a file that root has restored to the owner of the database, or of its folder: the bot's own user."""
    if os.geteuid() == 0:
        owner = (database if database.exists() else database.parent).stat()
        os.chown(fresh, owner.st_uid, owner.st_gid)


def refuse_while_in_use(database: Path) -> None:
    """Raise StoreUnavailable while anybody has the database open. A damaged one counts as not in use."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0)) as conn:
            conn.execute("PRAGMA locking_mode = EXCLUSIVE")
            conn.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(f"The database {database} is in use ({error}). Stop the bot first") from error
    except sqlite3.DatabaseError:
        return


def _set_aside(database: Path) -> None:
    """Keep a copy of the database that is replaced, and remove its WAL files, which belong to the old content.

    An earlier copy stays: whoever restores a second time may have taken the wrong backup at first.
    """
    kept = free_name(Path(f"{database}.before-restore"))
    if database.exists():
        shutil.copy2(database, kept)
    for sidecar in SIDECARS:
        left_over = Path(f"{database}{sidecar}")
        if left_over.exists():
            left_over.replace(f"{kept}{sidecar}")


def free_name(path: Path) -> Path:
    """Return a path that is free: this one, else with the first number after it that is free."""
    numbered = (path.with_name(f"{path.name}-{n}") for n in count(2))
    return next(each for each in chain([path], numbered) if not each.exists())


def unfinished_copies(path: Path) -> list[Path]:
    """Return the files that have not become `path`: they are being written, or their process was killed meanwhile."""
    return [each for each in path.parent.glob(f".{glob.escape(path.name)}.*") if each.is_file()]


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Yield a new file to write, and move it to `path` unless an error was raised.

    What killed processes have left of it is deleted: it is as large as the database, and holds what that holds.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        fresh = Path(name)
        for left in unfinished_copies(path):
            # The disk tells the time by which it dates files.
            if fresh.stat().st_mtime - left.stat().st_mtime > ABANDONED_SECONDS:
                left.unlink()
        try:
            yield fresh
            _flush(fresh)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        _flush(path.parent)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreUnavailable(f"{path} cannot be written: {error}") from error


def _flush(path: Path) -> None:
    """Wait until a file, or the entries of a folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
