"""Upkeep: what a running bot does again and again besides its work, so that it stays able to do it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from bot.delivery.catching_up import Absence
from bot.delivery.processes import ClockWatch, ThisProcess, Watch
from bot.delivery.worker_pool import WorkerPool
from bot.dispatch.context import BOT_EMAIL
from bot.dispatch.rep_spaces import known_rooms
from bot.domain.internal_events import SpaceSeen
from bot.domain.people import Person
from bot.errors import RateLimited, Rejected, WebexError
from bot.intake.plans import OPEN_FOR
from bot.webex.port import Webex
from bot.webex.webhooks import WebhookGuardian
from store import Store

log = logging.getLogger(__name__)

# Webex may deliver an event again, and a duplicate is known only as long as the first is.
KEEP_DONE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Keeps this process, its neighbours, our webhooks and the rep spaces in view.

    `guarded` is set while our webhooks are known to stand. `rep_space` is the one of the settings, "" for none.
    """

    store: Store
    webex: Webex
    clock: Clock
    process: ThisProcess
    guardian: WebhookGuardian
    absence: Absence
    me: Callable[[], Person]
    rep_space: str
    workers: WorkerPool
    relay_pool: WorkerPool
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
        # The others take a process that is silent for dead.
        with self.store.unit_of_work(is_urgent=True) as uow:
            me = self.process
            if not uow.processes.beat(me.owner, now):
                uow.processes.enter(me.owner, me.host, me.pid, me.started, now)
            if self.clock_watch.was_set_back(now):
                log.warning("the clock was set back", extra={"action": "clock_set_back"})
                uow.inbox.make_all_due(now)
                uow.outbox.make_all_due(now)
        self.take_over_from_the_dead()

    def take_over_from_the_dead(self) -> None:
        with self.store.unit_of_work() as uow:
            for owner in self.neighbours.dead(uow.processes.others(self.process.owner)):
                freed = uow.release_leases(owner)
                uow.processes.leave(owner)
                log.warning("took over", extra={"action": "took_over", "owner": owner, "freed": freed})
        self.workers.nudge()
        self.relay_pool.nudge()

    def guard(self) -> None:
        """Repair our webhooks, and look who is in the rep spaces; what Webex refuses now is tried at the next beat."""
        try:
            repairs = self.guardian.check()
            self.guarded.set()
            self.absence.reachable(was_repaired=bool(repairs))
            self.workers.nudge()
            self.note_own_address()
            self.look_into_the_rep_spaces()
        except WebexError as error:
            # That Webex wants to be left alone says nothing of our webhooks.
            if not isinstance(error, RateLimited):
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

    def look_into_the_rep_spaces(self) -> None:
        """See who is in each of them, and whether we are; one that we were in no more may be open again."""
        with self.store.reading() as uow:
            rooms = sorted(known_rooms(uow, self.rep_space))
        for room in rooms:
            try:
                title, members = self.webex.title(room), self.webex.members(room)
            except Rejected as error:
                log.warning("a rep space cannot be reached", extra={"action": "space_lost", "cause": error.reason})
                self._report(room, is_lost=True)
                continue
            self._report(room, is_lost=False)
            with self.store.unit_of_work() as uow:
                uow.spaces.name(room, title)
                uow.spaces.set_members(room, [person.email for person in members if not person.is_bot])

    def _report(self, room: str, *, is_lost: bool) -> None:
        """Make an event of a space that was lost, or that is open to us again."""
        now = self.clock.now()
        with self.store.unit_of_work() as uow:
            if is_lost != (room in uow.spaces.lost()):
                uow.inbox.add(SpaceSeen(room, is_lost).pack(now, now.isoformat()))
                self.workers.nudge()

    def tidy_up(self) -> None:
        """Forget what was done long ago."""
        with self.store.unit_of_work() as uow:
            before = self.clock.now() - KEEP_DONE
            uow.inbox.prune(before)
            uow.outbox.prune(before)
            uow.pending_imports.prune(self.clock.now() - OPEN_FOR)
