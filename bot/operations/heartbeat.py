"""The heartbeat: this process notes that it is alive, and frees the leases of dead ones."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.processes import NeighbourWatch, ThisProcess
from bot.delivery.single_flight import SingleFlight
from store import Store, UnitOfWork
from store.history.audit_chain import CLOCK_SET_BACK

log = logging.getLogger(__name__)

# What was in hand when two processes died may have ended them. It waits until others were served, and until it is not
# blamed for what ends one process after the other as soon as it has begun.
SUSPECTS_WAIT = timedelta(seconds=5)


class ClockWatch:
    """Notices that the wall clock was set back."""

    def __init__(self) -> None:
        self._before: datetime | None = None

    def was_set_back(self, now: datetime) -> bool:
        before, self._before = self._before, now
        return before is not None and now < before


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Notes that this process is alive.

    `nudge` wakes the workers when leases of a dead process were freed. `replan` plans all reminders anew after the
    clock was wrong.
    """

    store: Store
    clock: Clock
    process: ThisProcess
    neighbours: NeighbourWatch
    nudge: Callable[[], None]
    replan: Callable[[], None] = lambda: None
    clock_watch: ClockWatch = field(default_factory=ClockWatch)
    replanning: SingleFlight = field(default_factory=lambda: SingleFlight("replanning"))

    def enter(self) -> None:
        """Add this process to the table, before it leases anything."""
        now = self.clock.now()
        with self.store.unit_of_work() as uow:
            if uow.moments.is_behind(now):
                put_right(uow, now)
            self._enter(uow, now)
            uow.backups.await_from(now)
        self.take_over_from_the_dead()

    def beat(self) -> None:
        """Note that this process is alive, and free the leases of dead ones."""
        now = self.clock.now()
        is_set_back = self.clock_watch.was_set_back(now)
        # Urgent, because other processes take one for dead that has been silent for too long.
        with self.store.unit_of_work(is_urgent=True) as uow:
            if not uow.processes.beat(self.process.owner, now):
                self._enter(uow, now)
            if is_set_back:
                put_right(uow, now)
            uow.backups.await_from(now)
        if is_set_back:
            # It may take longer than the others wait for a heartbeat.
            self.replanning.set_out(self.replan)
        self.take_over_from_the_dead()

    def take_over_from_the_dead(self) -> None:
        """Free the leases of dead processes."""
        with self.store.unit_of_work() as uow:
            for owner in self.neighbours.dead(uow.processes.others(self.process.owner)):
                freed = uow.release_leases(owner)
                uow.inbox.hold_suspects(self.clock.now() + SUSPECTS_WAIT)
                uow.processes.leave(owner)
                log.warning("took over", extra={"action": "took_over", "owner": owner, "freed": freed})
        self.nudge()

    def leave(self) -> None:
        """Free the leases of this process, and remove it from the table. Raises StoreUnavailable."""
        with self.store.unit_of_work() as uow:
            uow.give_back(self.process.owner)
            uow.processes.leave(self.process.owner)

    def _enter(self, uow: UnitOfWork, now: datetime) -> None:
        me = self.process
        uow.processes.enter(me.owner, me.host, me.pid, me.started, now)


def put_right(uow: UnitOfWork, now: datetime) -> None:
    """Correct the moments that were stored while the clock was ahead, so that nothing waits for them."""
    log.warning("the clock was set back", extra={"action": "clock_set_back"})
    uow.moments.put_right(now)
    uow.audit.add(now, "", CLOCK_SET_BACK)
