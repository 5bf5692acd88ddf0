"""Single flight: something slow runs beside everything else, and never twice at once."""

import logging
import threading
from collections.abc import Callable

from bot.delivery.worker_pool import started
from bot.repeated_failures import RepeatedFailures

log = logging.getLogger(__name__)


class SingleFlight:
    """Runs something slow in a thread of its own, never twice at once. Stopping the bot does not wait for it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._failures = RepeatedFailures(log)
        self._is_under_way = threading.Lock()
        self._done = threading.Event()

    def set_out(self, job: Callable[[], None]) -> None:
        """Run the job, unless one is still running."""
        if self._is_under_way.acquire(blocking=False):
            # Each run has its own, so that the end of one is never taken for the end of the next.
            self._done = threading.Event()
            if not started(threading.Thread(target=self._run, args=(job, self._done), name=self._name, daemon=True)):
                self._is_under_way.release()

    def wait(self, seconds: float) -> bool:
        """Wait until the job has ended; return False when that takes longer than so many seconds."""
        return self._done.wait(seconds)

    def _run(self, job: Callable[[], None], done: threading.Event) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged
            self._failures.note("background work failed", error, action="background_failed", work=self._name)
        finally:
            self._is_under_way.release()
            done.set()
