"""Running: the bot that runs now, which can be stopped, and started anew from the same database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from threading import RLock
from typing import Any, TypeVar

from bot.errors import StoreUnavailable
from bot.language.texts import _
from bot.lifecycle import Bot
from playground.refusals import Refused
from store import UnitOfWork

Read = TypeVar("Read")
PATIENCE, LAST_WORK = 5.0, 1.0
STOPPED = "503 Service Unavailable"
STOPPED_HERE = _("The bot is stopped. Under “Break something”, press “Stop the bot” again to start it.")
KILLED = "killed"
"""Another start than that of any process: whoever has this pid now is somebody else."""


class Running:
    """A bot and its successors. While none runs, its address answers as a proxy does in front of nobody."""

    def __init__(self, build: Callable[[], Bot], *, by_hand: bool = False) -> None:
        self._build = build
        self.by_hand = by_hand
        """Whether it does nothing by itself, and works when it is told to: everything in order, in one thread."""
        self._bot: Bot | None = None
        # Two windows may press at the same moment, and never do two bots run.
        self._turn = RLock()

    @property
    def bot(self) -> Bot:
        """The bot that runs; Refused while none does."""
        if self._bot is None:
            raise Refused(409, STOPPED_HERE)
        return self._bot

    @property
    def is_stopped(self) -> bool:
        """Whether no bot runs."""
        return self._bot is None

    def reads(self, read: Callable[[UnitOfWork], Read]) -> Read | None:
        """Return what is read in the bot's database; None while no bot runs, or where it is ended in this moment."""
        bot = self._bot
        if bot is None:
            return None
        try:
            with bot.store.reading() as uow:
                return read(uow)
        except StoreUnavailable:
            return None

    def start(self) -> None:
        """Start a bot from what the database holds, unless one runs."""
        with self._turn:
            if self._bot is not None:
                return
            bot = self._build()
            # It answers before it is started: what Webex tells it meanwhile is accepted.
            self._bot = bot
            if self.by_hand:
                bot.lifecycle.guard.check()
            else:
                bot.start()
                # A new bot never hears what is said before its webhooks stand.
                bot.lifecycle.guard.flight.wait(PATIENCE)

    def restart(self) -> None:
        """Stop the bot, and start another from what it leaves."""
        with self._turn:
            self.stop()
            self.start()

    def look_around(self) -> None:
        """Let the bot find out that Webex reaches it, as it does each minute: in a jump of the clock it could not."""
        guard = self.bot.lifecycle.guard
        if self.by_hand:
            guard.check()
        else:
            guard.set_out()
            guard.flight.wait(PATIENCE)

    def stop(self) -> None:
        """Stop the bot as SIGTERM does. The next one handles whatever it had in hand."""
        with self._turn:
            if self._bot is None:
                return
            bot, self._bot = self._bot, None
            if self.by_hand:
                bot.store.close()
            else:
                bot.stop()

    def kill(self) -> None:
        """End the bot as SIGKILL does: nothing that it had in hand is finished, noted or given back.

        It runs in our own process, so its threads go on for a moment; but from the first line on its file is closed to
        them, and the others are told that its process is gone.
        """
        with self._turn:
            if self._bot is None:
                return
            bot, self._bot = self._bot, None
            me = bot.lifecycle.heartbeat.process
            with bot.store.unit_of_work() as uow:
                uow.processes.enter(me.owner, me.host, me.pid, KILLED, datetime.now(UTC))
            bot.store.close()
            logging.disable(logging.CRITICAL)
            try:
                bot.stop()
                if not self.by_hand:
                    # Its background work finds the file closed as well, and nobody should read of that.
                    for work in (bot.lifecycle.guard.flight, bot.lifecycle.heartbeat.replanning):
                        work.wait(LAST_WORK)
            finally:
                logging.disable(logging.NOTSET)

    def kill_and_start(self) -> None:
        """Kill the bot, and start another from what it leaves."""
        with self._turn:
            self.kill()
            self.start()

    def switch(self) -> None:
        """Stop the bot that runs, or start one where none does."""
        with self._turn:
            if self.is_stopped:
                self.start()
            else:
                self.stop()

    def web(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Return whoever answers at the bot's address now (a WSGI app)."""
        if self._bot is None:
            start_response(STOPPED, [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return []
        return self._bot.web(environ, start_response)
