"""Backing up: a copy of the database is made, looked through, and noted, so that an old one is noticed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import StoreUnavailable
from store import Store, fetched, write_backup_of_replica

# One is made each night; after two nights without one, somebody should hear of it. The alarm fires at the same age.
OLDEST_BACKUP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made: until when it goes, None where nothing ever happened, and whether that `is_noted`."""

    latest: datetime | None
    is_noted: bool


def back_up(store: Store, file: Path, now: datetime) -> Backup:
    """Copy the database as it is now, while others write to it."""
    store.backup(file)
    return noted(store, now)


def back_up_from_replica(store: Store, replica: str, file: Path) -> Backup:
    """Copy what Litestream has streamed, which proves that it can be restored."""
    with fetched(replica, store.path) as copy:
        latest = write_backup_of_replica(copy, file)
    return noted(store, latest)


def noted(store: Store, latest: datetime | None) -> Backup:
    """Note that what happened until then is kept elsewhere; what cannot be written is copied all the same."""
    if latest is None:
        return Backup(latest, is_noted=True)
    try:
        with store.unit_of_work() as uow:
            uow.backups.note(latest)
    except StoreUnavailable:
        return Backup(latest, is_noted=False)
    return Backup(latest, is_noted=True)
