"""The heartbeat: this process says that it lives, and takes over what dead ones had in hand."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.delivery.processes import ClockWatch, ThisProcess, Watch
from bot.delivery.worker_pool import SingleFlight
from store import Store, UnitOfWork

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Keeps this process among those that live. `nudge` wakes all who work, when something was freed for them;
    `replan` plans the reminders anew, when they were planned by a clock that was wrong."""

    store: Store
    clock: Clock
    process: ThisProcess
    neighbours: Watch
    nudge: Callable[[], None]
    replan: Callable[[], None] = lambda: None
    clock_watch: ClockWatch = field(default_factory=ClockWatch)
    replanning: SingleFlight = field(default_factory=lambda: SingleFlight("replanning"))

    def enter(self) -> None:
        """Note this process as one that lives, before it takes anything in hand."""
        now = self.clock.now()
        with self.store.unit_of_work() as uow:
            if uow.moments.is_behind(now):
                put_right(uow, now)
            self._enter(uow, now)
        self.take_over_from_the_dead()

    def beat(self) -> None:
        """Say that this process lives, and free what a dead one had in hand."""
        now = self.clock.now()
        is_set_back = self.clock_watch.was_set_back(now)
        # The others take a process that is silent for dead.
        with self.store.unit_of_work(is_urgent=True) as uow:
            if not uow.processes.beat(self.process.owner, now):
                self._enter(uow, now)
            if is_set_back:
                put_right(uow, now)
        if is_set_back:
            # It may take longer than the others wait for a heartbeat.
            self.replanning.set_out(self.replan)
        self.take_over_from_the_dead()

    def take_over_from_the_dead(self) -> None:
        """Free what processes had in hand that are gone."""
        with self.store.unit_of_work() as uow:
            for owner in self.neighbours.dead(uow.processes.others(self.process.owner)):
                freed = uow.release_leases(owner)
                uow.processes.leave(owner)
                log.warning("took over", extra={"action": "took_over", "owner": owner, "freed": freed})
        self.nudge()

    def leave(self) -> None:
        """Give back what this process has in hand, and leave. Raises StoreUnavailable."""
        with self.store.unit_of_work() as uow:
            uow.give_back(self.process.owner)
            uow.processes.leave(self.process.owner)

    def _enter(self, uow: UnitOfWork, now: datetime) -> None:
        me = self.process
        uow.processes.enter(me.owner, me.host, me.pid, me.started, now)


def put_right(uow: UnitOfWork, now: datetime) -> None:
    """Let nothing wait for a moment that a clock which was ahead has noted."""
    log.warning("the clock was set back", extra={"action": "clock_set_back"})
    uow.moments.put_right(now)
