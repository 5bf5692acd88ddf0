"""Orders: loaded from files, written into files, listed and shown."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.bootstrap import policy_of
from bot.clock import SystemClock
from bot.language.texts import texts
from bot.operations.import_report import orders_report
from bot.operations.tables import aligned
from bot.verbs.private_files import write_over
from bot.verbs.terminal import ProgressBar, built, opened_to_read, read_or_exit, settings_or_exit, show
from bot.wizard.steps import WIZARD
from handlers.orders.exporting import MOST_EXPORTED, Exporter


@click.group()
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
    write_over(file, content)
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
