"""Workers: threads that take the next event whose turn it is. One person's wait in line, people go side by side."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.events import Envelope

if TYPE_CHECKING:
    from store import Store

log = logging.getLogger(__name__)

# How long an idle crew waits before it looks by itself: leases of a dead process, retries that became due.
IDLE_SECONDS = 1.0
# While the database cannot be written, trying again at once would only fill the log.
STORE_PAUSE_SECONDS = 2.0


class Crew:
    """Threads that repeat one job until it finds nothing to do, then wait for a nudge.

    `job` does one piece of work and returns whether there was any.
    """

    def __init__(self, name: str, size: int, job: Callable[[], bool]) -> None:
        self._job = job
        self._work = threading.Condition()
        self._nudges = 0
        self._stopping = False
        self._threads = [threading.Thread(target=self._run, name=f"{name}-{n}", daemon=True) for n in range(size)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """There is something to do."""
        with self._work:
            self._nudges += 1
            self._work.notify_all()

    def stop(self, timeout: float) -> None:
        """Finish what is in hand and end; returns after `timeout` seconds at the latest for each thread."""
        with self._work:
            self._stopping = True
            self._work.notify_all()
        for thread in self._threads:
            thread.join(timeout)

    @property
    def alive(self) -> bool:
        """Return whether every thread runs."""
        return all(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        seen = 0
        while not self._stopping:
            if self._worked():
                continue
            with self._work:
                if self._nudges == seen and not self._stopping:
                    self._work.wait(IDLE_SECONDS)
                seen = self._nudges

    def _worked(self) -> bool:
        try:
            return self._job()
        except StoreUnavailable as error:
            log.error(  # noqa: TRY400 - the cause says it all, and this comes every two seconds
                "the database cannot be used", extra={"action": "store_unavailable", "cause": str(error)}
            )
            self._pause()
        except Exception:
            log.exception("work failed", extra={"action": "work_failed"})
            self._pause()
        return False

    def _pause(self) -> None:
        with self._work:
            self._work.wait_for(lambda: self._stopping, STORE_PAUSE_SECONDS)


class InboxJob:
    """One piece of a worker's work: lease the next event and have it handled."""

    def __init__(
        self,
        store: "Store",
        handle: Callable[[Envelope], None],
        clock: Clock,
        owner: str,
        after: Callable[[], None],
    ) -> None:
        self._store = store
        self._handle = handle
        self._clock = clock
        self._owner = owner
        self._after = after

    def __call__(self) -> bool:
        envelope = self._lease(self._clock.now())
        if envelope is None:
            return False
        self._handle(envelope)
        self._after()
        return True

    def _lease(self, now: datetime) -> Envelope | None:
        # Idle workers look often; looking must not cost a write.
        with self._store.reading() as uow:
            due = uow.inbox.next_due()
        if due is None or due > now:
            return None
        with self._store.unit_of_work() as uow:
            return uow.inbox.lease(self._owner, now)
