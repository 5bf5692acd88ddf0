"""Set Up Now on the command line."""

import bot.beginning

import importlib
import importlib.util
import json
import logging
import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from time import sleep

import click

from bot.bootstrap import policy_of
from bot.clock import SystemClock
from bot.domain.audit_seals import ALL_IN_ORDER, BROKEN
from bot.errors import Superseded, TokenRefused, WebexError
from bot.language.addresses import is_like_an_address
from bot.language.texts import texts
from bot.language.zone_data import use_newest
from bot.lifecycle import serve_until_stopped
from bot.logs import configure_logging
from bot.operations import erasing, rotation
from bot.operations.backing_up import back_up, back_up_from_replica
from bot.operations.guard import Guard
from bot.operations.import_report import directory_report, orders_report
from bot.operations.service_manager import ServiceManager
from bot.operations.tables import aligned
from bot.settings import Settings, load_settings
from bot.settings.env_file import env_file, write_for_us_alone
from bot.terminal import (
    ProgressBar,
    Replaced,
    Verbs,
    asked_for,
    built,
    opened,
    opened_to_read,
    read_or_exit,
    settings_or_exit,
    show,
)
from bot.tracing import traces
from bot.wizard.steps import WIZARD
from handlers.orders.exporting import MOST_EXPORTED, Exporter
from store import fetched, is_replica, refuse_while_in_use, restore

log = logging.getLogger("setup_now")


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of settings, in place of .env.",
)
@click.version_option(package_name="setup-now", message="setup-now %(version)s")
def cli(settings: Path | None) -> None:  # noqa: ARG001, read where settings are
    """Set Up Now: a Webex bot that walks a Cisco partner through the order setup wizard in a chat."""
    use_newest(SystemClock().now())


# What `init` asks for. The two secrets of our own are made, not asked.
ASKED = ("WEBEX_TEAMS_ACCESS_TOKEN", "PUBLIC_URL", "ADMIN_EMAILS", "REP_DOMAINS")
MADE = ("WEBEX_WEBHOOK_SECRET", "OPERATIONS_TOKEN")
INIT_HEAD = """\
# The settings of Set Up Now, written by `setup-now init`. Take the # away from what you set.
# It holds secrets: let nobody but the bot read it. docs/operations.md says more.
"""


@cli.command(short_help="Write a file of settings, with what it asks for.")
@click.argument("file", default=".env", type=click.Path(dir_okay=False, path_type=Path))
def init(file: Path) -> None:
    """Write a file of settings with what it asks for, then look whether all is well."""
    if file.exists():
        raise click.ClickException(f"{file} is there already, and stays as it is. Name another file, or take it away.")
    if not os.access(file.parent, os.W_OK):
        raise click.ClickException(f"Nothing can be written into {file.parent}. Make that folder, or name another.")
    click.echo("Make a bot at https://developer.webex.com/my-apps/new/bot first: its token is shown once.\n")
    known = {name: os.environ[name] for name in map(str.upper, Settings.model_fields) if name in os.environ}
    given = known | {name: asked_for(name) for name in ASKED} | {name: secrets.token_hex(32) for name in MADE}
    try:
        write_for_us_alone(file, env_file(INIT_HEAD, given))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"\nWritten: {file}. Now a look whether all is well; webhooks are registered at the first start.\n")
    show([str(each) for each in built(load_settings(os.environ, file)).doctor.findings()])
    named = "" if file == Path(".env") else f"--settings {file} "
    click.echo(f"\nMend what is marked FAIL, and start the bot: setup-now {named}serve")


@cli.command(short_help="Run the bot for real: receiver, workers, scheduler.")
def serve() -> None:
    """Run the bot for real: receiver, workers, scheduler."""
    settings = settings_or_exit()
    configure_logging(settings.log_format, settings.secrets)
    trace_to(settings.otel_exporter_otlp_endpoint)
    chosen = settings.provisioning
    log.info("provisioning: %s (%s)", chosen, chosen.meaning, extra={"action": "start", "provisioning": chosen})
    bot = built(settings)
    guard = bot.lifecycle.guard
    meet_webex(guard)
    serve_until_stopped(bot, settings, ServiceManager.of(os.environ))
    if guard.superseded.is_set():
        raise Replaced("Another bot serves in our place; the log says from which file.")


def trace_to(collector: str | None) -> None:
    """Let traces go to a collector, where there is one, until the command ends."""
    if collector:
        telemetry = importlib.import_module("bot.telemetry")
        click.get_current_context().call_on_close(traces.go_to(telemetry.Collector(collector)))


def meet_webex(guard: Guard) -> None:
    """End where Webex does not accept the token, or another serves in our place; that it is silent is no reason to."""
    try:
        guard.me()
        guard.guardian.problems()
    except Superseded as error:
        raise Replaced(str(error)) from None
    except TokenRefused as error:
        raise click.ClickException(
            f"Webex does not accept the token: {error}. Check WEBEX_TEAMS_ACCESS_TOKEN and WEBEX_API_URL."
        ) from None
    except WebexError as error:
        log.warning("webex cannot be reached yet", extra={"action": "start", "cause": error.reason})


@cli.group()
def orders() -> None:
    """Load orders, and look them up."""


@orders.command("import", short_help="Load orders from a CSV or XLSX file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def orders_import(file: Path, dry_run: bool) -> None:
    """Load orders from a CSV or XLSX file; the same file twice changes nothing."""
    bot = built(settings_or_exit(offline=True))
    progress = ProgressBar("orders")
    content, plan = read_or_exit(
        lambda: bot.imports.orders(file.read_bytes(), file.name, dry_run=dry_run, progress=progress)
    )
    show(orders_report(content, plan, dry_run=dry_run))
    sys.exit(1 if content.problems else 0)


@orders.command("export", short_help="Write orders into a CSV or XLSX file, which an import reads again.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("words", nargs=-1)
def orders_export(file: Path, words: Sequence[str]) -> None:
    """Write orders, all or those with these words, into a CSV or XLSX file, by its ending; an import reads it again."""
    if file.suffix.lower() not in {".csv", ".xlsx"}:
        raise click.ClickException("Name a file that ends in .csv or .xlsx.")
    settings = settings_or_exit(offline=True)
    exporter = Exporter(opened_to_read(settings), policy_of(settings), WIZARD)
    found, written = exporter.write(" ".join(words), texts(), SystemClock().now())
    content = written.workbook if file.suffix.lower() == ".xlsx" else written.csv.encode("utf-8-sig")
    if not content:
        raise click.ClickException("The workbook could not be written. Try .csv, or fewer orders.")
    file.write_bytes(content)
    click.echo(f"Written: {min(found, MOST_EXPORTED)} of {found} orders, to {file}")


@orders.command("list")
@click.argument("words", nargs=-1)
def orders_list(words: Sequence[str]) -> None:
    """List orders, all or those with these words."""
    with opened_to_read(settings_or_exit(offline=True)).reading() as uow:
        found = list(uow.orders.each(" ".join(words)))
    show(aligned((o.number, o.offer, f"{o.start_date}", o.state, o.customer_name, o.holder) for o in found))
    if not found:
        click.echo("No orders.")


@orders.command("show")
@click.argument("number")
def orders_show(number: str) -> None:
    """Show an order with its timeline."""
    with opened_to_read(settings_or_exit(offline=True)).reading() as uow:
        order = uow.orders.get(number)
        timeline = uow.audit.of_order(order.number) if order else []
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
    show(aligned((name, str(value)) for name, value in facts.items() if value))
    show(aligned((f"{line.at:%Y-%m-%d %H:%M:%S}Z", line.verb.replace("_", " "), line.actor) for line in timeline))


@cli.group(short_help="Load organizations and their people, for matching.")
def directory() -> None:
    """Load organizations and their people, for matching."""


@directory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def directory_import(file: Path) -> None:
    """Load organizations from a CSV or XLSX file."""
    bot = built(settings_or_exit(offline=True))
    content, counts = read_or_exit(lambda: bot.imports.directory(file.read_bytes(), file.name))
    show(directory_report(content, counts))
    sys.exit(1 if content.problems else 0)


@cli.command(short_help="Look at everything the bot needs, each with its fix.")
def doctor() -> None:
    """Look at token, webhooks, spaces, database, clock, disk and languages, each with its fix."""
    settings = settings_or_exit()
    findings = list(built(settings, opened_to_read(settings)).doctor.findings())
    show([str(each) for each in findings])
    sys.exit(0 if all(each.is_well for each in findings) else 1)


@cli.command(short_help="Write a copy of the database; the bot may run.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "replica", metavar="REPLICA", help="Copy what Litestream has streamed, which proves its worth.")
def backup(file: Path, replica: str | None) -> None:
    """Write a consistent copy of the database, while the bot runs, and note that there is one.

    REPLICA is named as for `restore`: its folder, its address (s3://…), or the litestream.yml that names it.
    """
    store, now = opened_to_read(settings_or_exit(offline=True)), SystemClock().now()
    made = back_up_from_replica(store, replica, file) if replica else back_up(store, file, now)
    click.echo(f"Written: {file}")
    tell_how_far(made.latest, now)
    if not made.is_noted:
        click.echo("The database cannot be written, and does not know of this backup: `doctor` goes on asking for one.")


@cli.command("restore", short_help="Put a backup or a replica in place; stop the bot first.")
@click.argument("file")
def restore_command(file: str) -> None:
    """Put a backup back in the place of the database, or what Litestream has streamed; the bot must not be running.

    FILE is a backup, or a replica: its folder, its address (s3://…), or the litestream.yml that names it. The bot that
    used the file before must never start again: this one takes its webhooks.
    """
    database = settings_or_exit(offline=True).database
    now = SystemClock().now()
    refuse_while_in_use(database)
    with fetched(file, database) if is_replica(file) else nullcontext(file) as copy:
        latest = restore(copy, database, now)
    click.echo(f"Restored: {database}")
    tell_how_far(latest, now)


def tell_how_far(latest: datetime | None, now: datetime) -> None:
    """Say when something last happened in a copy; nothing where nothing did."""
    if latest is not None:
        click.echo(f"It goes to {latest:%Y-%m-%d %H:%M:%S}Z, {texts().duration(now - latest)} ago.")


@cli.command(short_help="Erase everything that is held about a person.")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, yes: bool) -> None:
    """Erase everything that is held about a person, in the database and what lies beside it."""
    if not is_like_an_address(email):
        raise click.BadParameter("A person is erased by their address, such as ann@example.com.", param_hint="EMAIL")
    store = opened(settings_or_exit(offline=True))
    with store.reading() as uow:
        if not uow.erasure.knows(email):
            raise click.ClickException(f"Nothing is held about {email}.")
    if not yes:
        click.confirm(f"Everything about {email} goes for good. Go on?", abort=True)
    with store.unit_of_work() as uow:
        instead = erasing.begin(uow, email, SystemClock().now()).instead
    erasing.erase_noted(store, SystemClock().now, sleep)
    erasing.scrub_if_due(store)
    click.echo(f"Erased. In orders and in the audit log stands {instead}. Delete backups that are older than this.")


@cli.command("rotate-key", short_help="Sign buttons with a new key, from the next start on.")
@click.option(
    "--forget-old", is_flag=True, help="Make no new key, but accept no button any more that an old one signed."
)
def rotate_key(forget_old: bool) -> None:
    """Sign the buttons of cards with a new key from the next start of the bot; cards that stand go on working."""
    store = opened(settings_or_exit(offline=True))
    if forget_old:
        click.echo(f"Old keys forgotten: {rotation.forget_old_keys(store)}. Restart the bot.")
        return
    rotation.new_key(store)
    click.echo("There is a new key. Restart the bot; `setup-now doctor` says when the old one may go.")


@cli.group()
def audit() -> None:
    """Look after the audit log."""


@audit.command("verify", short_help="Look whether each line is as it was written.")
def audit_verify() -> None:
    """Look whether each line of the audit log is as it was written; exit 1 if one was altered or removed."""
    with opened_to_read(settings_or_exit(offline=True)).reading() as uow:
        found = uow.audit.verify()
    t = texts()
    show([t(flaw.words, line=flaw.line) for flaw in found.flaws])
    show([t(BROKEN)] if found.flaws else [t(ALL_IN_ORDER, first=found.first, last=found.last), f"seal {found.seal}"])
    sys.exit(1 if found.flaws else 0)


@cli.command("personal-data", short_help="Write everything that is held about a person, as JSON.")
@click.argument("email")
def personal_data(email: str) -> None:
    """Write everything that is held about a person as JSON, to give to them."""
    with opened_to_read(settings_or_exit(offline=True)).reading() as uow:
        found = uow.erasure.rows_about(email)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=bytes.hex))


def add_playground_verbs() -> None:
    """Add `demo`, `tour` and `replay` where the playground stands beside this file; the bot itself never needs it."""
    if importlib.util.find_spec("playground") is not None:
        for verb in importlib.import_module("playground.verbs").VERBS:
            cli.add_command(verb)


def main() -> None:
    """Run the command line."""
    add_playground_verbs()
    cli()


bot.beginning.is_over()

if __name__ == "__main__":
    main()
