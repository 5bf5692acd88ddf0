"""A bot in a process of its own, as it is run for real, and what those who besiege it ask and look at."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from flask import Response, request

from playground.model import Person
from playground.patience import PATIENCE
from tests.staging.deliveries import delivery, post
from tests.staging.processes import Processes
from tests.staging.settings import OPERATOR


class Besieged(Processes):
    """One process of the bot. `answers` are what its Webex says under some paths, whatever is asked."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.answers: dict[str, bytes] = {}
        self.webex.before_request(self._answer)

    def __enter__(self) -> Self:
        self._process = self.start()
        self.until(self.is_ready)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join(PATIENCE)
        super().__exit__(kind, error, trace)

    @property
    def pid(self) -> int:
        """The process, as the system names it."""
        assert self._process.pid
        return self._process.pid

    def is_ready(self) -> bool:
        """Return whether it says that it works."""
        assert self._process.is_alive(), self.log()
        try:
            return requests.get(f"{self.url}/readyz", headers=OPERATOR, timeout=PATIENCE).ok
        except requests.ConnectionError:
            return False

    def answers_to(self, person: Person, words: str) -> str:
        """Return what the bot answers to some words; AssertionError when it says nothing in time."""
        before = len(self.chat(person))
        person.says(self.me, words)
        self.until(lambda: len(self.chat(person)) > before)
        return self.chat(person)[-1]

    def waiting(self) -> int:
        """Return how many events it has not handled yet."""
        return self._count("SELECT count(*) FROM inbox WHERE status IN ('waiting', 'leased')")

    def owed(self) -> int:
        """Return how many messages it has not sent yet."""
        return self._count("SELECT count(*) FROM outbox WHERE status IN ('due', 'leased')")

    def _count(self, asked: str) -> int:
        with closing(sqlite3.connect(self.database_file)) as db:
            found: int = db.execute(asked).fetchone()[0]
        return found

    def _answer(self) -> Response | None:
        content = self.answers.get(request.path.removeprefix("/v1/"))
        return None if content is None else Response(content, content_type="application/json;charset=UTF-8")

    def hears_of(self, event_id: str, resource: str = "messages", person_id: str = "a-person") -> int:
        """Deliver an event to it, over a connection of its own; returns the answer's status."""
        return post(self.url, delivery(resource, event_id, person_id, "a-room"))

    def helpers(self) -> list[int]:
        """Return the helper processes that work for it now, as the system names them."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/children")
        return [int(each) for thread in threads for each in words_of(thread)]

    def open_connections(self) -> int:
        """Return how many connections it has, as the system counts them."""
        return sum(each.startswith("socket:") for each in self._open_files())

    def peak_memory(self) -> int:
        """Return the most bytes it ever had in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))

    def keeps_a_temporary_file(self) -> bool:
        """Return whether something stands in a file that it has open and that nobody else can see."""
        return any(each.endswith("(deleted)") for each in self._open_files(at_least=1))

    def _open_files(self, at_least: int = 0) -> Iterator[str]:
        """Return the names of its open files, without those closed meanwhile."""
        for each in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                if each.stat().st_size >= at_least:
                    yield each.readlink().name


def words_of(file: Path) -> list[str]:
    """Return what stands in a file of the system's; nothing where its thread has ended meanwhile."""
    try:
        return file.read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
