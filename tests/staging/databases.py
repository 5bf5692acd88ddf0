"""Databases that nothing has happened in: made once, because nearly every test begins with one."""

from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from store import Store, open_store


@cache
def new_database() -> bytes:
    """Return the content of a database in which no more was done than to make its tables."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "first.db")
        store.backup(Path(folder) / "new.db")
        store.close()
        return (Path(folder) / "new.db").read_bytes()


def new_store(path: Path) -> Store:
    """Open a new database, as `open_store` would make it in twenty times as long."""
    path.write_bytes(new_database())
    return open_store(path)


def furnished_folder(stack: ExitStack) -> Path:
    """Make the folder of a demo that goes at the end, with a new database in it."""
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="setup-now-")))
    (folder / "setup-now.db").write_bytes(new_database())
    return folder
