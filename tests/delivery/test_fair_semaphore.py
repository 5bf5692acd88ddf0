"""The fair semaphore: first come, first served, but the urgent before the others."""

from threading import Event, Thread

from bot.fair_semaphore import FairSemaphore
from playground.patience import PATIENCE


def test_the_longest_waiting_goes_next_of_the_urgent_first() -> None:
    semaphore = FairSemaphore()
    served: list[int] = []

    def wait_in_line(n: int) -> None:
        assert semaphore.acquire(timeout=PATIENCE, is_urgent=n >= 8)
        served.append(n)
        semaphore.release()

    assert semaphore.acquire(timeout=0)
    threads = [Thread(target=wait_in_line, args=(n,)) for n in range(10)]
    for n, thread in enumerate(threads):
        thread.start()
        while len(semaphore) <= n:
            pass
    semaphore.release()
    for thread in threads:
        thread.join()

    assert served == [8, 9, *range(8)]


def test_who_waited_too_long_leaves_the_line() -> None:
    semaphore = FairSemaphore()
    taken, gave_up = Event(), Event()

    def hold() -> None:
        semaphore.acquire(timeout=0)
        taken.set()
        gave_up.wait(PATIENCE)
        semaphore.release()

    holder = Thread(target=hold)
    holder.start()
    taken.wait(PATIENCE)
    assert not semaphore.acquire(timeout=0.001)
    gave_up.set()
    holder.join()

    assert semaphore.acquire(timeout=0)


def test_as_many_as_there_are_permits_go_at_a_time() -> None:
    semaphore = FairSemaphore(2)
    assert semaphore.acquire(timeout=0)
    assert semaphore.acquire(timeout=0)
    assert not semaphore.acquire(timeout=0)
    semaphore.release()
    assert semaphore.acquire(timeout=0)
