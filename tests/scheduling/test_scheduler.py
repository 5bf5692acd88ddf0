"""The metronome: it beats, goes on after a mistake, and stops when told."""

import logging
import threading
from collections.abc import Iterator

import pytest

from bot.scheduling.scheduler import Beats

SOON = 0.01
PATIENCE = 10


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


def test_a_mistake_is_logged_with_its_name_and_the_beat_goes_on(beats: Beats, caplog: pytest.LogCaptureFixture) -> None:
    left, again = [1], threading.Event()

    def beat() -> None:
        if left:
            raise RuntimeError(left.pop())
        again.set()

    with caplog.at_level(logging.ERROR):
        beats.every(SOON, "sweep", beat)
        beats.start()
        assert again.wait(PATIENCE)
        beats.stop()
    [record] = [record for record in caplog.records if record.message == "beat failed"]
    assert vars(record)["beat"] == "sweep"


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
