"""The pool: what is handed to it is done by a thread, whatever else it is called to, and nothing is done twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Barrier, Event, Lock, Semaphore, stack_size
from threading import enumerate as enumerate_threads

import pytest

from bot.delivery.single_flight import SingleFlight
from bot.delivery.worker_pool import WorkerPool
from playground.patience import PATIENCE

# More than any machine gives to a thread.
ENDLESS = 1 << 46


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool("worker", 4)
    yield pool
    assert pool.stop(PATIENCE)


def until(condition: Callable[[], bool]) -> None:
    reached = Event()
    while not condition():
        reached.wait(0.001)


def test_what_is_handed_and_what_is_looked_for_are_done_side_by_side(pool: WorkerPool) -> None:
    together, found = Barrier(4, timeout=PATIENCE), Semaphore(0)

    def look() -> bool:
        if found.acquire(blocking=False):
            together.wait()
        return False

    def meet() -> bool:
        together.wait()
        return True

    pool.start(look)
    until(lambda: pool.has_room)
    found.release()
    pool.nudge()
    pool.hand(meet)
    pool.hand(meet)
    together.wait()
    until(lambda: pool.has_room)


def test_nobody_is_hired_for_what_whoever_waits_for_a_slot_takes() -> None:
    computing, done = Lock(), Event()

    @contextmanager
    def slot() -> Iterator[None]:
        with computing:
            yield

    def do() -> bool:
        done.set()
        return True

    pool = WorkerPool("slotted", 8, slot=slot)
    with computing:
        pool.start(lambda: False)
        assert pool.has_room
        pool.hand(do)
        assert len([each for each in enumerate_threads() if each.name.startswith("slotted")]) == 1
    assert done.wait(PATIENCE)
    assert pool.stop(PATIENCE)


def test_each_piece_is_done_once_and_in_its_order_by_however_few_threads() -> None:
    pool, done = WorkerPool("worker", 1), list[int]()

    def do(n: int) -> bool:
        done.append(n)
        return True

    pool.start(lambda: False)
    for n in range(100):
        pool.hand(partial(do, n))
    until(lambda: len(done) == 100)
    assert pool.stop(PATIENCE)
    assert done == list(range(100))


def test_there_is_no_room_before_the_start_and_once_it_has_stopped() -> None:
    pool = WorkerPool("worker", 1)
    assert not pool.has_room
    pool.start(lambda: False)
    until(lambda: pool.has_room)
    assert pool.stop(PATIENCE)
    assert not pool.has_room


@contextmanager
def no_more_threads() -> Iterator[None]:
    """Let the system refuse every new thread, as it does where a process has as many as it may have."""
    usual = stack_size(ENDLESS)
    try:
        yield
    finally:
        stack_size(usual)


def test_where_the_system_gives_no_more_threads_those_that_are_there_do_all_of_it(pool: WorkerPool) -> None:
    begun, go_on, done = Event(), Event(), list[int]()

    def hold() -> bool:
        begun.set()
        return go_on.wait(PATIENCE)

    def do(n: int) -> bool:
        done.append(n)
        return True

    pool.start(lambda: False)
    until(lambda: pool.has_room)
    pool.hand(hold)
    assert begun.wait(PATIENCE)
    with no_more_threads():
        pool.nudge()
        for n in range(3):
            pool.hand(partial(do, n))
        assert not pool.has_room, "nothing more is taken in hand for a while"
    assert done == []
    go_on.set()
    until(lambda: len(done) == 3)
    assert pool.alive


def test_what_got_no_thread_sets_out_the_next_time() -> None:
    flight, done = SingleFlight("flight"), Event()
    with no_more_threads():
        flight.set_out(done.set)
    flight.set_out(done.set)
    assert done.wait(PATIENCE)
