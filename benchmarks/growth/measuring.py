"""What is measured at each point: the real process, with a file, and people who press."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.beside.contestants import PATIENCE, Ours
from benchmarks.beside.crowd import Crowd
from benchmarks.beside.measuring import CALL_SECONDS, TURNS_A_SECOND, WARM_UP
from benchmarks.growth.files import let_it_rest
from benchmarks.large.starting import AT_REST, LOOK_SECONDS

LATE = 0.99
AT_REST_READ = 2**20


@dataclass(frozen=True, slots=True)
class Point:
    """Milliseconds of a processor for a turn, by the clock from a press to the next card, and megabytes of memory."""

    cpu: float
    middle: float
    late: float
    memory: float


class Aged(Ours):
    """The bot with a file in which much has happened already. People ask for their card."""

    def __init__(self, folder: Path, people: int, file: Path | None) -> None:
        # The hour by which the reminders in the file were planned.
        super().__init__(folder, people, **({"REMINDER_TIME": "09:00"} if file else {}))
        self._file = file
        # Of those who are called as all contestants call theirs, the file has orders already.
        self.people = [self.world.person(f"q{n}@northwind.example.com", f"Person {n}") for n in range(people)]
        self._by_room = {self.world.direct(each, self.me).id: each for each in self.people}

    def begin(self) -> None:
        if self._file is not None:
            shutil.copyfile(self._file, self.database_file)
        super().begin()
        if self._file is not None:
            let_it_rest(self.database_file, self.settings(self.url))

    def get_ready(self) -> None:
        if self._file is not None:
            for each in self.people:
                each.says(self.me, "setup")
        self.until(lambda: all(map(self.card_of, self.people)), PATIENCE)
        self._come_to_rest()

    def _come_to_rest(self) -> None:
        """Wait until all is done that a start does aside, such as looking a large file through."""
        cpu, read = 0.0, 0
        while self.cpu() - cpu > AT_REST or self._read() - read > AT_REST_READ:
            cpu, read = self.cpu(), self._read()
            time.sleep(LOOK_SECONDS)

    def _read(self) -> int:
        """Return how many bytes the process has read, from the disk or from memory."""
        return int(Path(f"/proc/{self._process.pid}/io").read_text().split()[1])


def point(people: int, file: Path | None, turns: int, waits: int) -> Point:
    """Let so many people press, first as soon as they can, then two times a second in all while calls take 0.1 s."""
    with TemporaryDirectory() as folder, Aged(Path(folder) / "aged", people, file) as on:
        crowd = Crowd(on)
        crowd.presses(WARM_UP + people)
        on.settle_down()
        before, counted = on.cpu(), max(turns, 2 * people)
        crowd.presses(counted)
        on.settle_down()
        cpu = 1000 * (on.cpu() - before) / counted
        on.latency = CALL_SECONDS
        taken = sorted(1000 * each for each in crowd.presses(waits, TURNS_A_SECOND))
        return Point(cpu, median(taken), taken[min(len(taken) - 1, int(LATE * len(taken)))], on.peak_memory())
