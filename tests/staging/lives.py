"""A bot in a process of its own that dies when it is told to: killed by the system at its n-th touch.

A touch is a moment after which the world is another: a commit, or a call to Webex that was answered. The process
that is started imports everything once; each life is a fork of it. Commands come on standard input, a line each:

    live            begin another life; answered "up", and "dead" when it has ended
    doom N          die at the N-th touch from now; 0: never
    go              do all that is due; answered "idle"
    run             run with all threads, until death
"""

import gc
import os
import signal
import socket
from collections.abc import Callable
from itertools import count
from threading import Lock
from typing import Any

import requests
from sqlite_utils import Database

from bot.bootstrap import build
from bot.clock import SystemClock
from bot.language.countries import countries_by_name
from bot.language.texts import texts
from bot.language.zone_names import zones_by_name
from bot.reminders.calendar import days_off
from bot.settings import Settings, load_settings
from bot.webex.budget import Budget
from playground.serving import serve
from tests.staging.settings import MANY


class Doom:
    """Counts touches, and ends the process at the one it was told."""

    def __init__(self) -> None:
        self.touches_left = 0
        self._lock = Lock()

    def touch(self) -> None:
        with self._lock:
            self.touches_left -= 1
            if self.touches_left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def after(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, with a touch after it."""

        def touched(*given: Any, **more: Any) -> Any:
            result = act(*given, **more)
            self.touch()
            return result

        return touched


def command() -> list[str]:
    """Read a command, byte by byte: what one life leaves unread the next must find."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            os._exit(0)
        line += byte
    return line.decode().split()


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def live(settings: Settings, listening: socket.socket) -> None:
    """One life."""
    bot = build(settings, budget=Budget(SystemClock(), MANY))
    serve(bot.web, listening)
    with bot.store.unit_of_work() as uow:
        me = bot.lifecycle.heartbeat.process
        uow.processes.enter(me.owner, me.host, me.pid, me.started, SystemClock().now())
    bot.lifecycle.heartbeat.take_over_from_the_dead()
    doom = Doom()
    Database.commit = doom.after(Database.commit)  # type: ignore[method-assign]
    requests.Session.send = doom.after(requests.Session.send)  # type: ignore[method-assign]
    say("up")
    for _ in count():
        match command():
            case ["doom", number]:
                doom.touches_left = int(number)
            case ["go"]:
                bot.reminders.sweep_if_due()
                bot.work()
                say("idle")
            case ["run"]:
                bot.start()


def warm_up() -> None:
    """Load here what each life would load for itself: words, countries, zones and holidays."""
    today = SystemClock().now()
    texts("en").day(today.date())
    countries_by_name()
    zones_by_name()
    for year in (today.year, today.year + 1):
        days_off("SA", year)
    # What is here now is never garbage, and no life looks through it, which would copy all of it.
    gc.collect()
    gc.freeze()


def main() -> None:
    """Live again and again."""
    settings = load_settings(os.environ, env_file=None)
    listening = socket.socket(fileno=int(os.environ["LISTENING"]))
    warm_up()
    while True:
        if command() != ["live"]:
            continue
        child = os.fork()
        if child == 0:
            live(settings, listening)
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
