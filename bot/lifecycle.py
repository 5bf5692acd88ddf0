"""The running bot: all parts together, from start to stop. `app.build` chooses the parts."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from time import monotonic
from wsgiref.types import WSGIApplication

from bot.clock import Clock
from bot.delivery.relay import held_lane
from bot.delivery.worker_pool import SingleFlight, WorkerPool
from bot.dispatch.context import Context
from bot.dispatch.dispatcher import Dispatcher, kind_of
from bot.dispatch.rep_spaces import known_rooms
from bot.domain.events import Envelope
from bot.domain.orders import Order
from bot.errors import StoreUnavailable
from bot.http.application import WebParts, create_web
from bot.http.password_page import PasswordDesk
from bot.intake.directory import DirectoryFile, read_directory
from bot.intake.documents import Submission
from bot.intake.orders import OrdersFile, read_orders
from bot.intake.plans import DirectoryCounts, ImportPlan, Receipt, together
from bot.metrics import Metrics
from bot.operations.order_imports import apply_import, import_directory, plan_import, receive
from bot.operations.upkeep import Upkeep
from bot.scheduling.auditor import audit, report
from bot.scheduling.planner import follow
from bot.scheduling.scheduler import Beats
from bot.scheduling.sweep import PAUSED, fire_due
from bot.settings import Settings
from bot.webex.budget import Budget
from bot.webex.port import Webex
from store import Store

log = logging.getLogger(__name__)

GUARD_SECONDS = 30
HEARTBEAT_SECONDS = 5
HOUSEKEEPING_SECONDS = 3600
AUDIT_SECONDS = 300
STOP_SECONDS = 7.0
# How long a start waits to hear what was missed, so that it is handled before what comes in now.
START_SECONDS = 2.0
REPLANNED_AT_A_TIME = 100
SLOW_BACKLOG = timedelta(minutes=2)


# Few enough that an import never holds the database for long: the bot goes on meanwhile.
ORDERS_AT_A_TIME = 250
BREATH_SECONDS = 0.1

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Tell nobody how far something is."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """One piece of work each: handle the next event, carry the next message, deliver the next mail."""

    handle_next: Callable[[], bool]
    relay_next: Callable[[], bool]
    mail_next: Callable[[], bool]


@dataclass(frozen=True)
class Bot:
    """The whole bot. Nothing runs before `start`; who wants to turn it by hand calls `work`."""

    settings: Settings
    clock: Clock
    store: Store
    webex: Webex
    budget: Budget
    dispatcher: Dispatcher
    order_changed: Callable[[Context, Order | None, Order], None]
    upkeep: Upkeep
    metrics: Metrics
    jobs: Jobs
    workers: WorkerPool
    relay_pool: WorkerPool
    mail_pool: WorkerPool
    guarding: SingleFlight
    beats: Beats
    stopping: threading.Event
    passwords: PasswordDesk

    @cached_property
    def web(self) -> WSGIApplication:
        """The web application: what Webex, operators and the one-time page speak to."""
        return create_web(
            WebParts(
                accept=self.accept,
                secrets=self.settings.webhook_secrets,
                clock=self.clock,
                readiness=self.readiness,
                registry=self.metrics.registry,
                passwords=self.passwords,
                intake=self,
                public_url=self.settings.public_url,
                intake_token=self.settings.order_intake_token,
                operations_token=self.settings.operators_token,
            )
        )

    def start(self) -> None:
        """Enter the file as a live process, plan reminders by the settings of now, and start all threads and beats."""
        self.upkeep.enter()
        self.replan()
        self.guarding.set_out(self.upkeep.guard)
        self.guarding.wait(START_SECONDS)
        self.workers.start(self.jobs.handle_next)
        self.relay_pool.start(self.jobs.relay_next)
        self.mail_pool.start(self.jobs.mail_next)
        self.beats.every(self.settings.sweep_seconds, "reminders", self.sweep)
        self.beats.every(1, "calendar", self.sweep_if_due)
        self.beats.every(HEARTBEAT_SECONDS, "heartbeat", self.upkeep.heartbeat)
        self.beats.every(GUARD_SECONDS, "guardian", lambda: self.guarding.set_out(self.upkeep.guard))
        self.beats.every(HOUSEKEEPING_SECONDS, "housekeeping", self.upkeep.tidy_up)
        self.beats.every(AUDIT_SECONDS, "auditor", self.audit_reminders)
        self.sweep()
        self.audit_reminders()
        self.beats.start()

    def stop(self) -> None:
        """Finish what is in hand as far as time allows, give back the rest, and close."""
        until = monotonic() + STOP_SECONDS
        self.stopping.set()
        self.workers.stop(0)
        self.relay_pool.stop(0)
        self.mail_pool.stop(0)
        self.beats.stop()
        self.workers.stop(until - monotonic())
        self.relay_pool.stop(until - monotonic())
        self.mail_pool.stop(until - monotonic())
        try:
            with self.store.unit_of_work() as uow:
                uow.give_back(self.upkeep.process.owner)
                uow.processes.leave(self.upkeep.process.owner)
        except StoreUnavailable as error:
            log.warning("could not be given back", extra={"action": "stop", "cause": str(error)})
        self.store.close()

    def accept(self, envelope: Envelope) -> None:
        """Keep an event for good; when this returns, it may be acknowledged."""
        with self.store.unit_of_work(is_urgent=True) as uow:
            is_new = uow.inbox.add(envelope)
        counter = self.metrics.accepted if is_new else self.metrics.repeated
        counter.labels(kind_of(envelope)).inc()
        self.workers.nudge()

    def work(self) -> bool:
        """Handle and send what is due now and within the budget, in this thread: for who runs the bot without its own.

        Returns whether there was anything.
        """
        self.sweep_if_due()
        has_worked = False
        while self.jobs.handle_next() or self.jobs.relay_next() or self.jobs.mail_next():
            has_worked = True
        return has_worked

    def sweep(self) -> None:
        """Look for due reminders now."""
        now = self.clock.now()
        swept = fire_due(self.store.unit_of_work, now, self.dispatcher.contexts.policy.timing)
        if swept.storm:
            with self.store.unit_of_work() as uow:
                uow.inbox.add(swept.storm.pack(now))
        if swept.events or swept.storm:
            self.workers.nudge()

    def audit_reminders(self) -> None:
        """Prove that every reminder that was due did run."""
        now = self.clock.now()
        with self.store.reading() as uow:
            report(audit(uow, now, self.dispatcher.contexts.policy.timing), self.metrics, now)

    def sweep_if_due(self) -> None:
        """Wake up for a reminder at its very moment, without writing in between."""
        due = self.next_due()
        if due is not None and due <= self.clock.now():
            self.sweep()

    def next_due(self) -> datetime | None:
        """Return when the next reminder is due; None while they are paused."""
        with self.store.reading() as uow:
            return None if uow.settings.get(PAUSED) else uow.reminders.next_due()

    def is_idle(self) -> bool:
        """Return whether nothing that is due waits to be handled or sent."""
        with self.store.reading() as uow:
            now = self.clock.now()
            if uow.inbox.counts()["leased"] or uow.outbox.counts()["leased"]:
                return False
            mail = uow.mails.next_due() if self.settings.smtp_url else None
            moments = (uow.inbox.next_due(), uow.outbox.next_due(held_lane(uow)), mail)
        return not any(moment is not None and moment <= now for moment in (*moments, self.next_due()))

    def readiness(self) -> list[str]:
        """Name what is not as it should be; empty when the bot is ready."""
        problems = [] if self.store.writable() else ["the database cannot be written"]
        if not (self.workers.alive and self.relay_pool.alive):
            problems.append("workers are not running")
        if not self.upkeep.guarded.is_set():
            problems.append("webhooks are not registered")
        with self.store.reading() as uow:
            oldest = uow.inbox.oldest_waiting()
            lost = uow.spaces.lost() & known_rooms(uow, self.settings.rep_space_id or "")
            problems += [f"a rep space cannot be reached: {uow.spaces.title(room) or room}" for room in sorted(lost)]
        if oldest is not None and self.clock.now() - oldest > SLOW_BACKLOG:
            problems.append("events wait too long to be handled")
        return problems

    def backlog(self) -> tuple[int, float, int]:
        """Return how many events wait, for how many seconds the oldest does, and how many messages wait."""
        with self.store.reading() as uow:
            events, messages, oldest = uow.inbox.counts(), uow.outbox.counts(), uow.inbox.oldest_waiting()
        age = (self.clock.now() - oldest).total_seconds() if oldest else 0.0
        return events["waiting"] + events["leased"], max(age, 0.0), messages["due"] + messages["leased"]

    def unrouted(self) -> int:
        """Return how many escalations no route fits, so that they came to the fallback space."""
        with self.store.reading() as uow:
            return uow.escalations.unrouted()

    def open_escalations(self) -> int:
        """Return how many orders need a representative."""
        with self.store.reading() as uow:
            return len(uow.escalations.open_ones())

    def replan(self) -> None:
        """Let what is promised follow the settings of now: another reminder hour, another time zone.

        A few orders at a time, so that nobody who comes in meanwhile waits for all of them.
        """
        with self.store.reading() as uow:
            numbers = [order.number for order in uow.orders.all() if not order.state.is_over]
        for first in range(0, len(numbers), REPLANNED_AT_A_TIME):
            with self.store.unit_of_work() as uow:
                for number in numbers[first : first + REPLANNED_AT_A_TIME]:
                    order = uow.orders.get(number)
                    if order is not None:
                        follow(uow, order, self.clock.now(), self.dispatcher.contexts.policy.timing)

    def import_orders(
        self, content: bytes, filename: str, *, dry_run: bool = False, progress: Progress = no_progress
    ) -> tuple[OrdersFile, ImportPlan]:
        """Load orders from a file; returns what was read and what it changed.

        Raises UnreadableFile when nothing of it can be read.
        """
        file = read_orders(content, filename)
        if dry_run:
            with self.store.reading() as uow:
                return file, plan_import(uow, file.orders, file.assumed)
        done: list[ImportPlan] = []
        for start in range(0, len(file.orders), ORDERS_AT_A_TIME):
            if start:
                # Another process that waits for the database naps up to this long between its looks.
                self.stopping.wait(BREATH_SECONDS)
            done.append(self._import(file.orders[start : start + ORDERS_AT_A_TIME], file.assumed))
            progress(min(start + ORDERS_AT_A_TIME, len(file.orders)), len(file.orders))
        return file, together(done)

    def _import(self, orders: Sequence[Order], assumed: frozenset[str]) -> ImportPlan:
        """Carry out a part of a file. Who is cut off between parts imports the file again: it goes on from there."""
        with self.store.unit_of_work() as uow:
            ctx = self.dispatcher.contexts.of(None, uow, self.clock.now())
            plan = ImportPlan(orders=tuple(orders), assumed=assumed)
            return apply_import(uow, plan, lambda _uow, before, after: self.order_changed(ctx, before, after))

    def receive(self, submission: Submission) -> Receipt:
        """Take an order that another system sent; when this returns, it is on disk.

        Raises RevisionConflict, and then nothing has changed.
        """
        with self.store.unit_of_work(is_urgent=True) as uow:
            ctx = self.dispatcher.contexts.of(None, uow, self.clock.now())
            receipt = receive(uow, submission, lambda _uow, before, after: self.order_changed(ctx, before, after))
        self.relay_pool.nudge()
        return receipt

    def look(self, number: str) -> tuple[Order, int | None] | None:
        """Return an order and its newest revision; None for no such order."""
        with self.store.reading() as uow:
            order, known = uow.orders.get(number), uow.revisions.get(number)
        return (order, known.number if known else None) if order else None

    def import_directory(self, content: bytes, filename: str) -> tuple[DirectoryFile, DirectoryCounts]:
        """Load organizations and their people from a file.

        Raises UnreadableFile when nothing of it can be read.
        """
        file = read_directory(content, filename)
        with self.store.unit_of_work() as uow:
            counts = import_directory(uow, file.organizations)
        return file, counts
