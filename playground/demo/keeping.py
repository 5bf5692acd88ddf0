"""Keeping: a demo in a folder, the world beside the bot's database, so that another start goes on from there."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.settings.provisioning import Provisioning
from playground.model import Json
from playground.page.views import Read, Views
from playground.recordings.recorder import Recorder
from playground.recordings.recording import Recording
from playground.services.desks import Desk
from playground.world import World, WorldState

WORLD, DATABASE, LOCK = "world.json", "demo.db", "in-use"
PACE = 0.2
"""Seconds between two looks whether there is something to keep."""
LONGEST = 10.0
"""Seconds after which the clock at least is kept, though nothing happened."""


class Unusable(Exception):
    """The folder cannot be used; its words say why, and what to do."""


class Kept(BaseModel):
    """A demo as it stands between two starts."""

    model_config = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")
    now: AwareDatetime
    provisioning: Provisioning
    secret: str
    world: WorldState
    recording: Recording
    read: list[Read]
    desk: Json


@dataclass(frozen=True)
class Stock:
    """What is kept of a stage: whatever another start cannot find out by itself."""

    world: World
    recorder: Recorder
    views: Views
    desk: Desk | None
    provisioning: Provisioning
    secret: str

    def take(self) -> Kept:
        """Return everything as it stands now."""
        with self.world.turn():
            return Kept(
                now=self.world.now(),
                provisioning=self.provisioning,
                secret=self.secret,
                world=self.world.kept(),
                recording=self.recorder.recording(),
                read=self.views.kept(),
                desk=self.desk.kept() if self.desk else {},
            )


class Folder:
    """Where a demo is kept. Only one demo uses it at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / DATABASE
        self._file = path / WORLD

    @contextmanager
    def taken(self) -> Iterator[Kept | None]:
        """Use the folder, which is made where there is none; what was kept in it, if anything was."""
        with ExitStack() as stack:
            try:
                self.path.mkdir(parents=True, exist_ok=True)
                lock = stack.enter_context((self.path / LOCK).open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Unusable(f"Another demo uses {self.path} already. Stop it, or name another folder.") from None
            except OSError as error:
                raise Unusable(f"{self.path} cannot be used: {error.strerror}.") from None
            yield self._kept()

    def keep(self, kept: Kept) -> None:
        """Write it down whole, or leave what was there."""
        beside = self._file.with_suffix(".new")
        with open(beside, "w", encoding="utf-8", opener=_for_us_alone) as file:
            file.write(kept.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._file)

    def _kept(self) -> Kept | None:
        if not self._file.exists():
            # A demo that never came to its opening: what it left is no beginning.
            for each in self.path.glob(f"{DATABASE}*"):
                each.unlink()
            return None
        try:
            return Kept.model_validate_json(self._file.read_bytes())
        except ValidationError:
            way_out = "It may be of another version of Set Up Now. Name another folder, or delete that one."
            raise Unusable(f"{self._file} cannot be read. {way_out}") from None


def _for_us_alone(path: str, flags: int) -> int:
    """Open a file that nobody else may read: the bot's token is in it."""
    return os.open(path, flags, 0o600)


class Keeper:
    """Writes down what changed in a world, soon after it did, in a thread of its own."""

    def __init__(self, folder: Folder, world: World, take_stock: Callable[[], Kept]) -> None:
        self._folder = folder
        self._world = world
        self._take_stock = take_stock
        self._is_ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-keeper", daemon=True)

    def start(self) -> None:
        """Keep it now, and again whenever something happens."""
        self._folder.keep(self._take_stock())
        self._thread.start()

    def stop(self) -> None:
        """Keep it as it stands at the end."""
        self._is_ending.set()
        self._world.changed()
        if self._thread.is_alive():
            self._thread.join()
            self._folder.keep(self._take_stock())

    def _run(self) -> None:
        seen = self._world.changes
        while not self._is_ending.wait(PACE):
            seen = self._world.wait_for_change(seen, LONGEST)
            self._folder.keep(self._take_stock())
