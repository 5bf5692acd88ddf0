"""A bot that runs by itself: real threads, real HTTP, the machine's clock, against the local Webex."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

import requests

from bot.bootstrap import build
from bot.clock import SystemClock
from bot.settings import load_settings
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from playground.deliveries import sign
from playground.emulator import create_emulator
from playground.faults import Faults
from playground.quota import GRANTED
from playground.serving import serve
from playground.world import World
from tests.scenarios.actors import OPERATIONS_TOKEN, OPERATOR

TOKEN = "a-token-that-stays-secret"
SECRET = "a-webhook-secret-that-stays-secret"
PATIENCE = 30.0


def environment(webex_url: str, bot_url: str, database: Path, **more: str) -> dict[str, str]:
    """Return the settings of a bot that knows everybody at example.com."""
    given = {
        "WEBEX_TEAMS_ACCESS_TOKEN": TOKEN,
        "WEBEX_API_URL": f"{webex_url}/v1/",
        "WEBEX_WEBHOOK_SECRET": SECRET,
        "PUBLIC_URL": bot_url,
        "DATABASE": str(database),
        "ALLOWED_DOMAINS": "example.com",
        "ADMIN_EMAILS": "ada@cisco.example.com",
        "OPERATIONS_TOKEN": OPERATIONS_TOKEN,
    }
    return given | more


class Live:
    """The world and a running bot in it. `webex` makes the door to use in place of the usual one.

    The world grants as many calls a minute as Webex does, and one call too many fails the test.
    """

    def __init__(
        self,
        folder: Path,
        *,
        webex: Callable[..., WebexTeams] = WebexTeams,
        budget: Budget | None = None,
        emulator_threads: int = 32,
        calls_per_minute: int = GRANTED,
        **settings: str,
    ) -> None:
        self.folder = folder
        self.world = World(seed=7, faults=Faults(quota_per_minute=calls_per_minute))
        self.me = self.world.bot(token=TOKEN)
        self.space = self.world.room("Cisco reps", self.me)
        self._webex = webex
        self._budget = budget or Budget(SystemClock(), 1_000_000)
        self._emulator_threads = emulator_threads
        self._settings = {"REP_SPACE_ID": self.space.id, **settings}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self.world)
        emulator = self._stack.enter_context(serve(create_emulator(self.world), threads=self._emulator_threads))
        http = self._stack.enter_context(serve(self._served))
        self.url = http.url
        self.door = self._webex(TOKEN, f"{emulator.url}/v1/", budget=self._budget)
        self._stack.callback(self.door.close)
        given = environment(emulator.url, self.url, self.folder / "setup-now.db", **self._settings)
        self.bot = build(load_settings(given, env_file=None), webex=self.door, budget=self._budget)
        self._stack.callback(self.bot.stop)
        self.bot.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        if error is None:
            assert_no_call_was_too_many(self.world)

    def metrics(self) -> str:
        """Return what monitoring reads."""
        return requests.get(f"{self.url}/metrics", headers=OPERATOR, timeout=10).text

    def _served(self, *call: Any) -> Any:
        return self.bot.web(*call)

    def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait for something to be so; AssertionError when it is not in time."""
        until(self.world, is_so, seconds)

    def chat(self, person: Any) -> list[str]:
        """Return what the bot said to somebody directly."""
        return said_to(self.world, self.me, person)

    def events(self, status: str) -> int:
        """Return how many events of a status there are."""
        with self.bot.store.reading() as uow:
            return uow.inbox.counts()[status]


def assert_no_call_was_too_many(world: World) -> None:
    """Fail where the bot called more often than Webex grants; a test that sets another quota looks for itself."""
    if world.faults.quota_per_minute == GRANTED:
        assert world.quota.refusals == 0, f"{world.quota.refusals} calls were more than Webex grants in a minute"


def where_it_is_noon() -> tuple[str, date]:
    """Return a time zone in which it is about noon now, and the date there: reminders do not come at night."""
    now = datetime.now(UTC)
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT", (now + timedelta(hours=ahead)).date()


def said_to(world: World, me: Any, person: Any) -> list[str]:
    """Return what the bot said to somebody directly."""
    return [each.words for each in world.transcript(world.direct(person, me)) if each.person_id == me.id]


def until(world: World, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Look again whenever something happened in the world."""
    deadline = monotonic() + seconds
    while not is_so():
        assert monotonic() < deadline, "it did not come about in time"
        world.wait_for_change(world.changes, 0.05)


def delivery(resource: str, event_id: str, person_id: str, room_id: str, secret: str = SECRET) -> dict[str, Any]:
    """Return what `requests.post` needs to deliver an event as Webex does."""
    data = {"id": event_id, "roomId": room_id, "personId": person_id, "roomType": "direct", "messageId": event_id}
    body = json.dumps({"resource": resource, "event": "created", "data": data}).encode()
    headers = {"Content-Type": "application/json", "X-Spark-Signature": sign(secret, body)}
    return {"data": body, "headers": headers}


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Do all jobs at the same time; returns what came of them."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        return [each.result() for each in [pool.submit(job) for job in jobs]]


def post(url: str, content: dict[str, Any]) -> int:
    """Deliver an event; returns the answer's status."""
    return requests.post(f"{url}/webhooks/webex", **content, timeout=10).status_code
