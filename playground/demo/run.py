"""The demo: the real bot against the local Webex, and a page to talk to it in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap

from bot.language.texts import texts
from bot.settings.provisioning import Provisioning
from playground.demo import scenes
from playground.demo.doors import Ports
from playground.demo.ideas import IDEAS
from playground.demo.mishaps import show_mishaps
from playground.demo.scenes import NO_BREAK
from playground.demo.stage import Stage, open_scene
from playground.stopping import stop_on_signals

LAST_PORT = 65535
WIDEST = 100


def run_demo(
    host: str, port: int, *, provisioning: Provisioning, state: Path | None, out: Callable[[str], None]
) -> None:
    """Run until somebody presses Ctrl-C."""
    show_mishaps()
    stop = stop_on_signals()
    out("Setting the stage ...")
    ports = Ports(host, page=port, bot=port + 1 if 0 < port < LAST_PORT else 0)
    with open_scene(ports=ports, provisioning=provisioning, state=state) as stage:
        for line in banner(stage, wanted_port=port, state=state):
            out(line)
        for line in [*_lines(f"Provisioning: {provisioning} ({provisioning.meaning})."), ""]:
            out(line)
        stop.wait()
        out("\nStopping ...")
    out(f"Stopped. It is kept in {state}." if state else "Stopped. Nothing of it is kept.")


def banner(stage: Stage, wanted_port: int, state: Path | None = None) -> list[str]:
    """Return what to say once it runs: the one address, who one can be, what to try, how to stop."""
    width = max(len(each.name) for each in scenes.CAST)
    is_elsewhere = wanted_port and not stage.page_url.endswith(f":{wanted_port}")
    return [
        "",
        f"  Open  {stage.page_url}",
        *([f"        (port {wanted_port} is taken, so it is this one)"] if is_elsewhere else []),
        "",
        "  You can be",
        *(f"    {each.name:<{width}}  {each.about(texts())}" for each in scenes.CAST),
        "",
        *_lines(f"Try there: {_titles()}."),
        "",
        *_lines(f"The bot itself is at {stage.bot_url}/healthz. {_kept_where(stage, state)} Ctrl-C stops it."),
        "",
    ]


def _titles() -> str:
    """Return the titles of what can be tried, none of which is broken at the end of a line."""
    return f"{NO_BREAK}· ".join(NO_BREAK.join(each.title.split()) for each in IDEAS)


def _kept_where(stage: Stage, state: Path | None) -> str:
    if state is None:
        return "It starts anew each time, with a fresh database; to go on another day: make demo STATE=folder."
    now = stage.timeline.now().astimezone(scenes.ZONE)
    return (
        f"It is {now:%A %d %B, %H:%M} there, and all of it is kept in {state}: "
        "the next start with that folder goes on from where this one stops."
    )


def _lines(words: str) -> list[str]:
    """Return words in lines that fit the terminal."""
    width = min(get_terminal_size().columns, WIDEST)
    return wrap(words, width, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
