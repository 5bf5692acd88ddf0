"""Set Up Now: the parts put together, and the command line."""

import importlib
import importlib.util
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

import click
from flask import Flask
from waitress.server import create_server

from bot.absence import Absence
from bot.actions import Signer
from bot.clock import Clock, SystemClock
from bot.context import REP_SPACE, Policy
from bot.dispatch import Dispatcher, kind_of
from bot.doctor import Doctor
from bot.errors import BotError, ConfigurationError, StoreUnavailable, TokenRefused, WebexError
from bot.events import Envelope, Ignored
from bot.guardian import WebhookGuardian
from bot.import_report import directory_report, orders_report
from bot.imports import DirectoryCounts, ImportPlan, apply_import, import_directory, plan_import
from bot.intake.directory import DirectoryFile, read_directory
from bot.intake.orders import OrdersFile, read_orders
from bot.intake.problems import UnreadableFile
from bot.liveness import ClockWatch, ThisProcess, Watch, this_process
from bot.logs import configure_logging
from bot.mail import MailRelay, SmtpMail
from bot.metrics import Metrics
from bot.people import Person
from bot.relay import Pace, Relay
from bot.reminders.auditor import audit, report
from bot.reminders.rules import Timing
from bot.reminders.sweep import PAUSED, fire_due
from bot.scheduler import Beats
from bot.settings import Settings, load_settings
from bot.texts import texts
from bot.web import WebParts, create_web
from bot.webex import WebexTeams
from bot.webex_port import Webex
from bot.workers import Crew, Errand, InboxJob
from handlers import GRAMMAR, ROUTER
from handlers.intake import order_changed, plan_reminders
from handlers.passwords import PasswordDesk
from handlers.reaching import BOT_EMAIL
from handlers.storms import STORM, tell_admins
from store import Store, open_store, restore

log = logging.getLogger("setup_now")
Read = TypeVar("Read")

# The most there can be; they come when all others wait for Webex, and go. What keeps a fetch from waiting for
# another person's is a thread of its own, and a thread that waits costs next to nothing.
WORKERS = 256
CARRIERS = 256
GUARD_SECONDS = 30
HEARTBEAT_SECONDS = 5
HOUSEKEEPING_SECONDS = 3600
AUDIT_SECONDS = 300
# Webex may deliver an event again, and a duplicate is known only as long as the first is.
KEEP_DONE = timedelta(days=30)
STOP_SECONDS = 7.0
# How long a start waits to hear what was missed, so that it is handled before what comes in now.
START_SECONDS = 2.0
SLOW_BACKLOG = timedelta(minutes=2)


class Myself:
    """The bot's own person at Webex: asked once, then known."""

    def __init__(self, webex: Webex) -> None:
        self._webex = webex
        self._person: Person | None = None

    def __call__(self) -> Person:
        if self._person is None:
            self._person = self._webex.me()
        return self._person


@dataclass(frozen=True, slots=True)
class Bot:
    """The whole bot. `build` puts it together and starts nothing; tests and the playground bring their own clock."""

    settings: Settings
    clock: Clock
    store: Store
    webex: Webex
    process: ThisProcess
    dispatcher: Dispatcher
    guardian: WebhookGuardian
    absence: Absence
    metrics: Metrics
    handle_next: Callable[[], bool]
    carry_next: Callable[[], bool]
    mail_next: Callable[[], bool]
    workers: Crew
    carriers: Crew
    postmen: Crew
    guarding: Errand
    beats: Beats
    web: Flask
    stopping: threading.Event
    neighbours: Watch
    clock_watch: ClockWatch = field(default_factory=ClockWatch)
    guarded: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def build(
        cls, settings: Settings, *, clock: Clock | None = None, webex: Webex | None = None, pace: Pace | None = None
    ) -> "Bot":
        """Choose every part.

        Raises StoreUnavailable for a database that cannot be used.
        """
        clock = clock or SystemClock()
        webex = webex or WebexTeams(settings.token, settings.webex_api_url)
        store = open_store(settings.database)
        process = this_process()
        metrics = Metrics()
        stopping = threading.Event()
        dispatcher = Dispatcher(
            store=store,
            webex=webex,
            clock=clock,
            router=ROUTER,
            grammar=GRAMMAR,
            signer=Signer(signing_key(store)),
            policy=policy_of(settings),
            owner=process.owner,
            me=Myself(webex),
            metrics=metrics,
        )
        workers, carriers = Crew("worker", WORKERS), Crew("relay", CARRIERS)
        inbox = InboxJob(store, dispatcher.handle, clock, process.owner, found=workers.nudge, after=carriers.nudge)
        relay = Relay(
            store,
            webex,
            clock,
            process.owner,
            pace=pace,
            found=carriers.nudge,
            after_undelivered=workers.nudge,
            metrics=metrics,
        )
        guardian = WebhookGuardian(webex, settings.webhook_url, settings.webhook_secrets[0])
        bot: Bot
        parts = WebParts(
            accept=lambda envelope: bot.accept(envelope),  # noqa: PLW0108 - the bot comes into being below
            secrets=settings.webhook_secrets,
            clock=clock,
            readiness=lambda: bot.readiness(),  # noqa: PLW0108 - as above
            registry=metrics.registry,
            passwords=PasswordDesk(store.unit_of_work, workers.nudge),
        )
        bot = cls(
            settings,
            clock,
            store,
            webex,
            process,
            dispatcher,
            guardian,
            Absence(store, webex, clock, stopping.is_set),
            metrics,
            inbox,
            relay,
            mail_relay(settings, store, clock, process.owner),
            workers,
            carriers,
            Crew("mail", 1),
            Errand("guardian"),
            Beats(),
            create_web(parts),
            stopping,
            Watch(process.host),
        )
        metrics.watch(bot.backlog)
        return bot

    def start(self) -> None:
        """Enter the file as a live process, plan reminders by the settings of now, and start all threads and beats."""
        with self.store.unit_of_work() as uow:
            me = self.process
            uow.processes.enter(me.owner, me.host, me.pid, me.started, self.clock.now())
        self.take_over_from_the_dead()
        self.replan()
        self.guarding.set_out(self.guard)
        self.guarding.wait(START_SECONDS)
        self.workers.start(self.handle_next)
        self.carriers.start(self.carry_next)
        self.postmen.start(self.mail_next)
        self.beats.every(self.settings.sweep_seconds, "reminders", self.sweep)
        self.beats.every(1, "calendar", self.sweep_if_due)
        self.beats.every(HEARTBEAT_SECONDS, "heartbeat", self.heartbeat)
        self.beats.every(GUARD_SECONDS, "guardian", lambda: self.guarding.set_out(self.guard))
        self.beats.every(HOUSEKEEPING_SECONDS, "housekeeping", self.tidy_up)
        self.beats.every(AUDIT_SECONDS, "auditor", self.audit_reminders)
        self.sweep()
        self.beats.start()

    def stop(self) -> None:
        """Finish what is in hand as far as time allows, give back the rest, and close."""
        until = monotonic() + STOP_SECONDS
        self.stopping.set()
        self.workers.stop(0)
        self.carriers.stop(0)
        self.postmen.stop(0)
        self.beats.stop()
        self.workers.stop(until - monotonic())
        self.carriers.stop(until - monotonic())
        self.postmen.stop(until - monotonic())
        try:
            with self.store.unit_of_work() as uow:
                uow.give_back(self.process.owner)
                uow.processes.leave(self.process.owner)
        except StoreUnavailable as error:
            log.warning("could not be given back", extra={"action": "stop", "cause": str(error)})
        self.store.close()

    def accept(self, envelope: Envelope) -> None:
        """Keep an event for good; when this returns, it may be acknowledged."""
        with self.store.unit_of_work() as uow:
            is_new = uow.inbox.add(envelope)
        counter = self.metrics.accepted if is_new else self.metrics.repeated
        counter.labels(kind_of(envelope)).inc()
        self.workers.nudge()

    def work(self) -> None:
        """Handle and send everything that is due now, in this thread: for who runs the bot without its own threads."""
        self.sweep_if_due()
        while self.handle_next() or self.carry_next() or self.mail_next():
            pass

    def sweep(self) -> None:
        """Look for due reminders now."""
        now = self.clock.now()
        fired = fire_due(self.store.unit_of_work, now, self.dispatcher.policy.timing)
        if fired:
            self.workers.nudge()
        if len(fired) > STORM:
            with self.store.unit_of_work() as uow:
                tell_admins(self.dispatcher.context(Ignored("storm"), uow, now), len(fired))

    def audit_reminders(self) -> None:
        """Prove that every reminder that was due did run."""
        now = self.clock.now()
        with self.store.reading() as uow:
            report(audit(uow, now), self.metrics, now)

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
            moments = (uow.inbox.next_due(), uow.outbox.next_due(), mail)
        return not any(moment is not None and moment <= now for moment in (*moments, self.next_due()))

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
        email = self.dispatcher.me().email
        with self.store.reading() as uow:
            known = uow.settings.get(BOT_EMAIL)
        if known != email:
            with self.store.unit_of_work() as uow:
                uow.settings.set(BOT_EMAIL, email)

    def look_into_the_rep_space(self) -> None:
        with self.store.reading() as uow:
            space = uow.settings.get(REP_SPACE) or self.settings.rep_space_id or ""
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

    def readiness(self) -> list[str]:
        """Name what is not as it should be; empty when the bot is ready."""
        problems = [] if self.store.writable() else ["the database cannot be written"]
        if not (self.workers.alive and self.carriers.alive):
            problems.append("workers are not running")
        if not self.guarded.is_set():
            problems.append("webhooks are not registered")
        with self.store.reading() as uow:
            oldest = uow.inbox.oldest_waiting()
        if oldest is not None and self.clock.now() - oldest > SLOW_BACKLOG:
            problems.append("events wait too long to be handled")
        return problems

    def backlog(self) -> tuple[int, float, int]:
        """Return how many events wait, for how many seconds the oldest does, and how many messages wait."""
        with self.store.reading() as uow:
            events, messages, oldest = uow.inbox.counts(), uow.outbox.counts(), uow.inbox.oldest_waiting()
        age = (self.clock.now() - oldest).total_seconds() if oldest else 0.0
        return events["waiting"] + events["leased"], max(age, 0.0), messages["due"] + messages["leased"]

    def replan(self) -> None:
        """Let what is promised follow the settings of now: another reminder hour, another time zone."""
        with self.store.unit_of_work() as uow:
            ctx = self.dispatcher.context(Ignored("settings"), uow, self.clock.now())
            for order in uow.orders.all():
                plan_reminders(ctx, order)

    def import_orders(self, content: bytes, filename: str, *, dry_run: bool = False) -> tuple[OrdersFile, ImportPlan]:
        """Load orders from a file; returns what was read and what it changed.

        Raises UnreadableFile when nothing of it can be read.
        """
        file = read_orders(content, filename)
        with self.store.unit_of_work() as uow:
            ctx = self.dispatcher.context(Ignored("import"), uow, self.clock.now())
            plan = plan_import(uow, file.orders, file.assumed)
            if not dry_run:
                plan = apply_import(uow, plan, lambda _uow, before, after: order_changed(ctx, before, after))
        return file, plan

    def import_directory(self, content: bytes, filename: str) -> tuple[DirectoryFile, DirectoryCounts]:
        """Load organizations and their people from a file.

        Raises UnreadableFile when nothing of it can be read.
        """
        file = read_directory(content, filename)
        with self.store.unit_of_work() as uow:
            counts = import_directory(uow, file.organizations)
        return file, counts


def signing_key(store: Store) -> str:
    """Return the key that signs buttons: made once, so that cards outlive restarts and a new bot token."""
    with store.unit_of_work() as uow:
        return uow.settings.get_or_create("signing_key", lambda: secrets.token_hex(32))


def policy_of(settings: Settings) -> Policy:
    """Return the settings that handlers decide by."""
    timing = Timing(settings.reminder_time, settings.timezone, settings.escalate_after_days)
    return Policy(
        timing=timing,
        public_url=settings.public_url,
        admins=frozenset(settings.admin_emails),
        allowed_domains=frozenset(settings.allowed_domains),
        rep_space=settings.rep_space_id or "",
        mails=settings.smtp_url is not None,
    )


def mail_relay(settings: Settings, store: Store, clock: Clock, owner: str) -> Callable[[], bool]:
    """Return what delivers mail; where there is no mail server, it never finds anything to do."""
    if settings.smtp_url is None or settings.mail_from is None:
        return lambda: False
    return MailRelay(store, SmtpMail(settings.smtp_url.get_secret_value(), settings.mail_from), clock, owner)


def serve_until_stopped(bot: Bot) -> None:
    """Serve HTTP and run the bot until SIGTERM or Ctrl-C; then finish what is in hand, within ten seconds.

    Events are accepted to the last: what is stored now is handled after the next start.
    """
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    server = create_server(bot.web, host=bot.settings.host, port=bot.settings.port, threads=16, ident=None)
    listening = threading.Thread(target=server.run, name="http", daemon=True)
    listening.start()
    bot.start()
    log.info("serving", extra={"action": "serving", "host": bot.settings.host, "port": bot.settings.port})
    stopping.wait()
    log.info("stopping", extra={"action": "stopping"})
    bot.stop()


# What verbs that never speak to Webex may do without.
OFFLINE = {
    "WEBEX_TEAMS_ACCESS_TOKEN": "not-needed-for-this-verb",
    "WEBEX_WEBHOOK_SECRET": "not-needed-for-this-verb",
    "PUBLIC_URL": "http://localhost",
}


def settings_or_exit(*, offline: bool = False) -> Settings:
    """Read the settings; say every problem at once and end where there is one."""
    try:
        return load_settings({**OFFLINE, **os.environ} if offline else os.environ)
    except ConfigurationError as error:
        raise click.ClickException("The settings need attention:\n  " + "\n  ".join(error.problems)) from None


def built(settings: Settings) -> Bot:
    try:
        return Bot.build(settings)
    except (StoreUnavailable, OSError) as error:
        raise click.ClickException(f"The database {settings.database} cannot be used: {error}") from None


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Set Up Now: a Webex bot that walks a Cisco partner through the order setup wizard in a chat."""


@cli.command()
def serve() -> None:
    """Run the bot for real: receiver, workers, scheduler."""
    settings = settings_or_exit()
    configure_logging(settings.log_format, settings.secrets)
    bot = built(settings)
    try:
        bot.dispatcher.me()
    except TokenRefused as error:
        raise click.ClickException(
            f"Webex does not accept the token: {error}. Check WEBEX_TEAMS_ACCESS_TOKEN and WEBEX_API_URL."
        ) from None
    except WebexError as error:
        log.warning("webex cannot be reached yet", extra={"action": "start", "cause": error.reason})
    serve_until_stopped(bot)


@cli.group()
def orders() -> None:
    """Load orders, and look them up."""


@orders.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def orders_import(file: Path, dry_run: bool) -> None:
    """Load orders from a CSV or XLSX file; the same file twice changes nothing."""
    bot = built(settings_or_exit(offline=True))
    content, plan = read_or_exit(lambda: bot.import_orders(file.read_bytes(), file.name, dry_run=dry_run))
    show(orders_report(content, plan, dry_run=dry_run))
    sys.exit(1 if content.problems else 0)


@orders.command("list")
@click.argument("words", nargs=-1)
def orders_list(words: Sequence[str]) -> None:
    """List orders, all or those with these words."""
    bot = built(settings_or_exit(offline=True))
    with bot.store.reading() as uow:
        found = uow.orders.search(" ".join(words), limit=1000)
    show([f"{each.number:<14} {each.offer:<9} {each.start_date}  {each.state:<20} {each.holder}" for each in found])
    if not found:
        click.echo("No orders.")


@orders.command("show")
@click.argument("number")
def orders_show(number: str) -> None:
    """Show an order with its timeline."""
    bot = built(settings_or_exit(offline=True))
    with bot.store.reading() as uow:
        order = uow.orders.get(number)
        timeline = uow.audit.of_order(number)
    if order is None:
        raise click.ClickException(f"There is no order {number}.")
    facts = {
        "Order": order.number,
        "State": order.state,
        "Offer": order.offer,
        "Services": ", ".join(order.services),
        "Customer": order.customer_name,
        "Partner": order.partner_name,
        "Start date": order.start_date,
        "With": order.holder,
        "Subscription": order.subscription,
    }
    show([f"{name:<14} {value}" for name, value in facts.items()])
    show([f"{line.at:%Y-%m-%d %H:%M:%S}Z  {line.verb:<20} {line.actor}" for line in timeline])


@cli.group()
def directory() -> None:
    """Load organizations and their people, for matching."""


@directory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def directory_import(file: Path) -> None:
    """Load organizations from a CSV or XLSX file."""
    bot = built(settings_or_exit(offline=True))
    content, counts = read_or_exit(lambda: bot.import_directory(file.read_bytes(), file.name))
    show(directory_report(content, counts))
    sys.exit(1 if content.problems else 0)


@cli.command()
def doctor() -> None:
    """Look at token, webhooks, spaces, database, clock, disk and languages, each with its fix."""
    settings = settings_or_exit()
    bot = built(settings)
    findings = list(Doctor(settings, bot.webex, bot.store, bot.guardian, bot.clock).findings())
    show([str(each) for each in findings])
    sys.exit(0 if all(each.is_well for each in findings) else 1)


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy of the database, while the bot runs."""
    bot = built(settings_or_exit(offline=True))
    bot.store.backup(file)
    click.echo(f"Written: {file}")


@cli.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_command(file: Path) -> None:
    """Put a copy back in the place of the database; the bot must not be running."""
    settings = settings_or_exit(offline=True)
    try:
        restore(file, settings.database)
    except BotError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Restored: {settings.database}")


def read_or_exit(read: Callable[[], Read]) -> Read:
    """Read a file for a verb, or end with the reason."""
    try:
        return read()
    except UnreadableFile as error:
        raise click.ClickException(texts("en")(error.text, **error.values)) from None


def show(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(line)


def add_playground_verbs() -> None:
    """Add `demo` and `tour` where the playground stands beside this file; the bot itself never needs it."""
    if importlib.util.find_spec("playground") is not None:
        for verb in importlib.import_module("playground.verbs").VERBS:
            cli.add_command(verb)


def main() -> None:
    """Run the command line."""
    add_playground_verbs()
    cli()


if __name__ == "__main__":
    main()
