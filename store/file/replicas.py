"""Replicas: what Litestream has streamed to another place is fetched from there, to be restored."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreUnavailable

LITESTREAM = "litestream"
CONFIGURATION = frozenset({".yml", ".yaml"})


def is_replica(source: str) -> bool:
    """Return whether this names a replica: its folder, its address, or Litestream's own file of settings."""
    return "://" in source or Path(source).is_dir() or Path(source).suffix in CONFIGURATION


@contextmanager
def fetched(source: str, database: Path) -> Iterator[Path]:
    """Fetch the newest state of a replica, and yield the file, which is deleted afterwards. Raises StoreUnavailable."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{database.name}.", dir=database.parent) as folder:
        copy = Path(folder) / database.name
        _run(_program(), "restore", "-o", str(copy), *_which(source, database))
        yield copy


def _which(source: str, database: Path) -> list[str]:
    """Return the arguments that tell Litestream which replica is meant."""
    if "://" in source:
        return [source]
    if Path(source).is_dir():
        return [Path(source).resolve().as_uri()]
    # Not resolved: systemd keeps the folder of a service elsewhere, and the file of settings names it as we do.
    return ["-config", source, str(database.absolute())]


def _program() -> str:
    """Return where Litestream is: on the path, or beside the Python that runs us."""
    found = shutil.which(LITESTREAM) or shutil.which(LITESTREAM, path=Path(sys.executable).parent)
    if found is None:
        raise StoreUnavailable("Litestream is needed to read a replica, and is not here: see https://litestream.io")
    return found


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it does not say why"]
        raise StoreUnavailable(f"Litestream could not read the replica: {said[-1]}")
