"""The two that are measured: each a process of its own, with a local Webex and people around it in this one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Any, Self

import requests
from flask import Response, request

from benchmarks.beside.floor import ATTACHMENTS
from bot.bootstrap import build
from playground import forms
from playground.messages import Draft
from playground.model import Message, Person
from playground.serving import LOOPBACK
from playground.world import World
from tests.staging.actors import heading_of
from tests.staging.files import order_file
from tests.staging.live import where_it_is_noon
from tests.staging.ports import free_port
from tests.staging.scenery import Scenery
from tests.staging.settings import MANY

ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
# More than may wait at one moment, so that nobody waits for the local Webex.
WEBEX_THREADS = 300
PATIENCE = 60.0
QUIET_SECONDS = 0.6
# What a contestant has of the environment, which is as much as a service has. The SDK of the floor looks through all of
# it twice for each call, so that the floor would cost a fifth more in a shell with thirty variables than in a service.
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "TMPDIR")
FIRST_NUMBER = 50_000
TOLD = (("messages", "created"), ("messages", "deleted"), ("attachmentActions", "created"))


class Contestant(Scenery):
    """A bot in a process of its own, and people who have a card of it. `latency` is how long each call takes.

    Whoever measures sets `saw`: it is told of each card that somebody gets, at that moment.
    """

    name = ""

    def __init__(self, folder: Path, people: int, **settings: str) -> None:
        folder.mkdir()
        super().__init__(folder, World(seed=7), webex_threads=WEBEX_THREADS, **settings)
        self.latency = 0.0
        self.calls = 0
        self.stalls: Event | None = None
        self.saw: Callable[[Person, Message], None] = lambda person, card: None
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.people = [self.world.person(f"p{n}@northwind.example.com", f"Person {n}") for n in range(people)]
        self._by_room = {self.world.direct(each, self.me).id: each for each in self.people}
        self.webex.before_request(self._take_time)
        self.webex.after_request(self._look)

    def __enter__(self) -> Self:
        self.begin()
        self.start()
        self.get_ready()
        self.settle_down()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.strike()

    def begin(self) -> None:
        """Do what is to be done before the process starts."""

    def get_ready(self) -> None:
        """Bring everybody to a card that can be pressed."""

    def command(self) -> list[str]:
        """Return how the process is started."""
        raise NotImplementedError

    def press(self, person: Person, card: Message) -> None:
        """Press the button that leads on."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the process, and wait until it answers."""
        with (self.folder / "bot.log").open("ab") as log:
            kept = {name: os.environ[name] for name in KEPT if name in os.environ}
            given = kept | self.environment(self.url) | {"PORT": str(self.port)}
            self._process = subprocess.Popen(self.command(), cwd=ROOT, env=given, stdout=log, stderr=log)
        self.until(self._answers, PATIENCE)

    def kill(self) -> None:
        """End it as a machine that loses its power does."""
        self._process.kill()
        self._process.wait()

    def have_told(self, address: str, *events: tuple[str, str]) -> None:
        """Register webhooks, as a program would that does not do it by itself."""
        for resource, event in events or TOLD:
            self.world.webhooks.create(self.me, name=resource, target_url=address, resource=resource, event=event)

    def card_of(self, person: Person) -> Message | None:
        """Return the newest card that somebody can press."""
        said = self.world.transcript(self.world.direct(person, self.me))
        return next((each for each in reversed(said) if is_open(each)), None)

    def cpu(self) -> float:
        """Return how many seconds of a processor the process has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def peak_memory(self) -> float:
        """Return the most megabytes it ever had in memory."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024

    def settle_down(self, seconds: float = QUIET_SECONDS) -> None:
        """Wait until nothing has been called for a while."""
        calls = -1
        while calls != self.calls or not self.world.deliveries.idle():
            calls = self.calls
            time.sleep(seconds)

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError((self.folder / "bot.log").read_text())
        with suppress(requests.ConnectionError):
            return requests.get(f"{self.url}/healthz", timeout=PATIENCE).status_code < 500
        return False

    def _take_time(self) -> None:
        if self.stalls is not None:
            self.stalls.wait(PATIENCE)
        if self.latency:
            time.sleep(self.latency)

    def _look(self, answer: Response) -> Response:
        self.calls += 1
        if request.method == "POST" and request.path == "/v1/messages" and answer.status_code == 200:
            content: dict[str, Any] = answer.get_json()
            person = self._by_room.get(content["roomId"])
            message = self.world.messages.get(content["id"])
            if person is not None and is_open(message):
                self.saw(person, message)
        return answer


def is_open(message: Message) -> bool:
    """Return whether a message has a card with buttons."""
    return bool(message.card and message.card.get("actions"))


class Floor(Contestant):
    """The least that could do it."""

    name = "floor"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "benchmarks.beside.floor"]

    def get_ready(self) -> None:
        self.have_told(f"{self.url}/webhooks/webex")
        for each in self.people:
            room = self.world.direct(each, self.me)
            self.world.messages.post(self.me, room, Draft(text="What is your role?", attachments=ATTACHMENTS))

    def press(self, person: Person, card: Message) -> None:
        person.presses(card, "Next", role="partner")


class Ours(Contestant):
    """The bot, as it is really started. People go one step on, and back again."""

    name = "ours"

    def __init__(self, folder: Path, people: int, **settings: str) -> None:
        given = {"REMINDER_TIME": "00:00", "ALLOWED_DOMAINS": "example.com", "CALLS_PER_MINUTE": str(MANY), **settings}
        super().__init__(folder, people, **given)

    def begin(self) -> None:
        """Let everybody's order come in; what is due when the process starts is sent at once."""
        zone, today = where_it_is_noon()
        rows = (
            f"{FIRST_NUMBER + n},A-FLEX-3,{today},{each.email},Contoso,Northwind,meetings;calling,SA,{zone},,,"
            for n, each in enumerate(self.people)
        )
        bot = build(self.settings(self.url))
        bot.imports.orders(order_file(*rows), "orders.csv")
        bot.store.close()

    def command(self) -> list[str]:
        return [sys.executable, str(ROOT / "app.py"), "serve"]

    def get_ready(self) -> None:
        self.until(lambda: all(map(self.card_of, self.people)), PATIENCE)

    def press(self, person: Person, card: Message) -> None:
        content = card.card or {}
        if heading_of(content) == "What is your role?":
            person.presses(card, "Next", role="partner")
        else:
            offered = [each.title for each in forms.buttons(content)]
            person.presses(card, next(each for each in ("Back", "Set Up Now", "Resume") if each in offered))
