"""A bot in a process of its own, as it is run for real, with the local Webex around it; and those who besiege it."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from flask import Response, request

from playground.deliveries import sign
from playground.emulator import create_emulator
from playground.faults import Faults
from playground.model import Person
from playground.serving import serve
from playground.world import World
from tests.delivery.live import SECRET, TOKEN, delivery, environment, said_to, until
from tests.scenarios.actors import OPERATOR

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
# More than a besieged bot may take, and less than what it cannot bear would cost.
PATIENCE = 30


class Besieged:
    """The bot as `setup-now serve` runs it. `answers` are what its Webex says under some paths, whatever is asked."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.world = World(seed=7, faults=Faults())
        self.me = self.world.bot(token=TOKEN)
        self.space = self.world.room("Cisco reps", self.me)
        self.answers: dict[str, bytes] = {}
        emulator = create_emulator(self.world)
        emulator.before_request(self._answer)
        self._emulator = serve(emulator, threads=32)
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        given = {"REP_SPACE_ID": self.space.id, "PORT": str(self.port), "REMINDER_TIME": "00:00", **settings}
        self.database = folder / "setup-now.db"
        self.environment = environment(self._emulator.url, self.url, self.database, **given)

    def __enter__(self) -> Self:
        self._log = self.log_file.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "serve"],
            cwd=self.folder,
            env=os.environ | self.environment,
            stdout=self._log,
            stderr=self._log,
        )
        self.until(self.is_ready)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()
        self.world.close()
        self._emulator.stop()

    @property
    def pid(self) -> int:
        """The process, as the system names it."""
        return self._process.pid

    @property
    def log_file(self) -> Path:
        """Where it writes what it does."""
        return self.folder / "bot.log"

    def log(self) -> str:
        """Return what it wrote."""
        return self.log_file.read_text()

    def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait for something to be so; AssertionError when it is not in time."""
        until(self.world, is_so, seconds)

    def is_ready(self) -> bool:
        """Return whether it says that it works."""
        assert self._process.poll() is None, self.log()
        try:
            return requests.get(f"{self.url}/readyz", headers=OPERATOR, timeout=PATIENCE).ok
        except requests.ConnectionError:
            return False

    def chat(self, person: Person) -> list[str]:
        """Return what the bot said to somebody directly."""
        return said_to(self.world, self.me, person)

    def answers_to(self, person: Person, words: str) -> str:
        """Return what the bot answers to some words; AssertionError when it says nothing in time."""
        before = len(self.chat(person))
        person.says(self.me, words)
        self.until(lambda: len(self.chat(person)) > before)
        return self.chat(person)[-1]

    def waiting(self) -> int:
        """Return how many events it has not handled yet."""
        with closing(sqlite3.connect(self.database)) as db:
            found: int = db.execute("SELECT count(*) FROM inbox WHERE status IN ('waiting', 'leased')").fetchone()[0]
        return found

    def _answer(self) -> Response | None:
        content = self.answers.get(request.path.removeprefix("/v1/"))
        return None if content is None else Response(content, content_type="application/json;charset=UTF-8")

    def hears_of(self, event_id: str, resource: str = "messages", person_id: str = "a-person") -> int:
        """Deliver an event to it, over a connection of its own; returns the answer's status."""
        given = delivery(resource, event_id, person_id, "a-room")
        return requests.post(f"{self.url}/webhooks/webex", **given, timeout=PATIENCE).status_code

    def has_helper(self) -> bool:
        """Return whether a process of its own works for it now."""
        return bool(Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()) or any(
            each.read_text() for each in Path(f"/proc/{self.pid}/task").glob("*/children")
        )

    def peak_memory(self) -> int:
        """Return the most bytes it ever had in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))

    def largest_temporary_file(self) -> int:
        """Return the size of the largest file that it has open and that nobody else can see."""
        files = Path(f"/proc/{self.pid}/fd").iterdir()
        return max((each.stat().st_size for each in files if is_deleted_file(each)), default=0)


def is_deleted_file(link: Path) -> bool:
    try:
        return link.readlink().name.endswith("(deleted)")
    except FileNotFoundError:
        return False


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def connections(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Open so many connections, and close them in the end."""
    opened = [socket.create_connection((LOOPBACK, port), timeout=PATIENCE) for _ in range(count)]
    try:
        yield opened
    finally:
        for each in opened:
            each.close()


def say(lines: list[socket.socket], words: bytes) -> None:
    """Send the same over many connections; some may be closed by now."""
    for each in lines:
        try:
            each.sendall(words)
        except OSError:
            continue


def is_closed(line: socket.socket) -> bool:
    """Wait until the other side closes a connection, as it should; False when it says something or stays."""
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def signed_head(body: bytes, **headers: str) -> bytes:
    """Return the head of a delivery."""
    lines = {
        "Host": LOOPBACK,
        "Content-Type": "application/json",
        "X-Spark-Signature": sign(SECRET, body),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST /webhooks/webex HTTP/1.1\r\n{told}\r\n".encode()


def answer_on(line: socket.socket) -> int:
    """Return the status of the answer on a connection."""
    with line.makefile("rb") as heard:
        return int(heard.readline().split()[1])
