"""Bootstrap: the parts of the bot are chosen by the settings, and put together."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from itertools import chain
from wsgiref.types import WSGIApplication

from bot.clock import Clock, SteadyClock, SystemClock
from bot.delivery.acceptance import Acceptance
from bot.delivery.catching_up import CatchingUp
from bot.delivery.event_relay import EventRelay
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.mail import MailRelay, SmtpMail
from bot.delivery.processes import ThisProcess, Watch, this_process
from bot.delivery.relay import Relay
from bot.delivery.system_answers import SystemAnswers
from bot.delivery.worker_pool import WorkerPool
from bot.dispatch.admission import Admission
from bot.dispatch.context import Contexts, Policy
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.doubts import Doubts
from bot.dispatch.opener import Opener
from bot.dispatch.rep_spaces import spaces_of
from bot.dispatch.restored import come_back
from bot.domain.actions import Signer
from bot.http.application import RECEIVER, WebParts, create_web
from bot.http.orders_api import OrderDesks
from bot.http.probe import PROBE_SECONDS, Probe, own_address
from bot.http.tokens import Tokens
from bot.language.addresses import ascii_domain
from bot.lifecycle import Bot, Lifecycle, Work, Workers
from bot.metrics import Metrics
from bot.operations.doctor import Doctor, free_bytes
from bot.operations.erasing import scrub_if_due
from bot.operations.guard import Guard
from bot.operations.health import Health
from bot.operations.heartbeat import Heartbeat
from bot.operations.housekeeping import Keeping, anchor_audit, forget_strangers, tidy_up
from bot.operations.imports import Imports
from bot.operations.order_watch import OrderWatch
from bot.operations.overview import overview
from bot.operations.rep_space_watch import RepSpaceWatch
from bot.operations.rotation import OldToken, Rotation, name_of, signing_keys
from bot.operations.service_checks import ServiceChecks
from bot.reminders.standing import Timing
from bot.scheduling.leaps import Leaps
from bot.scheduling.reminder_clock import ReminderClock
from bot.scheduling.scheduler import Beats
from bot.scheduling.weekly import WeeklyReport
from bot.services.answers import steps_to_correct
from bot.services.lookups import PeopleLookUps
from bot.services.partner_system import PartnerSystem
from bot.services.set_up import Services
from bot.settings import Settings, effective
from bot.settings.checks import WEEKDAYS
from bot.settings.provisioning import Provisioning
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from bot.webex.myself import Myself
from bot.webex.port import Webex
from bot.webex.webhooks import WebhookGuardian
from bot.wizard.engine import Wizard
from bot.wizard.steps import WIZARD
from handlers import ROUTER
from handlers.admin.background_jobs import jobs
from handlers.chat.passwords import StoredPasswords
from handlers.orders.changes import order_changed
from store import open_store

# The most there can be; they come when all others wait for Webex, and go. What keeps a fetch from waiting for
# another person's is a thread of its own, and a thread that waits costs next to nothing.
INBOX_THREADS = 256
RELAY_THREADS = 256
GUARD_SECONDS = 30
HEARTBEAT_SECONDS = 5
HOUSEKEEPING_SECONDS = 3600
AUDIT_SECONDS = 300
SCRUB_SECONDS = 20


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    spans: Clock | None = None,
    webex: Webex | None = None,
    budget: Budget | None = None,
    wizard: Wizard = WIZARD,
) -> Bot:
    """Put the bot together, and start nothing. Tests and the playground bring their own clock.

    Whoever brings a clock lets time pass by it, in spans as well, unless `spans` is one that nobody sets.
    Raises StoreUnavailable for a database that cannot be used.
    """
    spans = spans or clock or SteadyClock()
    clock = clock or SystemClock()
    budget = budget or Budget(spans, settings.calls_per_minute)
    webex = webex or WebexTeams(settings.token, settings.webex_api_url, budget=budget)
    return Parts(settings, Clocks(clock, spans), webex, budget, wizard).bot


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clock on the wall, which says what is due, and one that nobody sets, by which spans are measured."""

    wall: Clock
    spans: Clock


class Parts:
    """Every part of one bot, each made when it is first asked for. One thread puts a bot together."""

    def __init__(self, settings: Settings, clocks: Clocks, webex: Webex, budget: Budget, wizard: Wizard) -> None:
        self.settings = settings
        self.clock, self.spans = clocks.wall, clocks.spans
        self.webex = webex
        self.budget = budget
        self.wizard = wizard
        self.store = open_store(settings.database)
        self.restored = come_back(self.store)
        self.metrics = Metrics()
        self.process: ThisProcess = this_process()
        self.stopping = threading.Event()
        self.inbox_pool = WorkerPool("worker", INBOX_THREADS, budget.seconds_to_wait, budget.desks.taken)
        self.relay_pool = WorkerPool("relay", RELAY_THREADS, budget.seconds_to_wait, budget.desks.taken)
        self.budget.call = self.nudge_all
        self.me = Myself(webex.me)

    @cached_property
    def bot(self) -> Bot:
        """The whole."""
        health = self.health
        if self.services.admin is None:
            self.forget_managed()
        self.budget.count_refusals(self.metrics.rate_limits.inc)
        self.metrics.calls_granted.set_function(lambda: self.budget.granted)
        self.metrics.pause.set_function(lambda: self.budget.pause / timedelta(seconds=1))
        self.metrics.paused.set_function(lambda: float(health.is_paused()))
        self.metrics.problems.set_function(lambda: len(self.readiness()))
        self.metrics.dead_letters_kept.set_function(health.dead_letters)
        self.metrics.disk_free.set_function(lambda: free_bytes(self.settings.database))
        self.metrics.watch(health.backlog, health.unrouted, health.open_escalations)
        return Bot(
            self.store, self.web, self.workers, self.reminders, self.imports, health, self.doctor, self.lifecycle
        )

    def forget_managed(self) -> None:
        """Forget what Webex Admin told, since nobody asks it any more."""
        with self.store.reading() as uow:
            is_known = uow.managed.listed_at() is not None
        if is_known:
            with self.store.unit_of_work() as uow:
                uow.managed.forget_all()

    @cached_property
    def lifecycle(self) -> Lifecycle:
        return Lifecycle(
            store=self.store,
            workers=self.workers,
            reminders=self.reminders,
            heartbeat=self.heartbeat,
            guard=self.guard,
            catching_up=self.catching_up,
            beats=self.beats,
            stopping=self.stopping,
        )

    # What comes in, and what goes out.

    @cached_property
    def web(self) -> WSGIApplication:
        """What Webex, operators and the one-time page speak to."""
        return create_web(
            WebParts(
                accept=Acceptance(
                    self.store,
                    self.metrics,
                    self.admission.turn,
                    self.inbox_worker.lease_at_once,
                    self.inbox_pool.nudge,
                ),
                secrets=self.settings.webhook_secrets,
                clock=self.clock,
                readiness=self.readiness,
                registry=self.metrics.registry,
                passwords=StoredPasswords(self.store, self.inbox_pool.nudge),
                orders=OrderDesks(self.imports, self.system_answers),
                public_url=self.settings.public_url,
                intake=self.tokens("INTAKE_TOKEN", self.settings.order_intake_tokens),
                operations=self.tokens("OPERATIONS_TOKEN", self.settings.operators_tokens),
                me=self.me.known_id,
                probe=lambda: str(self.probe),
                overview=lambda: overview(self.store, self.clock.now()),
            )
        )

    def tokens(self, setting: str, values: tuple[str, ...]) -> Tokens:
        """Return the tokens of a setting; when the older of two is brought, that is noted."""
        if len(values) < 2:
            return Tokens(values)
        return Tokens(values, OldToken(self.store, self.clock, name_of(setting, values[-1])))

    @cached_property
    def probe(self) -> Probe:
        url = own_address(self.settings.host, self.settings.port, RECEIVER)
        return Probe(self.store, self.clock, self.spans, url, self.settings.webhook_secrets[0], self.metrics)

    def readiness(self) -> list[str]:
        """Say what keeps the bot from working, as it sees itself and as its own events to itself show it."""
        return [*self.health.readiness(), *self.probe.problems()]

    @cached_property
    def system_answers(self) -> SystemAnswers:
        return SystemAnswers(steps_to_correct(self.wizard), self.store, self.clock, self.inbox_pool.nudge)

    @cached_property
    def admission(self) -> Admission:
        return Admission(self.contexts, self.clock, self.spans)

    @cached_property
    def workers(self) -> Workers:
        return Workers(
            Work(self.inbox_pool, self.inbox_worker),
            Work(self.relay_pool, self.relay),
            Work(WorkerPool("mail", 1), self.mail_relay),
            Work(WorkerPool("events", 2), self.event_relay),
            Work(WorkerPool("lookups", 1), self.order_watch),
            Work(WorkerPool("catching-up", 1, self.budget.seconds_to_wait), self.catching_up),
        )

    @cached_property
    def inbox_worker(self) -> InboxWorker:
        return InboxWorker(
            self.store,
            self.dispatcher.handle,
            self.clock,
            self.process.owner,
            budget=self.budget,
            pool=self.inbox_pool,
            after=self.relay_pool.nudge,
            carry=self.relay.carry,
        )

    @cached_property
    def relay(self) -> Relay:
        return Relay(
            self.store,
            self.webex,
            self.clock,
            self.process.owner,
            budget=self.budget,
            found=self.relay_pool.nudge,
            after_undelivered=self.inbox_pool.nudge,
            is_stopping=self.stopping.is_set,
            metrics=self.metrics,
        )

    @cached_property
    def mail_relay(self) -> Callable[[], bool]:
        """What delivers mail; where there is no mail server, it never finds anything to do."""
        url, sender = self.settings.smtp_url, self.settings.mail_from
        if url is None or sender is None:
            return lambda: False
        mail = SmtpMail(url.get_secret_value(), sender, self.clock)
        return MailRelay(self.store, mail, self.clock, self.process.owner, after_refused=self.inbox_pool.nudge)

    @cached_property
    def event_relay(self) -> Callable[[], bool]:
        """What delivers finished setups; where the partner's own system does not provision, it finds nothing to do."""
        url, secrets = self.settings.provisioning_url, self.settings.signing_secrets
        if self.settings.provisioning is not Provisioning.WEBHOOK or url is None:
            return lambda: False
        system = PartnerSystem(url, secrets, steps_to_correct(self.wizard), self.clock)
        return EventRelay(self.store, system, self.clock, self.process.owner, after=self.inbox_pool.nudge)

    # How events are handled.

    @cached_property
    def dispatcher(self) -> Dispatcher:
        return Dispatcher(
            self.store,
            self.clock,
            self.opener,
            self.contexts,
            self.process.owner,
            self.metrics,
            lease_answer=partial(self.relay.lease_next, is_answer=True),
            restored=self.restored,
        )

    @cached_property
    def opener(self) -> Opener:
        work = jobs(self.contexts, self.store, self.doctor, self.order_watch)
        admin = self.services.admin_in_a_hurry
        doubts = Doubts(self.store, self.webex, self.clock, self.contexts.policy, self.admission.part)
        return Opener(
            self.store,
            self.webex,
            self.clock,
            self.me,
            self.contexts,
            doubts.look_into,
            work,
            self.budget.desks.left,
            PeopleLookUps(admin, self.store, self.clock) if admin else None,
        )

    @cached_property
    def services(self) -> Services:
        """The services behind the orders, those that are set up."""
        return Services(self.settings, self.store, self.clock)

    @cached_property
    def order_watch(self) -> OrderWatch:
        return OrderWatch(
            self.store,
            self.clock,
            self.contexts,
            order_changed,
            self.nudge_all,
            admin=self.services.admin,
            commerce=self.services.commerce,
        )

    @cached_property
    def contexts(self) -> Contexts:
        return Contexts(policy_of(self.settings), Signer(*signing_keys(self.store)), ROUTER, self.wizard)

    @cached_property
    def imports(self) -> Imports:
        return Imports(self.store, self.clock, self.contexts, order_changed, self.stopping.wait, self.relay_pool.nudge)

    # What the clock asks for.

    @cached_property
    def beats(self) -> Beats:
        beats = Beats()
        beats.every(self.settings.sweep_seconds, "reminders", self.reminders.sweep)
        beats.every(1, "calendar", self.reminders.sweep_if_due)
        beats.every(HEARTBEAT_SECONDS, "heartbeat", self.heartbeat.beat)
        beats.every(GUARD_SECONDS, "guardian", self.guard.set_out)
        beats.every(HOUSEKEEPING_SECONDS, "housekeeping", self.tidy_up)
        beats.every(PROBE_SECONDS, "probe", self.probe.beat)
        beats.every(SCRUB_SECONDS, "scrubbing", partial(scrub_if_due, self.store))
        beats.every(AUDIT_SECONDS, "auditor", self.reminders.audit)
        return beats

    def tidy_up(self) -> None:
        kept = (self.settings.keep_events_days, self.settings.keep_orders_days, self.settings.keep_audit_days)
        keeping = Keeping(*(timedelta(days=days) for days in kept))
        now = min(self.clock.now(), self.spans.now())
        tidy_up(self.store, now, keeping)
        forget_strangers(self.store, now, self.contexts.policy.admins)
        anchor_audit(self.store, self.clock.now())

    @cached_property
    def reminders(self) -> ReminderClock:
        timing, day = self.contexts.policy.timing, self.settings.weekly_report
        leaps = Leaps(self.clock, self.webex.now)
        return ReminderClock(
            self.store,
            self.clock,
            timing,
            self.metrics,
            self.inbox_pool.nudge,
            self.stopping.wait,
            is_believed=leaps.are_believed,
            weekly_report=WeeklyReport(WEEKDAYS.index(day), timing) if day else None,
        )

    @cached_property
    def heartbeat(self) -> Heartbeat:
        return Heartbeat(
            self.store, self.clock, self.process, Watch(self.process.host), self.nudge_all, self.reminders.replan
        )

    def nudge_all(self) -> None:
        self.inbox_pool.nudge()
        self.relay_pool.nudge()

    # Whether all is well with Webex, and with us.

    @cached_property
    def guard(self) -> Guard:
        rep_spaces = RepSpaceWatch(self.store, self.webex, self.clock, self.contexts.policy, self.inbox_pool.nudge)
        return Guard(self.store, self.clock, self.guardian, self.catching_up, rep_spaces, self.me)

    @cached_property
    def catching_up(self) -> CatchingUp:
        nudge, configured = self.inbox_pool.nudge, self.contexts.policy.rep_space
        return CatchingUp(
            self.store,
            self.webex,
            self.clock,
            self.spans,
            self.budget,
            after_missed=nudge,
            rep_spaces=lambda uow: spaces_of(uow, configured).rooms,
        )

    @cached_property
    def guardian(self) -> WebhookGuardian:
        restored_at = self.restored.until if self.restored else None
        return WebhookGuardian(self.webex, self.settings.webhook_url, self.settings.webhook_secrets[0], restored_at)

    @cached_property
    def doctor(self) -> Doctor:
        services = ServiceChecks(self.settings, self.store, self.services, self.clock)
        rotation = Rotation(self.settings, self.store, self.guardian)
        checks = (services, rotation)
        return Doctor(
            self.settings,
            self.webex,
            self.store,
            self.guardian,
            self.clock,
            lambda: chain.from_iterable(each() for each in checks),
        )

    @cached_property
    def health(self) -> Health:
        return Health(
            self.store,
            self.clock,
            are_working=self.workers.are_working,
            is_guarded=self.guard.guarded.is_set,
            is_behind=lambda: self.catching_up.is_behind,
            next_reminder=self.reminders.next_due,
            rep_space=self.settings.rep_space_id or "",
            mails=self.settings.smtp_url is not None,
            tells_a_system=self.settings.provisioning is Provisioning.WEBHOOK,
        )


def policy_of(settings: Settings) -> Policy:
    """Return the settings that handlers decide by."""
    timing = Timing(settings.reminder_time, settings.timezone, settings.escalate_after_days)
    return Policy(
        timing=timing,
        public_url=settings.public_url,
        admins=frozenset(settings.admin_emails),
        allowed_domains=frozenset(map(ascii_domain, settings.allowed_domains)),
        rep_domains=settings.domains_of_reps,
        rep_space=settings.rep_space_id or "",
        mails=settings.smtp_url is not None,
        calls_per_minute=settings.calls_per_minute,
        settings=effective(settings),
        provisioning=settings.provisioning,
        asks_cisco=bool(settings.webex_admin or settings.ccw),
    )
