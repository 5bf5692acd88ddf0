"""Upgrades: the file of an older version is copied, the copy is upgraded first, and the file as it was is kept."""

import logging
import shutil
from contextlib import closing
from math import ceil
from pathlib import Path
from time import perf_counter

from bot.errors import StoreUnavailable
from store.file.backups import unfinished_copies, write_backup
from store.file.connections import connect
from store.migrations import migrations

MEGABYTE = 2**20

log = logging.getLogger(__name__)


class UpgradeFailed(StoreUnavailable):
    """The upgrade failed on the copy. The database is as it was, and the previous version can go on with it."""


def kept_copy(path: Path, first_step: str) -> Path:
    """Return where the file as it was before an upgrade is kept."""
    return path.with_name(f"{path.name}.before-{first_step}")


def keep_and_rehearse(path: Path, first_step: str) -> None:
    """Keep a copy of the file, and try the upgrade on another one. After UpgradeFailed nothing has changed.

    Whoever waits reads in the log how much is copied first, and after the rehearsal how long the upgrade will take.
    """
    kept = kept_copy(path, first_step)
    # Whoever upgrades is alone with the file, so these are of a process that was killed while it copied.
    for left in unfinished_copies(kept):
        left.unlink()
    megabytes = ceil(path.stat().st_size / MEGABYTE)
    log.info("rehearsing the upgrade on a copy", extra={"action": "upgrade_rehearsal", "megabytes": megabytes})
    with closing(connect(path)) as reader:
        write_backup(reader, path, kept)
    rehearsed = path.with_name(f".{path.name}.rehearsal")
    try:
        shutil.copyfile(kept, rehearsed)
        # What is copied is copied: only the steps themselves come a second time.
        started = perf_counter()
        with closing(connect(rehearsed)) as copy:
            migrations.apply(copy)
        seconds = round(perf_counter() - started, 1)
    except Exception as error:
        raise UpgradeFailed(
            f"The database {path} cannot be upgraded: {error!r}. It is as it was: go on with the version before"
        ) from error
    finally:
        for left in path.parent.glob(f"{rehearsed.name}*"):
            left.unlink()
    facts = {"action": "upgrade", "seconds_to_expect": seconds, "kept": str(kept)}
    log.info("the rehearsal went well, upgrading the database now", extra=facts)
