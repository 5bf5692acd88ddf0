"""Set Up Now on the command line."""

import bot.beginning

import importlib
import importlib.util
from pathlib import Path

import click

from bot.clock import SystemClock
from bot.language.zone_data import use_newest
from bot.verbs import copies, directory, installing, orders, people, seals, serving
from bot.verbs.terminal import Verbs


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


for each_verb in (
    installing.init,
    installing.doctor,
    serving.serve,
    orders.orders,
    directory.directory,
    copies.backup,
    copies.restore_command,
    people.erase,
    people.personal_data,
    seals.rotate_key,
    seals.audit,
):
    cli.add_command(each_verb)


def add_playground_verbs() -> None:
    """Add `demo`, `tour` and `replay` where the playground stands beside this file; the bot itself never needs it."""
    if importlib.util.find_spec("playground") is not None:
        for verb in importlib.import_module("playground.verbs").VERBS:
            cli.add_command(verb)


def main() -> None:
    """Run the command line."""
    add_playground_verbs()
    cli()


bot.beginning.finish()

if __name__ == "__main__":
    main()
