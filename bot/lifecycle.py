"""The running bot, from start to stop. `bot.bootstrap` chooses its parts."""

import gc
import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from wsgiref.types import WSGIApplication

from bot.delivery.outage_watch import OutageWatch
from bot.delivery.worker_pool import WorkerPool
from bot.errors import StoreUnavailable, TooFewThreads
from bot.http.application import largest_body
from bot.http.server import serve
from bot.operations.doctor import Doctor
from bot.operations.guard import Guard
from bot.operations.health import Health
from bot.operations.heartbeat import Heartbeat
from bot.operations.imports import Imports
from bot.operations.search_texts import renew_search_texts
from bot.operations.service_manager import ServiceManager
from bot.scheduling.reminder_clock import ReminderClock
from bot.scheduling.scheduler import Beats
from bot.settings import Settings
from store import Store

log = logging.getLogger(__name__)

# A start takes 27; when many write at once, ten times as many do their work.
LEAST_THREADS = 32
STOP_SECONDS = 7.0
# How long a start waits to hear what was missed, so that it is handled before what comes in now.
START_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work, and the threads that do it. `next` does one piece, and returns whether there was any."""

    pool: WorkerPool
    next: Callable[[], bool]

    def start(self) -> None:
        """Let its threads do it, unless they do already."""
        if not self.pool.alive:
            self.pool.start(self.next)


@dataclass(frozen=True, slots=True)
class Workers:
    """The kinds of work that threads do by themselves."""

    handling: Work
    posting: Work
    mailing: Work
    telling: Work
    looking_up: Work
    catching_up: Work

    def start(self) -> None:
        """Let the threads do it."""
        for each in self._all():
            each.start()

    def stop(self, seconds: float) -> None:
        """Take nothing more in hand, and wait up to so many seconds for what is."""
        until = monotonic() + seconds
        for each in self._all():
            each.pool.stop(until - monotonic())

    def are_working(self) -> bool:
        """Return whether events are handled and messages posted."""
        return self.handling.pool.alive and self.posting.pool.alive

    def turn(self) -> bool:
        """Do one piece of work in this thread; returns whether there was any."""
        return any(each.next() for each in self._all())

    def _all(self) -> tuple[Work, ...]:
        # What was said in an outage comes before what is said now.
        return self.catching_up, self.handling, self.posting, self.mailing, self.telling, self.looking_up


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Starts and stops what runs by itself. `stopping` is set as soon as a stop begins."""

    store: Store
    workers: Workers
    reminders: ReminderClock
    heartbeat: Heartbeat
    guard: Guard
    outages: OutageWatch
    beats: Beats
    stopping: threading.Event

    def start(self) -> None:
        """Enter the file as a live process, and start all threads and beats.

        Settings and code may have changed, so all that follows from them is made anew, in the background.
        """
        self.heartbeat.enter()
        self.guard.set_out()
        self.guard.flight.wait(START_SECONDS)
        if self.guard.superseded.is_set():
            return
        self.workers.catching_up.start()
        self.outages.wait(START_SECONDS)
        self.workers.start()
        self.reminders.sweep()
        self.beats.start()
        self.heartbeat.replanning.set_out(self._renew)

    def stop(self) -> None:
        """Finish what is in hand as far as time allows, give back the rest, and close."""
        until = monotonic() + STOP_SECONDS
        self.stopping.set()
        self.workers.stop(0)
        self.beats.stop()
        self.workers.stop(until - monotonic())
        try:
            self.heartbeat.leave()
        except StoreUnavailable as error:
            log.warning("could not be given back", extra={"action": "stop", "cause": str(error)})
        self.store.close()

    def _renew(self) -> None:
        """Plan reminders by the present settings, renew the texts that searches look through, and look for damage.

        Plans and texts are left alone unless something that they depend on has changed.
        """
        self.reminders.replan_if_changed()
        self.reminders.audit()
        renew_search_texts(self.store, self.stopping.wait)
        self.store.look_for_damage()


@dataclass(frozen=True, slots=True)
class Bot:
    """The whole bot. Nothing runs before `start`; tests, which turn it by hand, call `work`."""

    store: Store
    web: WSGIApplication
    workers: Workers
    reminders: ReminderClock
    imports: Imports
    health: Health
    doctor: Doctor
    lifecycle: Lifecycle

    def start(self) -> None:
        """Start everything that runs by itself."""
        self.lifecycle.start()

    def stop(self) -> None:
        """Stop everything in order; what was accepted and not handled is handled after the next start."""
        self.lifecycle.stop()

    def work(self) -> bool:
        """Handle and send what is due now and within the budget, in this thread; returns whether there was anything."""
        self.reminders.sweep_if_due()
        has_worked = False
        while self.workers.turn():
            has_worked = True
        return has_worked


def refuse_too_few_threads() -> None:
    """Raise TooFewThreads where a start would end in the middle, since the system gives no more threads."""
    is_over = threading.Event()
    try:
        for _ in range(LEAST_THREADS):
            threading.Thread(target=is_over.wait, daemon=True).start()
    except RuntimeError as error:
        raise TooFewThreads(
            f"The system gives the bot fewer than {LEAST_THREADS} threads ({error}). Let it have 400, and address space"
            " for them: ulimit -u, ulimit -v, TasksMax of systemd, --pids-limit of a container"
        ) from error
    finally:
        is_over.set()


def keep_what_is_there() -> None:
    """Have the garbage collector leave out what the start has made: it stays as long as the process.

    All threads stand still while it looks through everything, and it did so in the middle of a turn.
    """
    gc.freeze()
    # The few objects that are left count as old from here on, so that the next full look is a long way off.
    gc.collect()


def end_at_signals(ending: threading.Event) -> None:
    """Set `ending` at SIGTERM, at Ctrl-C, and where the terminal is closed, unless `nohup` lets us outlive that."""
    names = [signal.SIGTERM, signal.SIGINT]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        names.append(signal.SIGHUP)
    for name in names:
        signal.signal(name, lambda *_: ending.set())


def serve_until_stopped(bot: Bot, settings: Settings, manager: ServiceManager | None = None) -> None:
    """Serve HTTP and run the bot until a signal to end, such as Ctrl-C, or until another bot has taken its place.

    Then what is in hand is finished, within ten seconds. Events are accepted to the last: what is stored now is handled
    after the next start. The service manager that has started the bot, if one has, is told when it serves and that it
    lives.
    """
    refuse_too_few_threads()
    manager = manager or ServiceManager()
    ending = bot.lifecycle.guard.ending
    end_at_signals(ending)
    server = serve(
        bot.web,
        settings.host,
        settings.port,
        largest_body=largest_body,
        trusted_proxy=settings.trusted_proxy or "",
        path=settings.public_path,
    )
    bot.start()
    keep_what_is_there()
    log.info("serving", extra={"action": "serving", "host": settings.host, "port": server.port})
    manager.ready()
    while not ending.wait(manager.seconds):
        # A bot whose workers have died stays silent, so that the service manager starts it again.
        if bot.workers.are_working():
            manager.alive()
    log.info("stopping", extra={"action": "stopping"})
    manager.stopping()
    bot.stop()
    server.close()
