"""The stage: the bot in the scenario's own thread, on a clock that stands until the scenario moves it."""

from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from bot.bootstrap import build
from bot.domain.orders import Order
from bot.lifecycle import Bot
from bot.settings import Settings
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from bot.webex.webhooks import OUR_NAME, WANTED
from bot.wizard.engine import Wizard
from bot.wizard.steps import WIZARD
from playground.emulator import PREFIX, move
from playground.serving import serve
from playground.world import World
from store import restore
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.files import directory_file, order_file
from tests.staging.scenery import Scenery
from tests.staging.settings import MANY, OPERATOR
from tests.webex.description import described

Door = TypeVar("Door", bound=WebexTeams)

# A scenario works by hand; only what comes to the bot at once needs more than one.
THREADS = 4


# The emulators of stages that were struck: their routes are made once, and serve one world after another.
IDLE: list[Flask] = []
# What they answered otherwise than Cisco describes it.
WRONG: list[str] = []


class Stage(Scenery):
    """A bot that works when a scenario says so."""

    def __init__(
        self,
        folder: Path,
        start: datetime,
        *,
        wizard: Wizard = WIZARD,
        calls_per_minute: int = MANY,
        **settings: str,
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.clock = StandingClock(start)
        calls = str(calls_per_minute)
        super().__init__(folder, World(self.clock, seed=7), webex_threads=THREADS, CALLS_PER_MINUTE=calls, **settings)
        self._wizard = wizard
        self._webex: type[WebexTeams] = WebexTeams

    def __enter__(self) -> Self:
        # The address stands while bots come and go behind it.
        self._http = serve(self._answer, threads=THREADS)
        settings = self.settings(self.http_url)
        self._register(settings)
        self._start(settings)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.stop()
        self._stop()
        self.strike()
        IDLE.append(self.webex)
        wrong, WRONG[:] = list(WRONG), []
        assert wrong == [], "the local Webex answered otherwise than Cisco describes it"

    def emulator(self) -> Flask:
        """Give the world the face that another stage has laid down, or a new one."""
        app = IDLE.pop() if IDLE else described(super().emulator(), PREFIX, WRONG, all_of_them=False)
        move(app, self.world)
        return app

    @property
    def http_url(self) -> str:
        """Where the bot listens."""
        return self._http.url

    @property
    def database(self) -> Path:
        """A copy of the bot's database, whole, without a log beside it."""
        copy = self.folder / "copy.db"
        self.bot.store.backup(copy)
        return copy

    def person(self, email: str, name: str) -> Actor:
        """Let somebody be on Webex."""
        return Actor(self, self.world.person(email, name))

    def rep(self, email: str, name: str) -> Actor:
        """Let a Cisco representative be in the rep space."""
        actor = self.person(email, name)
        self.world.invite(self.space, actor.person)
        self.settle()
        return actor

    def settle(self) -> None:
        """Let everything happen that is due now: deliveries, the bot's work, and what follows from it."""
        self.world.settle()
        self.bot.reminders.sweep()
        while not self.bot.health.is_idle() and self.bot.work():
            self.world.settle()

    def go_to(self, moment: datetime) -> None:
        """Let time pass."""
        self.clock.move_to(moment)
        self.settle()

    def wait(self, **duration: int) -> None:
        """Let so much time pass."""
        self.go_to(self.clock.now() + timedelta(**duration))

    def restart(self, *, wizard: Wizard | None = None, **settings: str) -> None:
        """Take the bot down and start it again on the same database, with another wizard or other settings if given."""
        self.more_settings |= settings
        self._wizard = wizard or self._wizard
        self.begin_again()
        self.settle()

    def begin_again(self) -> None:
        """Take the bot down and start it again, and let it do nothing yet."""
        self._stop()
        self._start(self.settings(self.http_url))

    def begin_on_another_machine(self, copy: Path) -> None:
        """Lose the file with all that came after a copy of it, restore the copy, and start the bot on that."""
        self._stop()
        for each in self.database_file.parent.glob(f"{self.database_file.name}*"):
            each.unlink()
        restore(copy, self.database_file, self.clock.now())
        self._start(self.settings(self.http_url))
        self.settle()

    def begin_again_through(self, webex: type[Door]) -> Door:
        """Start the bot again behind another door to Webex; returns that door."""
        self._webex = webex
        self.begin_again()
        assert isinstance(self.door, webex)
        return self.door

    def import_orders(self, *rows: str) -> Any:
        """Load order rows, in the columns of ORDER_COLUMNS."""
        result = self.bot.imports.orders(order_file(*rows), "orders.csv")
        self.settle()
        return result

    def import_directory(self, *rows: str) -> Any:
        """Load organizations, in the columns of DIRECTORY_COLUMNS."""
        return self.bot.imports.directory(directory_file(*rows), "directory.csv")

    def order(self, number: str) -> Order:
        """Return an order as the bot has it."""
        with self.bot.store.reading() as uow:
            order = uow.orders.get(number)
        assert order is not None, f"there is no order {number}"
        return order

    def metric(self, name: str) -> float:
        """Return a number as monitoring reads it."""
        families = text_string_to_metric_families(Client(self.bot.web).get("/metrics", headers=OPERATOR).text)
        return next(each.value for family in families for each in family.samples if each.name == name)

    def cards_in_space(self) -> list[str]:
        """Return the texts of the cards that stand in the rep space now."""
        return [message.words for message in self.world.transcript(self.space) if message.card]

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self.bot.web(environ, start_response)

    def _register(self, settings: Settings) -> None:
        """Let the webhooks stand as the bot wants them: a scenario begins in the middle of its life."""
        for resource, event in WANTED:
            self.world.webhooks.create(
                self.me,
                name=f"{OUR_NAME} {resource} {event}",
                target_url=settings.webhook_url,
                resource=resource,
                event=event,
                secret=settings.webhook_secrets[0],
            )

    def _start(self, settings: Settings) -> None:
        self.budget = Budget(self.clock, settings.calls_per_minute)
        self.door = self._webex(settings.token, settings.webex_api_url, budget=self.budget)
        self.bot: Bot = build(settings, clock=self.clock, webex=self.door, budget=self.budget, wizard=self._wizard)
        self.bot.lifecycle.guard.check()

    def _stop(self) -> None:
        self.bot.store.close()
        self.door.close()
