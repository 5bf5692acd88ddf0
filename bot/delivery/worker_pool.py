"""Worker pools: threads that each do the next piece of one kind of work, such as handling events."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import monotonic

from bot.repeated_failures import RepeatedFailures

log = logging.getLogger(__name__)

# How often an idle pool looks for work by itself: retries that became due, leases of a dead process.
LOOK_SECONDS = 0.5
# How long a thread without work waits for the next rush before it ends.
LINGER_SECONDS = 10.0
# The pause after a failure; without it a database that cannot be written would fill the log.
STORE_PAUSE_SECONDS = 2.0
# The pause before another thread is asked for where the system gave none.
REFUSED_PAUSE_SECONDS = 2.0


class WorkerPool:
    """Threads that repeat one job until it finds nothing to do, then wait for a nudge.

    A job does one piece of work and returns whether there was any. It nudges its own pool where it has found more than
    it took, so that another thread looks for the next piece: one with nothing in hand, or a new one, up to `size` of
    them. One look is called for at a time, since whoever looks sees all that there is. What is taken already is handed
    to a thread, and needs no look. A thread that is not needed for a while ends. One of those that rest is the lookout,
    which looks for work without a nudge, every `LOOK_SECONDS`; `look_again` is given these seconds and may return
    fewer. `slot` is what a thread holds while it does a piece of work.
    """

    def __init__(
        self,
        name: str,
        size: int,
        look_again: Callable[[float], float] = lambda usual: usual,
        slot: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._name = name
        self._size = size
        self._look_again = look_again
        self._slot = slot
        self._job: Callable[[], bool] = lambda: False
        self._failures = RepeatedFailures(log)
        self._work = threading.Condition()
        self._threads: set[threading.Thread] = set()
        self._handed: deque[Callable[[], bool]] = deque()
        # How many threads have nothing in hand, and how many of these rest. The others wait for their slot, and take
        # then what there is: a new thread would only wait behind them.
        self._free = self._resting = 0
        self._is_called = False
        self._lookout: threading.Thread | None = None
        self._look_at = self._hire_at = 0.0
        self._is_troubled = False
        self._is_started = False
        self._stopping = threading.Event()

    def start(self, job: Callable[[], bool]) -> None:
        with self._work:
            self._job = job
            self._is_started = True
            self._hire()

    def nudge(self) -> None:
        """Wake a thread, or start one: there is something to do. Nothing happens where one is on its way to look."""
        with self._work:
            if not self._is_called:
                self._is_called = True
                self._summon()

    def hand(self, piece: Callable[[], bool]) -> None:
        """Let a thread do a piece of work that is taken already, before it looks for more."""
        with self._work:
            self._handed.append(piece)
            self._summon()

    @property
    def has_room(self) -> bool:
        """Whether a thread would take what is handed to it as soon as it has its slot."""
        with self._work:
            return self._free > self._wanted or self._may_hire()

    def stop(self, seconds: float) -> bool:
        """Let the threads finish what they have in hand, and end; return whether they did within so many seconds."""
        until = monotonic() + seconds
        with self._work:
            self._stopping.set()
            self._work.notify_all()
            return self._work.wait_for(lambda: not self._threads, until - monotonic())

    @property
    def alive(self) -> bool:
        """Whether there are threads, and all of them run."""
        with self._work:
            return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def _may_hire(self) -> bool:
        is_working = self._is_started and not self._stopping.is_set() and not self._is_troubled
        return is_working and len(self._threads) < self._size and monotonic() >= self._hire_at

    def _summon(self) -> None:
        if self._free - self._resting >= self._wanted:
            return
        if self._free >= self._wanted:
            self._work.notify()
        elif self._may_hire():
            self._hire()

    def _hire(self) -> None:
        thread = threading.Thread(target=self._run, name=f"{self._name}-{len(self._threads)}", daemon=True)
        if started(thread):
            self._free += 1
            self._threads.add(thread)
        else:
            # The threads that there are go on, and take what is left when they are done.
            self._hire_at = monotonic() + REFUSED_PAUSE_SECONDS

    def _run(self) -> None:
        is_needed = True
        while is_needed and not self._stopping.is_set():
            is_needed = self._worked() or self._waited()
        if self._stopping.is_set():
            with self._work:
                self._leave()
                self._work.notify_all()

    def _leave(self) -> None:
        """Count this thread no more; one that was called while it left would be waited for in vain."""
        if threading.current_thread() in self._threads:
            self._threads.discard(threading.current_thread())
            self._free -= 1

    def _waited(self) -> bool:
        """Wait for a nudge, or as the lookout until it is time to look; return False for a thread that may end."""
        me = threading.current_thread()
        with self._work:
            look_at = monotonic() + self._look_again(LOOK_SECONDS)
            if self._lookout is None or look_at < self._look_at:
                self._lookout, self._look_at = me, look_at
            self._resting += 1
            self._work.wait_for(
                lambda: self._wanted or self._stopping.is_set(),
                look_at - monotonic() if self._lookout is me else LINGER_SECONDS,
            )
            self._resting -= 1
            is_lookout = self._lookout in (me, None)
            self._lookout = None if is_lookout else self._lookout
            is_needed = self._wanted > 0 or is_lookout
            if not is_needed:
                self._leave()
            return is_needed

    @property
    def _wanted(self) -> int:
        """How many threads have something to do; one that has just ended a piece may take it before they do."""
        return len(self._handed) + self._is_called

    def _worked(self) -> bool:
        was_any = self._tried()
        with self._work:
            self._free += 1
        return was_any

    def _tried(self) -> bool:
        """Do a piece of work; return whether there was any, or may be after a pause."""
        try:
            with self._slot():
                return self._next_piece()()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged
            self._failures.note("work failed", error, action="work_failed", work=self._name)
        self._pause()
        return True

    def _next_piece(self) -> Callable[[], bool]:
        with self._work:
            self._free -= 1
            if self._handed:
                return self._handed.popleft()
            # What came before this moment is seen by this look.
            self._is_called = False
            return self._job

    def _pause(self) -> None:
        self._is_troubled = True
        self._stopping.wait(STORE_PAUSE_SECONDS)
        self._is_troubled = False


def started(thread: threading.Thread) -> bool:
    """Start a thread; return False, with a line in the log, where the system gives no more of them."""
    try:
        thread.start()
    except RuntimeError as error:
        log.warning(
            "the system gives no more threads",
            extra={"action": "thread_refused", "worker": thread.name, "cause": str(error)},
        )
        return False
    return True
