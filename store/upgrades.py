"""Upgrades: the file of an older version is copied, the copy is upgraded first, and the file as it was is kept."""

import logging
import shutil
from contextlib import closing
from pathlib import Path
from time import perf_counter

from bot.errors import StoreUnavailable
from store.backups import write_backup
from store.connections import connect
from store.migrations import migrations

log = logging.getLogger(__name__)


class UpgradeFailed(StoreUnavailable):
    """The upgrade went wrong on the copy. The database is as it was, and the version before can go on with it."""


def kept_copy(path: Path, first_step: str) -> Path:
    """Return where the file as it was before an upgrade is kept."""
    return path.with_name(f"{path.name}.before-{first_step}")


def keep_and_rehearse(path: Path, first_step: str) -> None:
    """Keep the file as it is, and upgrade a copy of it, which goes again. After UpgradeFailed nothing has changed."""
    kept = kept_copy(path, first_step)
    with closing(connect(path)) as reader:
        write_backup(reader, kept)
    rehearsed = path.with_name(f".{path.name}.rehearsal")
    started = perf_counter()
    try:
        shutil.copyfile(kept, rehearsed)
        with closing(connect(rehearsed)) as copy:
            migrations.apply(copy)
    except Exception as error:
        raise UpgradeFailed(
            f"The database {path} cannot be upgraded: {error!r}. It is as it was: go on with the version before"
        ) from error
    finally:
        for left in path.parent.glob(f"{rehearsed.name}*"):
            left.unlink()
    seconds = round(perf_counter() - started, 1)
    log.info("upgrading the database", extra={"action": "upgrade", "seconds": seconds, "kept": str(kept)})
