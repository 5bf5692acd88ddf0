"""The way back: copies taken while the bot writes, and files that are refused rather than trusted."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreUnavailable
from store import DamagedDatabase, NewerSchema, Store, open_store, restore
from store.file import connections
from tests.fakes.disk import no_room
from tests.store.things import NOON, ORDER, order, together


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "tonight.db"


def save(store: Store, *numbers: str) -> None:
    with store.unit_of_work() as uow:
        for number in numbers:
            uow.orders.save(order(number))


def numbers(path: Path) -> list[str]:
    with closing(open_store(path)) as store, store.reading() as uow:
        return [each.number for each in uow.orders.each()]


def test_a_backup_is_restored(store: Store, path: Path, backup: Path) -> None:
    save(store, "1")
    store.backup(backup)
    save(store, "2")
    store.close()

    restore(backup, path, NOON)

    assert numbers(path) == ["1"]
    assert numbers(Path(f"{path}.before-restore")) == ["1", "2"]


def test_what_a_killed_backup_has_left_is_gone_after_the_next_unless_somebody_writes_it(
    store: Store, backup: Path
) -> None:
    abandoned, written = (backup.with_name(f".{backup.name}.{name}") for name in ("k1ll3d00", "wr1tt3n0"))
    backup.parent.mkdir()
    for each in (abandoned, written):
        each.write_bytes(b"half a copy")
    os.utime(abandoned, (0, 0))
    store.backup(backup)
    assert sorted(each.name for each in backup.parent.iterdir()) == [written.name, backup.name]


def test_what_was_there_before_the_first_of_two_restores_stays(store: Store, path: Path, backup: Path) -> None:
    save(store, "1")
    store.backup(backup)
    save(store, "2")
    store.close()

    for _ in range(3):
        restore(backup, path, NOON)

    assert numbers(Path(f"{path}.before-restore")) == ["1", "2"]
    assert [numbers(Path(f"{path}.before-restore-{n}")) for n in (2, 3)] == [["1"], ["1"]]


def test_a_backup_is_restored_where_there_was_nothing(store: Store, tmp_path: Path, backup: Path) -> None:
    save(store, "1")
    store.backup(backup)

    restore(backup, tmp_path / "elsewhere" / "new.db", NOON)

    assert numbers(tmp_path / "elsewhere" / "new.db") == ["1"]


def test_a_backup_taken_while_others_write_holds_whole_transactions(store: Store, backup: Path) -> None:
    def write_or_back_up(n: int) -> None:
        for turn in range(30):
            if n == 0:
                store.backup(backup.with_name(f"{turn}.db"))
            else:
                save(store, f"{n}-{turn}-left", f"{n}-{turn}-right")

    together(3, write_or_back_up)

    for copy in sorted(backup.parent.iterdir()):
        found = numbers(copy)
        assert len([each for each in found if each.endswith("left")]) * 2 == len(found)


def test_a_backup_is_one_file_and_for_its_owner_alone(store: Store, backup: Path) -> None:
    store.backup(backup)
    store.backup(backup)

    assert [each.name for each in backup.parent.iterdir()] == ["tonight.db"]
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()

    with pytest.raises(StoreUnavailable, match="cannot be written"):
        store.backup(tmp_path / "a-file" / "tonight.db")

    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        store.backup(tmp_path / "folder")
    assert not list(tmp_path.glob(".folder*"))


def test_a_full_disk_is_named_with_the_file_that_found_no_room(store: Store, backup: Path) -> None:
    with no_room(), pytest.raises(StoreUnavailable, match=r"tonight\.db cannot be written"):
        store.backup(backup)
    assert not list(backup.parent.iterdir())


def test_a_backup_never_takes_the_place_of_the_database(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(path)

    for same in (path, tmp_path / "link.db"):
        with pytest.raises(StoreUnavailable, match="the database itself"):
            store.backup(same)


def test_a_damaged_database_never_takes_the_place_of_the_last_good_backup(
    store: Store, path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, *(f"{n}" for n in range(200)))
    store.backup(backup)
    store.close()
    damage(path, 0.8, 0.9)
    monkeypatch.setattr(connections, "SOON_CHECKED", 0)

    with closing(open_store(path)) as large, pytest.raises(DamagedDatabase, match=re.escape(f"{path} is damaged")):
        large.backup(backup)
    assert [each.name for each in backup.parent.iterdir()] == ["tonight.db"]
    assert len(numbers(backup)) == 200


def damage(path: Path, begin: float = 0.25, end: float = 0.5) -> None:
    """Write over a part of a file."""
    content = bytearray(path.read_bytes())
    first, last = (int(share * len(content)) for share in (begin, end))
    content[first:last] = b"\xa5" * (last - first)
    path.write_bytes(content)


def test_a_damaged_database_is_refused_with_the_way_back(store: Store, path: Path, backup: Path) -> None:
    save(store, *(f"{n}" for n in range(200)))
    store.backup(backup)
    store.close()
    damage(path)

    with pytest.raises(DamagedDatabase, match="setup-now restore"):
        open_store(path)

    restore(backup, path, NOON)
    assert len(numbers(path)) == 200


def test_a_large_one_is_opened_at_once_and_looked_through_afterwards(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, *(f"{n}" for n in range(200)))
    store.look_for_damage()
    assert not store.is_damaged
    store.close()
    damage(path, 0.8, 0.9)
    monkeypatch.setattr(connections, "SOON_CHECKED", 0)

    with closing(open_store(path)) as large:
        large.look_for_damage()
        assert large.is_damaged


def cut(path: Path) -> None:
    """Lose the second half of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def test_a_database_cut_short_is_refused(store: Store, path: Path) -> None:
    save(store, *(f"{n}" for n in range(200)))
    store.close()
    cut(path)

    with pytest.raises(DamagedDatabase, match="setup-now restore"):
        open_store(path)


def test_what_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"Not a database. " * 300)

    with pytest.raises(DamagedDatabase, match="setup-now restore"):
        open_store(path)

    assert path.read_bytes() == b"Not a database. " * 300


def test_a_damaged_backup_is_not_restored(store: Store, path: Path, backup: Path) -> None:
    save(store, *(f"{n}" for n in range(200)))
    store.backup(backup)
    store.close()
    damage(backup)

    with pytest.raises(StoreUnavailable, match=r"cannot be restored .*\. Name another backup"):
        restore(backup, path, NOON)

    backup.write_text("number,customer\n1,Contoso\n")
    with pytest.raises(StoreUnavailable, match=r"\(file is not a database\)\. Name another backup"):
        restore(backup, path, NOON)

    assert len(numbers(path)) == 200
    assert not Path(f"{path}.before-restore").exists()


def test_a_newer_backup_is_not_restored(store: Store, path: Path, backup: Path) -> None:
    save(store, "1")
    store.backup(backup)
    store.close()
    with closing(sqlite3.connect(backup)) as newer, newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('setup-now', 'm999_later', '')"
        )

    with pytest.raises(NewerSchema, match="m999_later"):
        restore(backup, path, NOON)

    assert numbers(path) == ["1"]


def test_a_database_of_something_else_is_not_restored(path: Path, backup: Path) -> None:
    backup.parent.mkdir()
    with closing(sqlite3.connect(backup)) as other, other:
        other.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(StoreUnavailable, match="no backup of this bot"):
        restore(backup, path, NOON)

    assert not path.exists()


def test_a_missing_backup_is_named(path: Path, backup: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"no backup at .*tonight\.db"):
        restore(backup, path, NOON)


def test_nothing_is_restored_under_a_running_bot(store: Store, path: Path, backup: Path) -> None:
    save(store, "1")
    store.backup(backup)
    save(store, "2")

    with pytest.raises(StoreUnavailable, match="Stop the bot first"):
        restore(backup, path, NOON)

    with store.reading() as uow:
        assert [each.number for each in uow.orders.each()] == ["1", "2"]


def test_a_copied_database_with_its_log_beside_it_is_restored_whole(store: Store, path: Path, backup: Path) -> None:
    with store.unit_of_work() as uow:
        uow.orders.save(ORDER)
    backup.parent.mkdir()
    for suffix in ("", "-wal"):
        Path(f"{backup}{suffix}").write_bytes(Path(f"{path}{suffix}").read_bytes())
    store.close()

    restore(backup, path, NOON)

    assert numbers(path) == [ORDER.number]
