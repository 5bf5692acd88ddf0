"""Turns: first come, first served, but the urgent before the others."""

from threading import Event, Thread

from bot.turns import Turns


def test_the_longest_waiting_goes_next_of_the_urgent_first() -> None:
    turns = Turns()
    served: list[int] = []

    def wait_in_line(n: int) -> None:
        assert turns.take(timeout=10, is_urgent=n >= 8)
        served.append(n)
        turns.hand_on()

    assert turns.take(timeout=0)
    threads = [Thread(target=wait_in_line, args=(n,)) for n in range(10)]
    for n, thread in enumerate(threads):
        thread.start()
        while len(turns) <= n:
            pass
    turns.hand_on()
    for thread in threads:
        thread.join()

    assert served == [8, 9, *range(8)]


def test_who_waited_too_long_leaves_the_line() -> None:
    turns = Turns()
    taken, gave_up = Event(), Event()

    def hold() -> None:
        turns.take(timeout=0)
        taken.set()
        gave_up.wait(10)
        turns.hand_on()

    holder = Thread(target=hold)
    holder.start()
    taken.wait(10)
    assert not turns.take(timeout=0.001)
    gave_up.set()
    holder.join()

    assert turns.take(timeout=0)


def test_as_many_as_there_are_places_go_at_a_time() -> None:
    turns = Turns(2)
    assert turns.take(timeout=0)
    assert turns.take(timeout=0)
    assert not turns.take(timeout=0)
    turns.hand_on()
    assert turns.take(timeout=0)
