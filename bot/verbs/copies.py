"""Copies of the database: a backup is written, and put back in its place."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import click

from bot.clock import EARLIEST, SystemClock
from bot.language.texts import texts
from bot.operations.backing_up import back_up, back_up_from_replica
from bot.verbs.terminal import opened_to_read, settings_or_exit
from store import fetched, is_replica, refuse_while_in_use, restore


@click.command(short_help="Write a copy of the database; the bot may run.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--from",
    "replica",
    metavar="REPLICA",
    help="Copy what Litestream has streamed, which proves that it can be restored.",
)
def backup(file: Path, replica: str | None) -> None:
    """Write a consistent copy of the database, while the bot runs, and note that there is one.

    REPLICA is named as for `restore`: its folder, its address (s3://…), or the litestream.yml that names it.
    """
    store, now = opened_to_read(settings_or_exit(offline=True)), SystemClock().now()
    made = back_up_from_replica(store, replica, file) if replica else back_up(store, file, now)
    click.echo(f"Written: {file}")
    tell_how_far(made.latest)
    if not made.is_noted:
        click.echo("The database cannot be written, and does not know of this backup: `doctor` goes on asking for one.")


@click.command("restore", short_help="Put a backup or a replica in place; stop the bot first.")
@click.argument("file")
def restore_command(file: str) -> None:
    """Put a backup back in the place of the database, or what Litestream has streamed; the bot must not be running.

    FILE is a backup, or a replica: its folder, its address (s3://…), or the litestream.yml that names it. The bot that
    used the file before must never start again: this one takes its webhooks.
    """
    database = settings_or_exit(offline=True).database
    now = SystemClock().now()
    if now < EARLIEST:
        # The moment tells the bot what may have been said already, and the machine of before that it is replaced.
        raise click.ClickException(f"This machine's clock shows {now:%Y-%m-%d %H:%M}Z. Set it (NTP), then restore.")
    refuse_while_in_use(database)
    with fetched(file, database) if is_replica(file) else nullcontext(file) as copy:
        latest = restore(copy, database, now)
    click.echo(f"Restored: {database}")
    tell_how_far(latest)


def tell_how_far(latest: datetime | None) -> None:
    """Say when something last happened in a copy; nothing where nothing did."""
    if latest is not None:
        # A bot at work goes on while it is copied, so that it may be less than no time ago.
        ago = SystemClock().now() - latest
        length = f"{texts().duration(ago)} ago" if ago >= timedelta(minutes=1) else "just now"
        click.echo(f"It goes to {latest:%Y-%m-%d %H:%M:%S}Z, {length}.")
