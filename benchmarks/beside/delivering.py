"""Deliveries at an even pace, from a process of their own, so that whoever measures is not what is measured."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from threading import Lock, Thread
from time import perf_counter, sleep

LINES = 16
PATIENCE = 30.0
ACKNOWLEDGED = range(200, 300)

Body = tuple[bytes, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How long each delivery took to be answered, in seconds; None for one that was not acknowledged."""

    seconds: list[float | None]

    def percentile(self, share: float) -> float:
        """Return the time within which this share of what was acknowledged was."""
        ordered = sorted(each for each in self.seconds if each is not None)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def deliver(port: int, bodies: Sequence[Body], a_second: float) -> list[float | None]:
    """Deliver each at its moment, whether or not those before it were answered, over a few lines."""
    taken: list[float | None] = [None] * len(bodies)
    turns, lock, started = iter(range(len(bodies))), Lock(), perf_counter() + 0.1

    def carry() -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while True:
            with lock:
                n = next(turns, None)
            if n is None:
                return
            due = started + n / a_second
            sleep(max(0.0, due - perf_counter()))
            body, headers = bodies[n]
            try:
                line.request("POST", "/webhooks/webex", body, headers)
                answer = line.getresponse()
                answer.read()
            except (OSError, HTTPException):
                line.close()
                continue
            taken[n] = perf_counter() - due if answer.status in ACKNOWLEDGED else None

    threads = [Thread(target=carry) for _ in range(LINES)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return taken


def delivering(port: int, bodies: Sequence[Body], a_second: float) -> Callable[[], Acknowledged]:
    """Begin to deliver in another process; returns what waits for its end."""
    processes = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    # Whoever is killed in the middle is not to be killed before the process is there.
    processes.submit(int).result()
    job: Future[list[float | None]] = processes.submit(partial(deliver, port, bodies, a_second))

    def end() -> Acknowledged:
        with processes:
            return Acknowledged(job.result())

    return end
