"""Worker pools: threads that each do the next piece of one kind of work, such as handling events."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from bot.errors import StoreUnavailable

log = logging.getLogger(__name__)

# How often an idle pool looks for work by itself: retries that became due, leases of a dead process.
LOOK_SECONDS = 0.5
# How long a thread without work waits for the next rush before it ends.
LINGER_SECONDS = 10.0
# The pause after a failure; without it a database that cannot be written would fill the log.
STORE_PAUSE_SECONDS = 2.0


class WorkerPool:
    """Threads that repeat one job until it finds nothing to do, then wait for a nudge.

    A job does one piece of work and returns whether there was any. It nudges its own pool as soon as it has found some,
    so that another thread looks for the next piece: one that is idle, or a new one, up to `size` of them. A thread that
    is not needed for a while ends. One of the idle threads is the lookout, which looks for work without a nudge, every
    `LOOK_SECONDS`; `look_again` is given these seconds and may return fewer.
    """

    def __init__(self, name: str, size: int, look_again: Callable[[float], float] = float) -> None:
        self._name = name
        self._size = size
        self._look_again = look_again
        self._job: Callable[[], bool] = lambda: False
        self._work = threading.Condition()
        self._threads: set[threading.Thread] = set()
        self._nudges = 0
        self._idle = 0
        self._called = 0
        self._has_lookout = False
        self._is_troubled = False
        self._is_started = False
        self._stopping = False

    def start(self, job: Callable[[], bool]) -> None:
        with self._work:
            self._job = job
            self._is_started = True
            self._hire()

    def nudge(self) -> None:
        """Wake a thread, or start one: there is something to do."""
        with self._work:
            self._nudges += 1
            if self._idle > self._called:
                self._called += 1
                self._work.notify()
            elif self._is_started and not self._stopping and not self._is_troubled and len(self._threads) < self._size:
                self._hire()

    def stop(self, seconds: float) -> bool:
        """Let the threads finish what they have in hand, and end; return whether they did within so many seconds."""
        until = monotonic() + seconds
        with self._work:
            self._stopping = True
            self._work.notify_all()
            return self._work.wait_for(lambda: not self._threads, until - monotonic())

    @property
    def alive(self) -> bool:
        """Whether there are threads, and all of them run."""
        with self._work:
            return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def _hire(self) -> None:
        thread = threading.Thread(target=self._run, name=f"{self._name}-{len(self._threads)}", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _run(self) -> None:
        is_needed = True
        while is_needed and not self._stopping:
            seen = self._nudges
            is_needed = self._worked() or self._waited(seen)
        with self._work:
            self._threads.discard(threading.current_thread())
            self._work.notify_all()

    def _waited(self, seen: int) -> bool:
        """Wait for a nudge, or as the lookout until it is time to look; return False for a thread that may end."""
        with self._work:
            if self._nudges != seen:
                return True
            is_lookout, self._has_lookout = not self._has_lookout, True
            self._idle += 1
            is_called = self._work.wait_for(
                lambda: self._called or self._stopping,
                self._look_again(LOOK_SECONDS) if is_lookout else LINGER_SECONDS,
            )
            self._idle -= 1
            self._called -= bool(self._called)
            self._has_lookout = self._has_lookout and not is_lookout
            return bool(is_called) or is_lookout

    def _worked(self) -> bool:
        try:
            return self._job()
        except StoreUnavailable as error:
            log.error(  # noqa: TRY400 - the cause says it all, and this comes every two seconds
                "the database cannot be used", extra={"action": "store_unavailable", "cause": str(error)}
            )
        except Exception:
            log.exception("work failed", extra={"action": "work_failed"})
        self._pause()
        return True

    def _pause(self) -> None:
        with self._work:
            self._is_troubled = True
            self._work.wait_for(lambda: self._stopping, STORE_PAUSE_SECONDS)
            self._is_troubled = False


class SingleFlight:
    """Runs something slow in a thread of its own, never twice at once. Stopping the bot does not wait for it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._is_under_way = threading.Lock()
        self._done = threading.Event()

    def set_out(self, job: Callable[[], None]) -> None:
        """Run the job, unless one is still running."""
        if self._is_under_way.acquire(blocking=False):
            self._done.clear()
            threading.Thread(target=self._run, args=(job,), name=self._name, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait until the job has ended; return False when that takes longer than so many seconds."""
        return self._done.wait(seconds)

    def _run(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception:
            log.exception("errand failed", extra={"action": "errand_failed", "errand": self._name})
        finally:
            self._is_under_way.release()
            self._done.set()
