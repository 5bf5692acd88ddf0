"""Reading a file that cannot be written: on a disk that is read-only or full, or as somebody who may only read.

SQLite writes beside a file even to read it, so that readers and writers know of each other. Where that cannot be, it
reads the file alone, and is told that nobody changes it: true only while nobody has it open.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreUnavailable
from store.file.connections import BUSY_SECONDS, MOST_STATEMENTS
from store.remembering import StoreConnection

LEAST_INDEX = 2**15


class UnreadableAlone(StoreUnavailable):
    """A file that cannot be written, and that could not be read rightly without that."""


def connect_only_reading(path: Path) -> StoreConnection:
    """Open a connection that writes nothing anywhere. Raises UnreadableAlone where it would not see all."""
    how = "immutable=1" if is_at_rest(path) else "mode=ro"
    uri = f"{path.absolute().as_uri()}?{how}"
    conn = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, cached_statements=MOST_STATEMENTS
    )
    return StoreConnection(conn, execute_plugins=False)


def is_at_rest(path: Path) -> bool:
    """Return whether nobody has the file open; whoever has leaves an index of its log beside it.

    Raises UnreadableAlone where a log is left that cannot be read without writing such an index.
    """
    if has_index(path):
        return False
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        raise UnreadableAlone(
            f"The database {path} has a log beside it, {log.name}, and cannot be read where nothing can be written."
            " Copy both into another folder, and set DATABASE to the copy"
        )
    return True


def has_index(path: Path) -> bool:
    """Return whether there is an index of the log; on a full disk only its beginning may be there."""
    index = Path(f"{path}-shm")
    return index.exists() and index.stat().st_size >= LEAST_INDEX


@contextmanager
def undisturbed(path: Path) -> Iterator[None]:
    """Raise UnreadableAlone at the end where somebody has begun to write what was read as if nobody did."""
    was_at_rest = is_at_rest(path)
    yield
    if was_at_rest and has_index(path):
        raise UnreadableAlone(f"Somebody has begun to write to the database {path} meanwhile. Try again")
