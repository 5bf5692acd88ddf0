"""What is around every bot under test: the local Webex, served on a port, and the bot's account and rep space in it."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from flask import Flask

from bot.settings import Settings, load_settings
from bot.webex.webhooks import WANTED
from playground.emulator import create_emulator
from playground.patience import PATIENCE
from playground.serving import serve
from playground.world import World
from tests.staging.databases import new_database
from tests.staging.settings import TOKEN, environment


class Scenery:
    """The world and the settings of the bot in it.

    Classes that build on it say how the bot runs: by hand, in threads, or in processes of its own.
    """

    def __init__(self, folder: Path, world: World, *, webex_threads: int = 16, **settings: str) -> None:
        self.folder = folder
        self.world = world
        self.me = world.bot(token=TOKEN)
        self.space = world.room("Cisco reps", self.me)
        self.database_file = folder / "setup-now.db"
        self.database_file.write_bytes(new_database())
        self.more_settings = settings
        self.webex = self.emulator()
        self._webex_server = serve(self.webex, threads=webex_threads)
        self.webex_url = self._webex_server.url

    def emulator(self) -> Flask:
        """Give the world the face of the Webex API."""
        return create_emulator(self.world)

    def strike(self) -> None:
        """Take the world down; the bot is gone by then, or is told nothing more."""
        self.world.close()
        self._webex_server.stop()

    def environment(self, public_url: str) -> dict[str, str]:
        """Return the settings of the bot, reached at an address, as a process is given them."""
        return environment(self.webex_url, public_url, self.database_file, self.space.id) | self.more_settings

    def settings(self, public_url: str) -> Settings:
        """Return the settings of the bot, reached at an address."""
        return load_settings(self.environment(public_url), env_file=None)

    def settle(self) -> None:
        """Let everything arrive that is on its way; where the bot works by hand, let it work too."""
        self.world.settle()

    def has_webhooks(self) -> bool:
        """Return whether Webex tells the bot of all that it wants to hear; what is said before is lost to a new bot."""
        return len(self.world.webhooks.of(self.me)) >= len(WANTED)

    def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Look again whenever something happened in the world; AssertionError when it is not so in time."""
        deadline = monotonic() + seconds
        while not is_so():
            assert monotonic() < deadline, "it did not come about in time"
            self.world.wait_for_change(self.world.changes, 0.05)

    def chat(self, person: Any) -> list[str]:
        """Return what the bot said to somebody directly."""
        messages = self.world.transcript(self.world.direct(person, self.me))
        return [each.words for each in messages if each.person_id == self.me.id]
