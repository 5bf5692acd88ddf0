"""Opening the database: for those who write, and for those who only read."""

from pathlib import Path

from bot.errors import StoreUnavailable
from store.database import Store
from store.file.access import cannot_be_made
from store.file.connections import DamagedDatabase, NewerSchema
from store.file.only_reading import UnreadableAlone


def open_store(path: str | Path) -> Store:
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


def open_what_is_there(path: str | Path) -> Store:
    """Open the database to write to it, but make none: whoever has mistyped its name finds out.

    Raises StoreUnavailable where there is none, as well.
    """
    if not Path(path).exists():
        raise StoreUnavailable(
            f"There is no database at {path}. Check DATABASE: the first start makes it, or an import"
        )
    return open_store(path)


def open_to_read(path: str | Path) -> Store:
    """Open the database for somebody who only reads, also where it can be neither written nor brought up to date.

    Raises StoreUnavailable where there is none, where it cannot be read, or where its tables are of an older version.
    """
    try:
        return open_what_is_there(path)
    except (DamagedDatabase, NewerSchema):
        raise
    except StoreUnavailable as unwritable:
        if not Path(path).exists():
            raise
        store = Store(Path(path), is_read_only=True, unwritable=unwritable)
        try:
            store.refuse_unfit()
        except StoreUnavailable as unreadable:
            store.close()
            # That it cannot be opened is mostly known by its first cause.
            raise (unreadable if isinstance(unreadable, UnreadableAlone) else unwritable) from None
        return store


def _make_room_for(path: Path) -> None:
    """Create the file and its folder where they are missing. Only the owner may read the file: it names people."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailable(cannot_be_made(path, error)) from error
