"""What a start costs with much in the file: the real process, until it answers that it is well."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.beside.contestants import Ours
from benchmarks.large.files import NOW, large_file
from bot.domain.pauses import Pause
from store import open_store

LOOK_SECONDS, MOST_SECONDS = 2.0, 300.0
# A thread that sleeps and looks takes this much of a second, no more.
AT_REST = 0.1


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds of a processor until it answered, and until it had nothing left to do; the most megabytes by then."""

    ready: float
    settled: float
    memory: float


class Restarted(Ours):
    """The bot with a large file, in which reminders are paused: its orders are of another day."""

    name = "large"

    def __init__(self, folder: Path, orders: int) -> None:
        super().__init__(folder, people=1)
        self._orders = orders
        self.ready = 0.0

    def begin(self) -> None:
        """Put the file where the bot looks for it."""
        if self._orders:
            shutil.copyfile(large_file(self._orders), self.database_file)
        store = open_store(self.database_file)
        with store.unit_of_work() as uow:
            uow.pauses.hold_reminders(Pause(NOW, ""))
        store.close()

    def get_ready(self) -> None:
        """Look what it took until here."""
        self.ready = self.cpu()


def started(orders: int) -> Started:
    """Start the bot with so many orders in its file, and wait until it rests."""
    with TemporaryDirectory() as folder, Restarted(Path(folder) / "large", orders) as bot:
        until, before = time.monotonic() + MOST_SECONDS, 0.0
        while bot.cpu() - before > AT_REST and time.monotonic() < until:
            before = bot.cpu()
            time.sleep(LOOK_SECONDS)
        return Started(bot.ready, bot.cpu(), bot.peak_memory())
