"""The demo: the real bot against the local Webex, and a page to talk to it in a browser."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.settings.provisioning import Provisioning
from playground import scenes
from playground.serving import LOOPBACK
from playground.stage import Stage, open_scene
from playground.stopping import stop_on_signals

PORT = 8080
LAST_PORT = 65535


def run_demo(
    host: str = LOOPBACK,
    port: int = PORT,
    *,
    provisioning: Provisioning = Provisioning.EMBEDDED,
    out: Callable[[str], None] = print,
) -> None:
    """Run until somebody presses Ctrl-C."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    stop = stop_on_signals()
    out("Setting the stage ...")
    bot_port = port + 1 if 0 < port < LAST_PORT else 0
    with open_scene(host=host, page_port=port, bot_port=bot_port, provisioning=provisioning) as stage:
        for line in banner(stage, wanted_port=port):
            out(line)
        out(f"  Provisioning: {provisioning} ({provisioning.meaning}).\n")
        stop.wait()
        out("\nStopping ...")
    out("Stopped. Nothing of it is kept.")


def banner(stage: Stage, wanted_port: int) -> list[str]:
    """What to say once it runs: the one address, who one can be, what to try, how to stop."""
    width = max(len(each.name) for each in scenes.CAST)
    is_elsewhere = wanted_port and not stage.page_url.endswith(f":{wanted_port}")
    return [
        "",
        f"  Open  {stage.page_url}",
        *([f"        (port {wanted_port} is taken, so it is this one)"] if is_elsewhere else []),
        "",
        "  You can be",
        *(f"    {each.name:<{width}}  {each.role}" for each in scenes.CAST),
        "",
        "  Try this",
        *(f"    · {idea}" for idea in scenes.IDEAS),
        "",
        f"  The bot itself is at {stage.bot_url}/healthz. It starts anew each time, with a fresh database.",
        "  Ctrl-C stops it.",
        "",
    ]
