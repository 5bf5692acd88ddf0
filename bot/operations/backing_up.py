"""Backing up: a copy of the database is made, looked through, and noted, so that an old one is noticed."""

from datetime import datetime, timedelta
from pathlib import Path

from store import Store, fetched, write_backup_of_replica

# One is made each night; after two nights without one, somebody should hear of it. The alarm fires at the same age.
OLDEST_BACKUP = timedelta(days=2)


def back_up(store: Store, file: Path, now: datetime) -> datetime:
    """Copy the database as it is now, while others write to it; return until when the copy goes."""
    store.backup(file)
    note(store, now)
    return now


def back_up_from_replica(store: Store, replica: str, file: Path) -> datetime | None:
    """Copy what Litestream has streamed, which proves that it can be restored; return until when the copy goes."""
    with fetched(replica, store.path) as copy:
        latest = write_backup_of_replica(copy, file)
    if latest is not None:
        note(store, latest)
    return latest


def note(store: Store, until: datetime) -> None:
    """Note that what happened until then is kept elsewhere."""
    with store.unit_of_work() as uow:
        uow.backups.note(until)
