"""The whole bot, put together from its parts."""

from datetime import timedelta

from bot.bootstrap.beating import beats_of, heartbeat_of, reminders_of
from bot.bootstrap.ground import Clocks, Ground
from bot.bootstrap.incoming import Incoming, readiness
from bot.bootstrap.outgoing import event_relay_of, mail_relay_of, relay_of
from bot.bootstrap.watching import Watching
from bot.clock import Clock, SteadyClock, SystemClock
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.relay import Relay
from bot.delivery.worker_pool import WorkerPool
from bot.lifecycle import Bot, Lifecycle, Work, Workers
from bot.operations.doctor import free_bytes
from bot.operations.health import Health
from bot.operations.licenses import forget_managed
from bot.scheduling.reminder_clock import ReminderClock
from bot.settings import Settings
from bot.settings.provisioning import Provisioning
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from bot.webex.port import Webex
from bot.wizard.engine import Wizard
from bot.wizard.steps import WIZARD
from store import Store, open_store


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    spans: Clock | None = None,
    webex: Webex | None = None,
    budget: Budget | None = None,
    store: Store | None = None,
    wizard: Wizard = WIZARD,
) -> Bot:
    """Put the bot together, and start nothing. Tests and the playground bring their own clock.

    The database is opened unless a `store` is given.

    `clock` says what is due. Spans of time are measured by it as well, unless `spans` is a clock that nobody sets.
    Raises StoreUnavailable for a database that cannot be used.
    """
    spans = spans or clock or SteadyClock()
    clock = clock or SystemClock()
    budget = budget or Budget(spans, settings.calls_per_minute)
    webex = webex or WebexTeams(settings.token, settings.webex_api_url, budget=budget)
    store = store or open_store(settings.database)
    try:
        return put_together(Ground(settings, store, Clocks(clock, spans), webex, budget, wizard))
    except BaseException:
        store.close()
        raise


def put_together(ground: Ground) -> Bot:
    """Build the bot on this ground."""
    relay, watching = relay_of(ground), Watching(ground)
    incoming = Incoming(ground, watching, relay)
    workers = workers_of(ground, incoming.worker, relay, watching)
    reminders = reminders_of(ground)
    health = health_of(ground, watching, workers, reminders)
    heartbeat = heartbeat_of(ground, reminders)
    lifecycle = Lifecycle(
        store=ground.store,
        workers=workers,
        reminders=reminders,
        heartbeat=heartbeat,
        guard=watching.guard,
        outages=watching.outages,
        beats=beats_of(ground, watching, reminders, heartbeat),
        stopping=ground.stopping,
    )
    if ground.services.admin is None:
        forget_managed(ground.store)
    measure(ground, health, watching)
    return Bot(
        ground.store,
        incoming.web(health),
        workers,
        reminders,
        incoming.imports,
        health,
        watching.doctor,
        lifecycle,
    )


def workers_of(ground: Ground, handle: InboxWorker, post: Relay, watching: Watching) -> Workers:
    """Build each kind of work, with the threads that do it."""
    return Workers(
        Work(ground.inbox_pool, handle),
        Work(ground.relay_pool, post),
        Work(WorkerPool("mail", 1), mail_relay_of(ground)),
        Work(WorkerPool("events", 2), event_relay_of(ground)),
        Work(WorkerPool("lookups", 1), watching.order_watch),
        Work(WorkerPool("catching-up", 1, ground.budget.seconds_to_wait), watching.catching_up),
    )


def health_of(ground: Ground, watching: Watching, workers: Workers, reminders: ReminderClock) -> Health:
    """Build the health, which says whether the bot works and how much is waiting."""
    return Health(
        ground.store,
        ground.clock,
        are_working=workers.are_working,
        trouble=lambda: watching.guard.trouble,
        is_behind=lambda: watching.outages.is_behind,
        next_reminder=reminders.next_due,
        rep_space=ground.settings.rep_space_id or "",
        mails=ground.settings.smtp_url is not None,
        tells_a_system=ground.settings.provisioning is Provisioning.WEBHOOK,
    )


def measure(ground: Ground, health: Health, watching: Watching) -> None:
    """Connect the metrics that are looked up when somebody asks for the numbers."""
    metrics, budget = ground.metrics, ground.budget
    budget.count_refusals(metrics.rate_limits.inc)
    metrics.calls_granted.set_function(lambda: budget.granted)
    metrics.pause.set_function(lambda: budget.pause / timedelta(seconds=1))
    metrics.paused.set_function(lambda: float(health.is_paused()))
    metrics.problems.set_function(lambda: len(readiness(health, watching)))
    metrics.dead_letters_kept.set_function(health.dead_letters)
    metrics.backed_up.set_function(health.backed_up)
    metrics.disk_free.set_function(lambda: free_bytes(ground.settings.database))
    metrics.watch(health.backlog, health.unrouted, health.open_escalations)
