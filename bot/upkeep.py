"""Upkeep: what a running bot does again and again besides its work, so that it stays able to do it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.absence import Absence
from bot.clock import Clock
from bot.context import BOT_EMAIL, REP_SPACE
from bot.errors import WebexError
from bot.guardian import WebhookGuardian
from bot.liveness import ClockWatch, ThisProcess, Watch
from bot.people import Person
from bot.webex_port import Webex
from bot.workers import Crew

if TYPE_CHECKING:
    from store import Store

log = logging.getLogger(__name__)

# Webex may deliver an event again, and a duplicate is known only as long as the first is.
KEEP_DONE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Keeps this process, its neighbours, our webhooks and the rep space in view.

    `guarded` is set while our webhooks are known to stand. `rep_space` is the one of the settings, "" for none.
    """

    store: "Store"
    webex: Webex
    clock: Clock
    process: ThisProcess
    guardian: WebhookGuardian
    absence: Absence
    me: Callable[[], Person]
    rep_space: str
    workers: Crew
    carriers: Crew
    neighbours: Watch
    clock_watch: ClockWatch = field(default_factory=ClockWatch)
    guarded: threading.Event = field(default_factory=threading.Event)

    def enter(self) -> None:
        """Note this process as one that lives, before it takes anything in hand."""
        with self.store.unit_of_work() as uow:
            me = self.process
            uow.processes.enter(me.owner, me.host, me.pid, me.started, self.clock.now())
        self.take_over_from_the_dead()

    def heartbeat(self) -> None:
        """Say that this process lives, and free what a dead one had in hand."""
        now = self.clock.now()
        with self.store.unit_of_work() as uow:
            me = self.process
            if not uow.processes.beat(me.owner, now):
                uow.processes.enter(me.owner, me.host, me.pid, me.started, now)
            if self.clock_watch.was_set_back(now):
                log.warning("the clock was set back", extra={"action": "clock_set_back"})
                uow.inbox.hasten(now)
                uow.outbox.hasten(now)
        self.take_over_from_the_dead()

    def take_over_from_the_dead(self) -> None:
        with self.store.unit_of_work() as uow:
            for owner in self.neighbours.dead(uow.processes.others(self.process.owner)):
                freed = uow.release_leases(owner)
                uow.processes.leave(owner)
                log.warning("took over", extra={"action": "took_over", "owner": owner, "freed": freed})
        self.workers.nudge()
        self.carriers.nudge()

    def guard(self) -> None:
        """Repair our webhooks, and look who is in the rep space; what Webex refuses now is tried at the next beat."""
        try:
            repairs = self.guardian.check()
            self.guarded.set()
            self.absence.reachable(was_repaired=bool(repairs))
            self.workers.nudge()
            self.note_own_address()
            self.look_into_the_rep_space()
        except WebexError as error:
            self.guarded.clear()
            log.warning("webex cannot be reached", extra={"action": "guard_failed", "cause": error.reason})

    def note_own_address(self) -> None:
        """Keep the bot's own address, for mails that say where to write."""
        email = self.me().email
        with self.store.reading() as uow:
            known = uow.settings.get(BOT_EMAIL)
        if known != email:
            with self.store.unit_of_work() as uow:
                uow.settings.set(BOT_EMAIL, email)

    def look_into_the_rep_space(self) -> None:
        with self.store.reading() as uow:
            space = uow.settings.get(REP_SPACE) or self.rep_space
        if not space:
            return
        members = [person.email for person in self.webex.members(space) if not person.is_bot]
        with self.store.unit_of_work() as uow:
            uow.spaces.set_members(space, members)

    def tidy_up(self) -> None:
        """Forget what was done long ago."""
        with self.store.unit_of_work() as uow:
            before = self.clock.now() - KEEP_DONE
            uow.inbox.prune(before)
            uow.outbox.prune(before)
