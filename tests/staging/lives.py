"""A bot in a process of its own that dies when it is told to: killed by the system at its n-th touch.

A touch is a moment after which the world is another: a commit, or a call to Webex that was answered. Each life is a
fork of one process. It is told what to do, and what one life has not heard the next one hears:

    live            begin another life; answered "up", and "dead" when it has ended
    doom N          die at the N-th touch from now; 0: never
    go              do all that is due; answered "idle"
"""

import os
import signal
import socket
from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from sqlite_utils import Database

from bot.bootstrap import build
from bot.clock import SystemClock
from bot.settings import Settings, load_settings
from bot.webex.budget import Budget
from bot.webex.session import SettledSession
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

    def spare(self, act: Callable[[], str]) -> str:
        """Do something in the middle of which nobody is killed."""
        with self._lock:
            return act()

    def after(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, with a touch after it."""

        def touched(*given: Any, **more: Any) -> Any:
            result = act(*given, **more)
            self.touch()
            return result

        return touched


def live(teller: Connection, settings: Settings, listening: socket.socket) -> None:
    """One life. It ends by itself when nobody tells it anything any more."""
    bot = build(settings, budget=Budget(SystemClock(), MANY))
    serve(bot.web, listening)
    with bot.store.unit_of_work() as uow:
        me = bot.lifecycle.heartbeat.process
        uow.processes.enter(me.owner, me.host, me.pid, me.started, SystemClock().now())
    bot.lifecycle.heartbeat.take_over_from_the_dead()
    doom = Doom()
    Database.commit = doom.after(Database.commit)  # type: ignore[method-assign]
    SettledSession.send = doom.after(SettledSession.send)  # type: ignore[method-assign]
    teller.send("up")
    while True:
        # Killed between the length of a message and its words, a life would leave the next one half a message.
        teller.poll(None)
        match doom.spare(teller.recv).split():
            case ["doom", number]:
                doom.touches_left = int(number)
            case ["go"]:
                bot.reminders.sweep_if_due()
                bot.work()
                teller.send("idle")


def live_again_and_again(teller: Connection, listening: socket.socket) -> None:
    """Begin a life whenever one is wanted."""
    settings = load_settings(os.environ, env_file=None)
    while True:
        if teller.recv() != "live":
            continue
        child = os.fork()
        if child == 0:
            live(teller, settings, listening)
        os.waitpid(child, 0)
        teller.send("dead")
