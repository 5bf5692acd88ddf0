"""Where the file cannot be written, whoever only reads is served all the same, and is told where that would mislead."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.errors import StoreUnavailable
from store import DamagedDatabase, Store, open_store, open_to_read
from store.file.connections import known_steps
from store.migrations import migrations
from tests.fakes.disk import no_room
from tests.store.things import ORDER

REMEDIES = r"Make room|Let .+ write to it"


@pytest.fixture
def at_rest(store: Store, path: Path) -> Path:
    """The file with an order in it, which nobody has open."""
    with store.unit_of_work() as uow:
        uow.orders.save(ORDER)
    store.close()
    return path


def test_a_file_on_a_full_disk_is_read_and_each_write_says_what_to_do(at_rest: Path) -> None:
    with no_room():
        with pytest.raises(StoreUnavailable, match=REMEDIES):
            open_store(at_rest)
        with closing(open_to_read(at_rest)) as store:
            with store.reading() as uow:
                assert uow.orders.get(ORDER.number)
            with pytest.raises(StoreUnavailable, match=REMEDIES), store.unit_of_work() as uow:
                uow.orders.save(ORDER)
            assert not store.writable()


def test_a_log_that_cannot_be_read_is_not_passed_over(store: Store, path: Path, tmp_path: Path) -> None:
    with store.unit_of_work() as uow:
        uow.orders.save(ORDER)
    killed = tmp_path / "killed" / path.name
    killed.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", f"{killed}{suffix}")
    with no_room(), pytest.raises(StoreUnavailable, match=r"a log beside it, setup-now\.db-wal, .+ Copy both"):
        open_to_read(killed)
    with closing(open_to_read(killed)) as whole, whole.reading() as uow:
        assert uow.orders.get(ORDER.number)


def test_whoever_reads_alone_notices_that_somebody_begins_to_write(at_rest: Path) -> None:
    with closing(Store(at_rest, is_read_only=True)) as alone:
        with pytest.raises(StoreUnavailable, match="begun to write"), alone.reading():
            writer = open_store(at_rest)
        with alone.reading() as uow:
            assert uow.orders.get(ORDER.number)
        writer.close()


def test_a_file_that_is_unfit_is_refused_as_such(path: Path, tmp_path: Path) -> None:
    with closing(Database(path)) as older:
        migrations.apply(older, stop_before=sorted(known_steps())[1:])
    with no_room(), pytest.raises(StoreUnavailable, match="older version, and cannot be brought up to date"):
        open_to_read(path)
    nowhere = tmp_path / "nowhere.db"
    with pytest.raises(StoreUnavailable, match=r"There is no database at .+nowhere\.db"):
        open_to_read(nowhere)
    assert not nowhere.exists(), "whoever has mistyped its name finds out"
    nowhere.touch()
    with no_room(), pytest.raises(StoreUnavailable, match=REMEDIES):
        open_to_read(nowhere)
    path.write_bytes(b"no database" * 1000)
    with no_room(), pytest.raises(DamagedDatabase):
        open_to_read(path)


def test_a_file_of_somebody_else_names_both(at_rest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.file.access.os.geteuid", lambda: 4_000_000)
    named = r"It belongs to .+, and this is run by 4000000: .+ \(chown\)"
    with (
        closing(Store(at_rest, is_read_only=True)) as store,
        pytest.raises(StoreUnavailable, match=named),
        store.unit_of_work() as uow,
    ):
        uow.orders.save(ORDER)
