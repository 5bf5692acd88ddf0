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
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.clock import Clock, SystemClock
from bot.delivery.catching_up import Absence
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.mail import MailRelay, SmtpMail
from bot.delivery.processes import Watch, this_process
from bot.delivery.relay import Relay
from bot.delivery.worker_pool import SingleFlight, WorkerPool
from bot.dispatch.context import Contexts, Policy
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.opener import Opener
from bot.domain.actions import Signer
from bot.domain.people import Person
from bot.effective import effective
from bot.errors import BotError, ConfigurationError, StoreUnavailable, TokenRefused, WebexError
from bot.http.application import largest_body
from bot.http.server import serve as serve_http
from bot.intake.problems import UnreadableFile
from bot.language.texts import texts
from bot.lifecycle import Bot, Jobs
from bot.logs import configure_logging
from bot.metrics import Metrics
from bot.operations.doctor import Doctor
from bot.operations.import_report import directory_report, orders_report
from bot.operations.upkeep import Upkeep
from bot.reminders.standing import Timing
from bot.scheduling.scheduler import Beats
from bot.settings import Settings, load_settings
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from bot.webex.port import Webex
from bot.webex.webhooks import WebhookGuardian
from bot.wizard.engine import Wizard
from bot.wizard.steps import WIZARD
from handlers import ROUTER
from handlers.admin.background_jobs import jobs as background_jobs
from handlers.chat.passwords import PasswordDesk as StoredPasswords
from handlers.orders.changes import order_changed
from store import Store, open_store, restore

log = logging.getLogger("setup_now")
Read = TypeVar("Read")

# The most there can be; they come when all others wait for Webex, and go. What keeps a fetch from waiting for
# another person's is a thread of its own, and a thread that waits costs next to nothing.
INBOX_THREADS = 256
RELAY_THREADS = 256
GUARD_SECONDS = 30
HEARTBEAT_SECONDS = 5
HOUSEKEEPING_SECONDS = 3600
AUDIT_SECONDS = 300
# Webex may deliver an event again, and a duplicate is known only as long as the first is.
KEEP_DONE = timedelta(days=30)
STOP_SECONDS = 7.0
# How long a start waits to hear what was missed, so that it is handled before what comes in now.
START_SECONDS = 2.0
# From so many things on it is worth saying how far the work is.
LONG_WORK = 1000
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


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    webex: Webex | None = None,
    budget: Budget | None = None,
    wizard: Wizard = WIZARD,
) -> Bot:
    """Choose every part of the bot, and start nothing. Tests and the playground bring their own clock.

    Raises StoreUnavailable for a database that cannot be used.
    """
    clock = clock or SystemClock()
    budget = budget or Budget(clock, settings.calls_per_minute)
    webex = webex or WebexTeams(settings.token, settings.webex_api_url, budget=budget)
    store = open_store(settings.database)
    process, me, metrics, stopping = this_process(), Myself(webex), Metrics(), threading.Event()
    workers = WorkerPool("worker", INBOX_THREADS, budget.seconds_to_wait)
    relay_pool = WorkerPool("relay", RELAY_THREADS, budget.seconds_to_wait)
    guardian = WebhookGuardian(webex, settings.webhook_url, settings.webhook_secrets[0])
    contexts = Contexts(policy_of(settings), Signer(signing_key(store)), ROUTER, wizard)
    doctor = Doctor(settings, webex, store, guardian, clock)
    opener = Opener(store, webex, clock, me, contexts, background_jobs(contexts.policy, store, wizard, doctor))
    dispatcher = Dispatcher(store, clock, opener, contexts, process.owner, metrics)
    relay = Relay(
        store,
        webex,
        clock,
        process.owner,
        budget=budget,
        found=relay_pool.nudge,
        after_undelivered=workers.nudge,
        metrics=metrics,
    )
    upkeep = Upkeep(
        store=store,
        webex=webex,
        clock=clock,
        process=process,
        guardian=guardian,
        absence=Absence(store, webex, clock, stopping.is_set),
        me=me,
        rep_space=settings.rep_space_id or "",
        workers=workers,
        relay_pool=relay_pool,
        neighbours=Watch(process.host),
    )
    jobs = Jobs(
        InboxWorker(
            store,
            dispatcher.handle,
            clock,
            process.owner,
            budget=budget,
            found=workers.nudge,
            after=relay_pool.nudge,
        ),
        relay,
        mail_relay(settings, store, clock, process.owner, workers.nudge),
    )
    bot = Bot(
        settings=settings,
        clock=clock,
        store=store,
        webex=webex,
        budget=budget,
        dispatcher=dispatcher,
        order_changed=order_changed,
        upkeep=upkeep,
        metrics=metrics,
        jobs=jobs,
        workers=workers,
        relay_pool=relay_pool,
        mail_pool=WorkerPool("mail", 1),
        guarding=SingleFlight("guardian"),
        beats=Beats(),
        stopping=stopping,
        passwords=StoredPasswords(store, workers.nudge),
    )
    metrics.watch(bot.backlog, bot.unrouted, bot.open_escalations)
    return bot


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
        calls_per_minute=settings.calls_per_minute,
        settings=effective(settings),
    )


def mail_relay(
    settings: Settings, store: Store, clock: Clock, owner: str, after_refused: Callable[[], None]
) -> Callable[[], bool]:
    """Return what delivers mail; where there is no mail server, it never finds anything to do."""
    if settings.smtp_url is None or settings.mail_from is None:
        return lambda: False
    mail = SmtpMail(settings.smtp_url.get_secret_value(), settings.mail_from, clock)
    return MailRelay(store, mail, clock, owner, after_refused=after_refused)


def serve_until_stopped(bot: Bot) -> None:
    """Serve HTTP and run the bot until SIGTERM or Ctrl-C; then finish what is in hand, within ten seconds.

    Events are accepted to the last: what is stored now is handled after the next start.
    """
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    host, port, proxy = bot.settings.host, bot.settings.port, bot.settings.trusted_proxy or ""
    server = serve_http(bot.web, host, port, largest_body=largest_body, trusted_proxy=proxy)
    bot.start()
    log.info("serving", extra={"action": "serving", "host": host, "port": server.port})
    stopping.wait()
    log.info("stopping", extra={"action": "stopping"})
    bot.stop()
    server.close()


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
        return build(settings)
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
        bot.dispatcher.opener.me()
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
    progress = Progress("orders")
    content, plan = read_or_exit(
        lambda: bot.import_orders(file.read_bytes(), file.name, dry_run=dry_run, progress=progress)
    )
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
    findings = list(Doctor(settings, bot.webex, bot.store, bot.upkeep.guardian, bot.clock).findings())
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


class Progress:
    """How far long work is: a bar on a terminal, a line now and then elsewhere; beside the result, not in it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if total < LONG_WORK:
            return
        if sys.stderr.isatty():
            self._bar = self._bar or click.progressbar(length=total, label=self._what, file=sys.stderr)
            self._bar.update(done - self._bar.pos)
            if done == total:
                self._bar.render_finish()
        elif done % LONG_WORK == 0 or done == total:
            click.echo(f"{done} of {total} {self._what}", err=True)


def read_or_exit(read: Callable[[], Read]) -> Read:
    """Read a file for a verb, or end with the reason."""
    try:
        return read()
    except UnreadableFile as error:
        raise click.ClickException(texts()(error.text, **error.values)) from None


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
