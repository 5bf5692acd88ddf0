"""Whoever restores as root leaves a file that the bot's own user can use."""

import os
from pathlib import Path

import pytest

from store import Store, restore
from tests.store.things import NOON

NOBODY = 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_restored_file_belongs_to_whom_the_folder_belongs_to(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "backup.db")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    for _first_and_again in range(2):
        restore(tmp_path / "backup.db", folder / "new.db", NOON)
        assert (folder / "new.db").stat().st_uid == NOBODY
