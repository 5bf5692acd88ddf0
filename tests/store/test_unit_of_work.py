"""One transaction: all or nothing, one writer after another, and plain words when the file cannot be used."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from bot.errors import StoreUnavailable
from bot.fair_semaphore import FairSemaphore
from playground.patience import PATIENCE
from store import Store, UnitOfWork, open_store
from tests.fakes.disk import Disk, no_room
from tests.store.things import ANN, NOON, ORDER, envelope, owe, together


def until(is_so: Callable[[], bool]) -> None:
    """Look again and again, for as long as nothing should ever take."""
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline, "it did not come about in time"
        Event().wait(0.002)


@pytest.mark.parametrize("mishap", [ValueError, KeyboardInterrupt, SystemExit])
def test_everything_happens_or_nothing(store: Store, mishap: type[BaseException]) -> None:
    def begin_and_fail() -> None:
        with store.unit_of_work() as uow:
            uow.orders.save(ORDER)
            owe(uow, "Welcome")
            raise mishap

    with pytest.raises(mishap):
        begin_and_fail()

    with store.reading() as uow:
        assert list(uow.orders.each()) == []
        assert uow.outbox.counts()["due"] == 0


def test_whoever_is_woken_by_a_transaction_finds_what_it_wrote(store: Store, path: Path) -> None:
    seen = []

    def look() -> None:
        with closing(sqlite3.connect(path)) as other:
            seen.extend(other.execute("SELECT value FROM settings WHERE key = 'news'").fetchall())

    with store.unit_of_work() as uow:
        uow.bot_state.set("news", "there")
        uow.once_committed.append(look)
        assert seen == []
    assert seen == [("there",)]

    with suppress(LookupError), store.unit_of_work() as uow:
        uow.once_committed.append(look)
        raise LookupError
    with store.unit_of_work():
        pass
    assert len(seen) == 1, "what was rolled back wakes nobody, nor does a later transaction"


def test_a_part_may_fail_alone(store: Store) -> None:
    def fail_in_a_part(uow: UnitOfWork) -> None:
        with uow.savepoint():
            uow.bot_state.set("part", "undone")
            raise LookupError

    with store.unit_of_work() as uow:
        uow.bot_state.set("whole", "kept")
        with pytest.raises(LookupError):
            fail_in_a_part(uow)

    with store.reading() as uow:
        assert (uow.bot_state.get("whole"), uow.bot_state.get("part")) == ("kept", None)


def count_up(store: Store, times: int) -> None:
    for _ in range(times):
        with store.unit_of_work() as uow:
            uow.bot_state.set("count", str(int(uow.bot_state.get("count") or 0) + 1))


def test_two_threads_read_then_write_without_an_error(store: Store) -> None:
    together(2, lambda _: count_up(store, 300))

    with store.reading() as uow:
        assert uow.bot_state.get("count") == "600"


def test_two_stores_on_one_file_read_then_write_without_an_error(store: Store, path: Path) -> None:
    other = open_store(path)

    together(2, lambda n: count_up([store, other][n], 300))

    other.close()
    with store.reading() as uow:
        assert uow.bot_state.get("count") == "600"


def test_one_thread_has_one_unit_of_work_at_a_time(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.bot_state.set("outer", "kept")
        with pytest.raises(RuntimeError, match="already"), store.unit_of_work():
            pass

    with store.reading() as uow:
        assert uow.bot_state.get("outer") == "kept"


def test_a_reader_sees_one_moment_and_holds_no_writer_up(store: Store) -> None:
    with store.reading() as uow:
        assert list(uow.orders.each()) == []
        writer = Thread(target=lambda: save_the_order(store))
        writer.start()
        writer.join()
        assert list(uow.orders.each()) == []

    with store.reading() as uow:
        assert list(uow.orders.each()) == [ORDER]


def save_the_order(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.orders.save(ORDER)


def test_reading_inside_a_unit_of_work_sees_what_it_did(store: Store) -> None:
    with store.unit_of_work() as writing:
        writing.orders.save(ORDER)
        with store.reading() as reading:
            assert list(reading.orders.each()) == [ORDER]
        writing.bot_state.set("still", "writing")


def test_writing_while_reading_is_a_mistake_not_an_outage(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"), store.reading() as uow:
        uow.orders.save(ORDER)

    save_the_order(store)


def accept_much(store: Store) -> None:
    with store.unit_of_work() as uow:
        for n in range(1000):
            uow.inbox.add(envelope(f"{n}", text="x" * 500))


def test_a_full_disk_refuses_and_keeps_what_was_there(store: Store, disk: Disk) -> None:
    save_the_order(store)
    [(pages,), *_rest] = disk.ask("page_count")
    disk.tell(f"max_page_count = {pages}")

    with pytest.raises(StoreUnavailable, match="out of disk space"):
        accept_much(store)

    disk.tell(f"max_page_count = {pages + 1000}")
    assert store.writable()
    with store.reading() as uow:
        assert list(uow.orders.each()) == [ORDER]
        assert uow.inbox.counts()["waiting"] == 0


def test_where_no_byte_can_be_written_the_probe_says_so_each_time(store: Store) -> None:
    assert store.writable()
    with no_room():
        assert not store.writable()
        assert not store.writable()
    assert store.writable()


def test_a_read_only_file_can_be_read_not_written(store: Store, disk: Disk) -> None:
    save_the_order(store)
    disk.tell("query_only = ON")

    with pytest.raises(StoreUnavailable, match="read-only"):
        save_the_order(store)

    assert not store.writable()
    disk.tell("query_only = OFF")
    assert store.writable()


def test_a_file_locked_for_too_long_refuses(
    store: Store, path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database.URGENT_SECONDS", 0)
    holder = sqlite3.connect(path)
    holder.execute("BEGIN IMMEDIATE")
    disk.tell("busy_timeout = 0")

    with pytest.raises(StoreUnavailable, match="locked"):
        save_the_order(store)
    assert not store.writable()

    holder.close()
    assert store.writable()


def test_while_the_file_is_rewritten_nobody_is_refused(path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    line = FairSemaphore()
    monkeypatch.setattr("store.database.FairSemaphore", lambda: line)
    monkeypatch.setattr("store.database.URGENT_SECONDS", 0)
    store = open_store(path)
    disk.tell(f"busy_timeout = {PATIENCE * 1000}")
    before = len(disk.connections)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder, ThreadPoolExecutor() as threads:
        holder.execute("BEGIN IMMEDIATE")
        rewriting = threads.submit(store.rewrite)
        until(lambda: len(disk.connections) > before)
        writing = threads.submit(store.writable)
        until(lambda: line.urgent == 1 or writing.done())
        holder.execute("ROLLBACK")
        rewriting.result()
        assert writing.result()
    store.close()


def test_a_place_where_no_file_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()

    with pytest.raises(StoreUnavailable, match=r"a-file/setup-now\.db cannot be made"):
        open_store(tmp_path / "a-file" / "setup-now.db")
    with pytest.raises(StoreUnavailable, match="not to be opened"):
        open_store(tmp_path)


def test_a_bug_in_a_statement_is_no_outage(store: Store, disk: Disk) -> None:
    db = disk.connections[-1]
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.unit_of_work():
        db.execute("SELECT * FROM nowhere")


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()

    with pytest.raises(StoreUnavailable, match="closed"), store.unit_of_work():
        pass
    assert not store.writable()


def test_there_are_no_more_connections_than_threads_that_use_the_file_at_once(store: Store, disk: Disk) -> None:
    for _ in range(20):
        together(2, lambda _: save_the_order(store))

    assert len(disk.connections) <= 2


def test_commits_are_on_disk_when_they_return(store: Store, disk: Disk) -> None:
    assert set(disk.ask("journal_mode")) == {("wal",)}
    assert set(disk.ask("synchronous")) == {(2,)}
    assert set(disk.ask("foreign_keys")) == {(1,)}


def test_what_may_be_rolled_back_alone_is_put_aside_in_memory(store: Store) -> None:
    with store.unit_of_work() as uow:
        assert uow.db.execute("PRAGMA temp_store").fetchone() == (2,)


def test_what_a_process_has_in_hand_is_put_back_together(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.inbox.add(envelope("1"))
        owe(uow, "hello", ANN)
        uow.inbox.lease("gone", NOON)
        uow.outbox.lease("gone", NOON)

        assert uow.release_leases("gone") == 2
        assert uow.inbox.lease("new", NOON)
        assert uow.outbox.lease("new", NOON)
