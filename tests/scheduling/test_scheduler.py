"""The metronome: it beats, goes on after a mistake, and stops when told."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from bot.errors import StoreUnavailable
from bot.scheduling.scheduler import Beats, Every
from playground.patience import PATIENCE
from tests.logged import logged_by

SOON = 0.01
HOUR, FIFTY_YEARS = timedelta(hours=1), timedelta(days=50 * 365.25)


@pytest.fixture
def beats() -> Iterator[Beats]:
    beats = Beats()
    yield beats
    beats.stop()


def test_it_beats_again_and_again(beats: Beats) -> None:
    made = threading.Semaphore(0)
    beats.every(SOON, "sweep", made.release)
    beats.start()
    assert all(made.acquire(timeout=PATIENCE) for _ in range(3))


@pytest.mark.parametrize("mistake", [RuntimeError("1"), StoreUnavailable("The database is out of disk space")])
def test_a_mistake_is_logged_with_its_name_and_the_beat_goes_on(
    beats: Beats, caplog: pytest.LogCaptureFixture, mistake: Exception
) -> None:
    left, again = [mistake], threading.Event()

    def beat() -> None:
        if left:
            raise left.pop()
        again.set()

    with caplog.at_level(logging.ERROR):
        beats.every(SOON, "sweep", beat)
        beats.start()
        assert again.wait(PATIENCE)
        beats.stop()
    [record] = logged_by("bot.scheduling.scheduler", caplog)
    assert vars(record)["beat"] == "sweep"
    assert (record.exc_info is None) == isinstance(mistake, StoreUnavailable), "a full disk has no room for a traceback"


def test_a_slow_beat_is_never_made_twice_at_once_and_stopping_waits_for_it(beats: Beats) -> None:
    running, most, other, finish = [0], [0], threading.Event(), threading.Event()

    def slow() -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        finish.wait(PATIENCE)
        running[0] -= 1

    beats.every(SOON, "slow", slow)
    beats.every(SOON * 5, "other", other.set)
    beats.start()
    assert other.wait(PATIENCE)
    finish.set()
    beats.stop()
    assert (most[0], running[0]) == (1, 0)


def test_stopping_what_never_started_does_nothing() -> None:
    Beats().stop()


class WallClock:
    """The machine's clock, as APScheduler reads it and as we do, until somebody sets it."""

    def __init__(self) -> None:
        self.ahead = self.to = timedelta()

    def now(self, zone: tzinfo | None = None) -> datetime:
        """Return the moment; only APScheduler names a zone."""
        self.ahead = self.to
        return datetime.now(UTC) + self.ahead


class SetInBetween(WallClock):
    """Such a clock that is set when we have just looked whether it was, and APScheduler is about to read it."""

    def now(self, zone: tzinfo | None = None) -> datetime:
        return super().now() if zone else datetime.now(UTC) + self.ahead


@pytest.mark.parametrize(
    ("clock", "jump"),
    [(WallClock, HOUR), (WallClock, timedelta(days=1)), (WallClock, FIFTY_YEARS), (SetInBetween, HOUR)],
)
def test_it_keeps_its_pace_however_the_clock_is_set(
    monkeypatch: pytest.MonkeyPatch, clock: type[WallClock], jump: timedelta
) -> None:
    wall, made = clock(), threading.Semaphore(0)
    monkeypatch.setattr(base, "datetime", wall)
    beats = Beats(wall)
    beats.every(SOON, "sweep", made.release)
    beats.start()
    for ahead in (jump, timedelta(), -jump, jump, timedelta()):
        wall.to = ahead
        while wall.ahead != ahead:
            assert made.acquire(timeout=PATIENCE)
        while made.acquire(blocking=False):
            pass
        assert all(made.acquire(timeout=PATIENCE) for _ in range(3))
    beats.stop()


def test_what_was_missed_in_fifty_years_is_made_up_for_by_one_beat() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert Every(1).get_next_fire_time(now - FIFTY_YEARS, now) == now + timedelta(seconds=1)
