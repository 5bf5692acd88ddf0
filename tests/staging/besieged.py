"""A bot in a process of its own, as it is run for real, and what those who besiege it ask and look at."""

import sqlite3
from contextlib import closing
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
        with closing(sqlite3.connect(self.database_file)) as db:
            found: int = db.execute("SELECT count(*) FROM inbox WHERE status IN ('waiting', 'leased')").fetchone()[0]
        return found

    def _answer(self) -> Response | None:
        content = self.answers.get(request.path.removeprefix("/v1/"))
        return None if content is None else Response(content, content_type="application/json;charset=UTF-8")

    def hears_of(self, event_id: str, resource: str = "messages", person_id: str = "a-person") -> int:
        """Deliver an event to it, over a connection of its own; returns the answer's status."""
        return post(self.url, delivery(resource, event_id, person_id, "a-room"))

    def has_helper(self) -> bool:
        """Return whether a process of its own works for it now."""
        return bool(Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()) or any(
            each.read_text() for each in Path(f"/proc/{self.pid}/task").glob("*/children")
        )

    def open_connections(self) -> int:
        """Return how many connections it has, as the system counts them."""
        held = [each for each in Path(f"/proc/{self.pid}/fd").iterdir() if is_socket(each)]
        return len(held)

    def peak_memory(self) -> int:
        """Return the most bytes it ever had in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))

    def largest_temporary_file(self) -> int:
        """Return the size of the largest file that it has open and that nobody else can see."""
        files = Path(f"/proc/{self.pid}/fd").iterdir()
        return max((each.stat().st_size for each in files if is_deleted_file(each)), default=0)


def is_socket(link: Path) -> bool:
    try:
        return link.readlink().name.startswith("socket:")
    except FileNotFoundError:
        return False


def is_deleted_file(link: Path) -> bool:
    try:
        return link.readlink().name.endswith("(deleted)")
    except FileNotFoundError:
        return False
