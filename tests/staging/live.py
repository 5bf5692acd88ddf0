"""A bot that runs by itself: real threads, real HTTP, the machine's clock, against the local Webex."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

from bot.bootstrap import build
from bot.clock import SystemClock
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from playground.faults import Faults
from playground.patience import PATIENCE
from playground.quota import GRANTED
from playground.serving import serve
from playground.world import World
from tests.staging.scenery import Scenery
from tests.staging.settings import MANY, OPERATOR, TOKEN


class Live(Scenery):
    """A running bot that knows everybody at example.com. `webex` makes the door to use in place of the usual one.

    The world grants as many calls a minute as Webex does, and one call too many fails the test.
    """

    def __init__(
        self,
        folder: Path,
        *,
        webex: Callable[..., WebexTeams] = WebexTeams,
        budget: Budget | None = None,
        webex_threads: int = 32,
        calls_per_minute: int = GRANTED,
        **settings: str,
    ) -> None:
        world = World(seed=7, faults=Faults(quota_per_minute=calls_per_minute))
        super().__init__(folder, world, webex_threads=webex_threads, **{"ALLOWED_DOMAINS": "example.com", **settings})
        self._webex = webex
        self._budget = budget or Budget(SystemClock(), MANY)
        self._stack = ExitStack()
        self._stack.callback(self.strike)

    def __enter__(self) -> Self:
        http = self._stack.enter_context(serve(self._served))
        self.url = http.url
        self.door = self._webex(TOKEN, f"{self.webex_url}/v1/", budget=self._budget)
        self._stack.callback(self.door.close)
        self.bot = build(self.settings(self.url), webex=self.door, budget=self._budget)
        self._stack.callback(self.bot.stop)
        self.bot.start()
        self.until(self.has_webhooks)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        if error is None:
            assert_no_call_was_too_many(self.world)

    def metrics(self) -> str:
        """Return what monitoring reads."""
        return requests.get(f"{self.url}/metrics", headers=OPERATOR, timeout=PATIENCE).text

    def readiness(self) -> str:
        """Return what the bot says of itself to whoever runs it."""
        return requests.get(f"{self.url}/readyz", headers=OPERATOR, timeout=PATIENCE).text

    def events(self, status: str) -> int:
        """Return how many events of a status there are."""
        with self.bot.store.reading() as uow:
            return uow.inbox.counts()[status]

    def _served(self, *call: Any) -> Any:
        return self.bot.web(*call)


def assert_no_call_was_too_many(world: World) -> None:
    """Fail where the bot called more often than Webex grants; a test that sets another quota looks for itself."""
    if world.faults.quota_per_minute == GRANTED:
        assert world.quota.refusals == 0, f"{world.quota.refusals} calls were more than Webex grants in a minute"


def where_it_is_noon() -> tuple[str, date]:
    """Return a time zone in which it is about noon now, and the date there: reminders do not come at night."""
    now = datetime.now(UTC)
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT", (now + timedelta(hours=ahead)).date()
