"""`python -m playground`: the local Webex by itself, so that any bot can be pointed at it."""

from __future__ import annotations

import bot.beginning

from pathlib import Path

import click

from playground.alone import EXAMPLE, UnreadableWorld, run_alone
from playground.serving import LOOPBACK


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", required=False, default=EXAMPLE, type=click.Path(path_type=Path))
@click.option("--host", default=LOOPBACK, show_default=True, help="Where it listens.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Its port; 0 is any.")
def main(file: Path, host: str, port: int) -> None:
    """Serve a local Webex with the people and rooms of FILE, a TOML file.

    Without FILE it is playground/world.toml, which shows what can stand in one. docs/playground.md says what is served.
    """
    try:
        run_alone(file, host, port, out=click.echo)
    except UnreadableWorld as error:
        raise click.ClickException(str(error)) from None


bot.beginning.finish()

if __name__ == "__main__":
    main(prog_name="python -m playground")
