"""The machine: a disk that is full, a file that is read-only or damaged, a clock that jumps, processes that die."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.processes import SILENCE_SECONDS, NeighbourWatch
from bot.domain.outgoing import Address, Lane, Message
from bot.domain.processes import Neighbour
from bot.errors import StoreUnavailable
from bot.operations.heartbeat import ClockWatch
from playground.patience import PATIENCE
from store import open_store
from store.file.lending import Connections
from tests.fakes.disk import Disk, no_room
from tests.fakes.webex import Meanwhile
from tests.logged import everything_logged
from tests.staging.actors import Actor, order_named_in
from tests.staging.deliveries import delivery, post
from tests.staging.live import Live
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun


@contextmanager
def full_disk(disk: Disk, stage: Stage) -> Iterator[None]:
    """Let the file grow no further, for every connection of the bot's."""
    [(pages,), *_rest] = disk.ask("page_count")
    disk.tell(f"max_page_count = {pages}")
    fill_the_last_page(stage)
    yield
    disk.tell("max_page_count = 1000000")


def fill_the_last_page(stage: Stage) -> None:
    """Use up the room that is left in the pages there are."""
    for size in (4000, 400, 40, 1):
        for n in range(1000):
            try:
                with stage.bot.store.unit_of_work() as uow:
                    uow.bot_state.set(f"filler.{size}.{n}", "x" * size)
            except StoreUnavailable:
                break


@contextmanager
def no_writing(disk: Disk, stage: Stage) -> Iterator[None]:
    """Let nothing be stored, as on a file that is read-only, and nobody wait for it; reading goes on."""
    disk.tell("busy_timeout = 10")
    with closing(sqlite3.connect(stage.bot.store.path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield


def test_while_the_disk_is_full_webex_is_told_to_come_again_and_then_all_goes_on(
    disk: Disk, stage: Stage, ada: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    ada.says("help")
    many = [delivery("messages", f"M-{n}", ada.person.id, "R-1") for n in range(60)]
    with full_disk(disk, stage):
        answers = [post(stage.http_url, content) for content in many]
        assert answers[-1] == 503
        assert stage.bot.health.readiness()
    assert "store_unavailable" in everything_logged(caplog)
    assert [post(stage.http_url, content) for content in many] == [204] * 60
    ada.person.says(stage.me, "order 5")
    for _ in range(20):
        stage.wait(minutes=60)
    assert "order 5" in ada.heard


def test_what_cannot_be_stored_costs_no_call(tmp_path: Path) -> None:
    """A call is set aside to read each event at once; nobody makes it for one that Webex has to tell of again."""
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC), calls_per_minute=60) as stage:
        ada = stage.person("ada@cisco.example.com", "Ada Admin").says("help")
        pool = stage.bot.workers.handling.pool
        pool.start(lambda: False)
        with no_room():
            for n in range(55):
                assert post(stage.http_url, delivery("messages", f"M-{n}", ada.person.id, "R-1")) == 503
                stage.clock.passes(seconds=1)
        assert pool.stop(PATIENCE)
        assert stage.budget.has_one_for(Lane.REPLY)


def test_what_was_typed_while_nothing_could_be_stored_is_fetched_once_it_can(
    disk: Disk, stage: Stage, ann: Actor, ada: Actor
) -> None:
    begun(stage, ann)
    stage.bot.lifecycle.guard.check()
    with no_writing(disk, stage):
        for n in range(2):
            ada.person.says(stage.me, f"order {n}")
            stage.world.settle()
            stage.clock.passes(minutes=1)
        with pytest.raises(StoreUnavailable):
            stage.bot.lifecycle.guard.check()
    stage.clock.passes(seconds=30)
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert [order_named_in(each.text) for each in ada.answers] == ["0", "1"]
    assert "If you pressed a button meanwhile" in ann.sees

    heard = len(ada.answers), len(ann.answers)
    stage.clock.passes(seconds=30)
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert heard == (len(ada.answers), len(ann.answers))


def test_an_event_whose_handling_cannot_be_stored_is_handled_when_it_can(disk: Disk, stage: Stage, ada: Actor) -> None:
    ada.says("help")
    door = stage.begin_again_through(Meanwhile)
    ada.person.says(stage.me, "order 5")
    stage.world.settle()
    with ExitStack() as meanwhile:
        door.during.append(lambda: meanwhile.enter_context(no_writing(disk, stage)))
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                stage.bot.workers.handling.next()
    stage.settle()
    assert len(ada.answers) == 2
    assert "order 5" in ada.sees


def test_a_post_that_cannot_be_noted_is_noted_when_it_can_and_not_made_again(
    disk: Disk, stage: Stage, ada: Actor
) -> None:
    door = stage.begin_again_through(Meanwhile)
    with stage.bot.store.unit_of_work() as uow:
        uow.outbox.post(Address(email=ada.email), Message("one"), Lane.REPLY, stage.clock.now())
    with ExitStack() as meanwhile:
        door.during.append(lambda: meanwhile.enter_context(no_writing(disk, stage)))
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                stage.bot.workers.posting.next()
            assert [each.text for each in ada.answers] == ["one"]
    stage.settle()
    with stage.bot.store.reading() as uow:
        assert uow.outbox.counts()["sent"] == 1
    assert [each.text for each in ada.answers] == ["one"]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_jumps_an_hour_says_nothing_twice(stage: Stage, ann: Actor, ada: Actor, jump: timedelta) -> None:
    stage.import_orders(CONTOSO)
    stage.go_to(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    stage.bot.lifecycle.heartbeat.beat()
    stage.world.faults.failing(503, 1, method="POST", path="/messages")
    ada.says("help")
    stage.world.faults.too_early(1, path="/messages/")
    ada.says("order 5")

    stage.clock.move_to(stage.clock.now() + jump)
    stage.bot.lifecycle.heartbeat.beat()
    stage.settle()
    stage.wait(seconds=10)
    assert len(ada.answers) == 2, "nobody waits an hour for the clock to come back"
    stage.clock.move_to(stage.clock.now() - jump)
    stage.bot.lifecycle.heartbeat.beat()
    stage.settle()
    stage.wait(hours=2)
    assert len(ann.answers) == 1
    assert len(ada.answers) == 2


def test_who_lives_here_is_not_taken_for_dead_whatever_the_clock_says() -> None:
    stopwatch = [0.0]
    watch = NeighbourWatch("here", lambda pid, started: pid == 1, lambda: stopwatch[0])

    def neighbour(owner: str, host: str, pid: int, beats: int) -> Neighbour:
        return Neighbour(owner, host, pid, "10:00", beats)

    assert watch.dead([neighbour("ended", "here", 2, 7), neighbour("far", "there", 2, 7)]) == ["ended"]
    stopwatch[0] += SILENCE_SECONDS
    assert watch.dead([neighbour("far", "there", 2, 7), neighbour("new", "there", 3, 0)]) == []
    stopwatch[0] += 1
    assert watch.dead([neighbour("far", "there", 2, 7), neighbour("new", "there", 3, 0)]) == ["far"]
    assert watch.dead([neighbour("far", "there", 2, 8)]) == [], "it is back"


def test_a_clock_set_back_is_noticed() -> None:
    watch, noon = ClockWatch(), datetime(2026, 3, 2, 12, tzinfo=UTC)
    moments = [noon, noon, noon + timedelta(hours=1), noon + timedelta(seconds=5)]
    assert [watch.was_set_back(each) for each in moments] == [False, False, False, True]


def test_metrics_tell_what_happened(live: Live) -> None:
    ann = live.world.person("ann@example.com")
    live.world.faults.duplicate = 1
    live.world.faults.rate_limited(1, retry_after=1, method="POST", path="/messages")
    ann.says(live.me, "help")
    told = (
        'setup_now_events_accepted_total{kind="messages:created"} 1.0',
        'setup_now_events_repeated_total{kind="messages:created"}',
        'setup_now_events_handled_total{kind="messages:created"}',
        'setup_now_messages_sent_total{operation="post"} 1.0',
        'setup_now_messages_retried_total{why="RateLimited"} 1.0',
        "setup_now_rate_limits_total 1.0",
        "setup_now_inbox_backlog 0.0",
    )
    live.until(lambda: [line for line in told if line not in live.metrics()] == [])


def test_in_place_of_a_file_that_was_removed_none_is_made_and_none_is_used(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    kept = stage.database_file.with_name("away.db")
    stage.database_file.rename(kept)
    fresh = Connections(stage.database_file)
    with pytest.raises(StoreUnavailable, match="not to be opened"):
        fresh.borrow()
    assert not stage.database_file.exists()
    kept.rename(stage.database_file)
    fresh.borrow().close()
    stage.database_file.rename(kept)
    open_store(stage.database_file).close()
    with pytest.raises(StoreUnavailable, match="removed or replaced"):
        fresh.borrow()
    stage.database_file.unlink()
    kept.rename(stage.database_file)


@pytest.mark.parametrize("gone", ["-wal", ""], ids=["its log", "the file"])
def test_a_log_that_was_removed_is_told_and_what_was_done_since_is_kept(stage: Stage, ada: Actor, gone: str) -> None:
    ada.says("help")
    told = "the database or its log was removed or replaced"
    assert told not in stage.bot.health.readiness()

    away = Path(f"{stage.database_file}{gone}")
    away.rename(away.with_name("away.db"))
    if not gone:
        away.write_bytes(b"")
    assert told in stage.bot.health.readiness()
    ada.says("help")

    stage.bot.store.close()
    if not gone:
        away.with_name("away.db").rename(away)
    with closing(sqlite3.connect(stage.database_file)) as db:
        assert db.execute("SELECT count(*) FROM outbox WHERE status = 'sent'").fetchone() == (2,)
    stage.begin_again()
    assert told not in stage.bot.health.readiness()
