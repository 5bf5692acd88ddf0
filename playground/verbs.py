"""What the playground adds to the command line: the demo, the tour, and recorded conversations."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from playground.serving import LOOPBACK


@click.command(short_help="Run the bot with a local Webex and a chat page.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Where the page and the bot listen.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="The port of the page.")
@click.option(
    "--provisioning",
    default="embedded",
    show_default=True,
    type=click.Choice(["embedded", "control-hub", "webhook"]),
    help="Who provisions: nobody, Cisco (whom you can be on the page), or the partner's own system (the same).",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Keep everything in this folder, and go on from there at the next start with it.",
)
def demo(host: str, port: int, provisioning: str, state: Path | None) -> None:
    """Run the bot with an embedded local Webex, sample orders, and a chat page to open in a browser."""
    from bot.settings.provisioning import Provisioning
    from playground.demo.keeping import Unusable
    from playground.demo.run import run_demo

    try:
        run_demo(host, port, provisioning=Provisioning(provisioning), state=state, out=click.echo)
    except Unusable as error:
        raise click.ClickException(str(error)) from None


@click.command(short_help="Walk one order to its end, and print the conversation.")
def tour() -> None:
    """Walk one order from import to provisioned, and print the conversation."""
    from playground.demo.tour import run_tour

    sys.exit(run_tour(out=click.echo))


@click.command(short_help="Play recorded conversations again, and compare.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--accept", is_flag=True, help="Write what the bot says now into the file.")
def replay(files: tuple[Path, ...], accept: bool) -> None:
    """Play conversations that were saved on the page of the demo, and show what the bot says differently now."""
    from playground.recordings.replay import run_replay

    sys.exit(run_replay(files, accept=accept, out=click.echo))


VERBS = [demo, tour, replay]
