"""Installing: the settings are asked for and written down, and everything that the bot needs is looked at."""

import os
import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bot.settings import Settings, load_settings
from bot.settings.env_file import env_file
from bot.verbs.private_files import write_new
from bot.verbs.terminal import asked_for, built, opened, opened_to_read, settings_or_exit, show
from store import Store

# What `init` asks for. The two secrets of our own are made, not asked.
ASKED = ("WEBEX_TEAMS_ACCESS_TOKEN", "PUBLIC_URL", "ADMIN_EMAILS", "REP_DOMAINS")
MADE = ("WEBEX_WEBHOOK_SECRET", "OPERATIONS_TOKEN")
INIT_HEAD = """\
# The settings of Set Up Now, written by `setup-now init`. Take the # away from what you set.
# It holds secrets: let nobody but the bot read it. docs/operations.md says more.
"""


@click.command(short_help="Ask for the settings, and write them to a file.")
@click.argument("file", default=".env", type=click.Path(dir_okay=False, path_type=Path))
def init(file: Path) -> None:
    """Ask for the settings, write them to a file, and check that all is well."""
    if file.exists():
        raise click.ClickException(f"{file} is there already, and stays as it is. Name another file, or remove it.")
    if not os.access(file.parent, os.W_OK):
        raise click.ClickException(f"Nothing can be written into {file.parent}. Make that folder, or name another.")
    click.echo("Make a bot at https://developer.webex.com/my-apps/new/bot first: its token is shown once.\n")
    known = {name: os.environ[name] for name in map(str.upper, Settings.model_fields) if name in os.environ}
    given = known | {name: asked_for(name) for name in ASKED} | {name: secrets.token_hex(32) for name in MADE}
    write_new(file, env_file(INIT_HEAD, given))
    click.echo(f"\nWritten: {file}. Checking that all is well; webhooks are registered at the first start.\n")
    show([str(each) for each in built(load_settings(os.environ, file)).doctor.findings()])
    named = "" if file == Path(".env") else f"--settings {file} "
    click.echo(f"\nFix what is marked FAIL, and start the bot: setup-now {named}serve")


@click.command(short_help="Check everything the bot needs, and name each fix.")
def doctor() -> None:
    """Check token, webhooks, spaces, database, clock, disk and languages, and name each fix; exit 1 if any fails."""
    settings = settings_or_exit()
    findings = list(built(settings, opened_to_look(settings)).doctor.findings())
    show([str(each) for each in findings])
    sys.exit(0 if all(each.is_well for each in findings) else 1)


def opened_to_look(settings: Settings) -> Store:
    """Open the database to look at it; where there is none, an empty one elsewhere, since looking must make none."""
    if settings.database.exists():
        return opened_to_read(settings)
    elsewhere = click.get_current_context().with_resource(TemporaryDirectory())
    return opened(settings.model_copy(update={"database": Path(elsewhere) / settings.database.name}))
