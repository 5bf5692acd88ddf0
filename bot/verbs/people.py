"""People: everything that is held about one of them is written out, or erased."""

import json
from time import sleep

import click

from bot.clock import SystemClock
from bot.delivery.processes import is_served
from bot.language.addresses import is_like_an_address
from bot.operations import erasing
from bot.verbs.terminal import opened_as_it_is, opened_to_read, settings_or_exit


@click.command(short_help="Erase everything that is held about a person.")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, yes: bool) -> None:
    """Erase everything that is held about a person, in the database and what lies beside it."""
    refuse_any_word(email)
    store = opened_as_it_is(settings_or_exit(offline=True))
    with store.reading() as uow:
        if not uow.erasure.knows(email):
            raise click.ClickException(f"Nothing is held about {email}.")
    if not yes:
        click.confirm(f"Everything about {email} goes for good. Go on?", abort=True)
    with store.unit_of_work() as uow:
        instead = erasing.begin(uow, email, SystemClock().now()).instead
    erasing.erase_noted(store, SystemClock().now, sleep)
    erasing.leave_scrubbing(store, lambda: is_served(store), sleep)
    click.echo(f"Erased. In orders and in the audit log stands {instead}. Delete backups that are older than this.")


@click.command("personal-data", short_help="Write everything that is held about a person, as JSON.")
@click.argument("email")
def personal_data(email: str) -> None:
    """Write everything that is held about a person as JSON, to give to them."""
    refuse_any_word(email)
    with opened_to_read(settings_or_exit(offline=True)).reading() as uow:
        found = uow.erasure.rows_about(email)
    if not found:
        click.echo(f"Nothing is held about {email}.", err=True)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=bytes.hex))


def refuse_any_word(email: str) -> None:
    """End where what was typed could be any word, and no address."""
    if not is_like_an_address(email):
        raise click.BadParameter("A person is named by their address, such as ann@example.com.", param_hint="EMAIL")
