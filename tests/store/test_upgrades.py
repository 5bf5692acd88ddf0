"""The file of an older version is kept as it was, upgraded on a copy first, and can be gone back to."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from store import open_store, restore
from store.file.connections import known_steps
from store.file.upgrades import UpgradeFailed, kept_copy
from store.migrations import migrations
from tests.logged import logged_by
from tests.store.things import NOON, kept

SAMPLES = Path(__file__).parent / "samples"
STEPS = sorted(known_steps())
OLD, FIRST_NEW = STEPS[-2], STEPS[-1]


@pytest.fixture
def older(path: Path) -> Path:
    """A file as the version before this one left it."""
    with closing(Database(path)) as database:
        migrations.apply(database, stop_before=[FIRST_NEW])
        database.executescript((SAMPLES / f"{OLD}.sql").read_text())
    return path


def steps_of(path: Path) -> list[str]:
    return sorted(str(name) for name in kept(path, "SELECT name FROM _sqlite_migrations"))


def test_the_file_before_is_kept_and_gone_back_to(older: Path) -> None:
    open_store(older).close()
    before = kept_copy(older, FIRST_NEW)
    assert steps_of(older) == STEPS
    assert steps_of(before) == STEPS[:-1]
    assert before.stat().st_mode & 0o077 == 0
    assert sorted(each.name for each in older.parent.iterdir() if "rehearsal" in each.name) == []

    restore(before, older, NOON)
    assert steps_of(older) == STEPS[:-1], "the version before can open it again"
    open_store(older).close()
    assert steps_of(older) == STEPS


def test_what_a_killed_upgrade_has_left_is_gone_after_the_next(older: Path) -> None:
    before = kept_copy(older, FIRST_NEW)
    left = before.with_name(f".{before.name}.k1ll3d00")
    left.write_bytes(b"half a copy")
    open_store(older).close()
    assert not left.exists()
    assert before.exists()


def test_whoever_waits_reads_how_much_is_rehearsed_and_how_long_the_upgrade_will_take(
    older: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "store")
    with closing(Database(older)) as database:
        database.execute("CREATE TABLE ballast AS SELECT zeroblob(3 * 1024 * 1024) AS weight")
        database.conn.commit()
    open_store(older).close()
    rehearsal, upgrade = map(vars, logged_by("store.file.upgrades", caplog))
    assert (rehearsal["action"], upgrade["action"]) == ("upgrade_rehearsal", "upgrade")
    assert rehearsal["megabytes"] >= 4
    assert 0 <= upgrade["seconds_to_expect"] < 60
    assert upgrade["kept"] == str(kept_copy(older, FIRST_NEW))

    caplog.clear()
    open_store(older).close()
    assert not logged_by("store", caplog), "what is up to date is opened in silence"


def test_an_upgrade_that_fails_on_the_copy_changes_nothing(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("a line that nobody thought of")

    monkeypatch.setattr("store.file.upgrades.migrations.apply", fails)
    with pytest.raises(UpgradeFailed, match="a line that nobody thought of"):
        open_store(older)
    assert steps_of(older) == STEPS[:-1]
    monkeypatch.undo()
    open_store(older).close()
    assert steps_of(older) == STEPS


def test_a_new_file_is_not_upgraded(path: Path) -> None:
    open_store(path).close()
    assert [each.name for each in path.parent.iterdir() if "before" in each.name] == []
