"""The people of the scenarios: they say, press and see what a person in Webex would."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from bot.bootstrap import build
from bot.domain.orders import Order
from bot.lifecycle import Bot
from bot.settings import load_settings
from bot.webex.budget import Budget
from bot.wizard.engine import Wizard
from bot.wizard.steps import WIZARD
from playground.emulator import create_emulator
from playground.messages import Upload
from playground.serving import serve
from playground.world import World
from store import open_store

TOKEN = "a-token-that-stays-secret"
SECRET = "a-webhook-secret-that-stays-secret"
OPERATIONS_TOKEN = "an-operations-token-that-stays-secret"
OPERATOR = {"Authorization": f"Bearer {OPERATIONS_TOKEN}"}
ORDER_COLUMNS = (
    "WEB ORDER ID,ORDERED ITEM,REQUESTED START DATE,PROVISIONING CONTACT EMAIL,END CUSTOMER NAME,"
    "PARTNER NAME,SERVICES,COUNTRY,TIME ZONE,LANGUAGE,REP EMAIL,CCW LINE STATUS"
)
DIRECTORY_COLUMNS = "ORG ID,NAME,KIND,COUNTRY,CREATED,ADMINS,USERS"


# The budget is tested on its own; a clock that stands would never refill it.
MANY = 1_000_000


class StandingClock:
    """A clock that moves only when it is told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = moment


@cache
def new_database() -> bytes:
    """Return a database that nothing has happened in: made once, because every scenario begins with one."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "first.db")
        store.backup(Path(folder) / "new.db")
        store.close()
        return (Path(folder) / "new.db").read_bytes()


class Stage:
    """The world and the bot in it. The bot works when a scenario says so, in the scenario's own thread."""

    def __init__(
        self,
        folder: Path,
        start: datetime,
        *,
        wizard: Wizard = WIZARD,
        calls_per_minute: int = MANY,
        **environment: str,
    ) -> None:
        self.clock = StandingClock(start)
        self.world = World(self.clock)
        self.me = self.world.bot(token=TOKEN)
        self._folder = folder
        self._environment = {"CALLS_PER_MINUTE": str(calls_per_minute), **environment}
        self._wizard = wizard
        folder.mkdir(exist_ok=True)
        (folder / "setup-now.db").write_bytes(new_database())
        self._webex = serve(create_emulator(self.world))
        self.space = self.world.room("Cisco reps", self.me)

    def __enter__(self) -> Self:
        # The address stands while bots come and go behind it.
        self._http = serve(self._answer)
        self.bot = self._build()
        self.bot.lifecycle.guard.check()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.stop()
        self.bot.store.close()
        self._webex.stop()
        self.world.close()

    @property
    def http_url(self) -> str:
        """Where the bot listens."""
        return self._http.url

    @property
    def database(self) -> Path:
        """A copy of the bot's database, whole, without a log beside it."""
        copy = self._folder / "copy.db"
        self.bot.store.backup(copy)
        return copy

    def person(self, email: str, name: str) -> "Actor":
        """Let somebody be on Webex."""
        return Actor(self, self.world.person(email, name))

    def rep(self, email: str, name: str) -> "Actor":
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

    def restart(self, *, wizard: Wizard | None = None, **environment: str) -> None:
        """Take the bot down and start it again on the same database, with another wizard or other settings if given."""
        self.bot.store.close()
        self._environment |= environment
        self._wizard = wizard or self._wizard
        self.bot = self._build()
        self.bot.lifecycle.guard.check()
        self.settle()

    def import_orders(self, *rows: str) -> Any:
        """Load order rows, in the columns of ORDER_COLUMNS."""
        content = "\n".join((ORDER_COLUMNS, *rows)).encode()
        result = self.bot.imports.orders(content, "orders.csv")
        self.settle()
        return result

    def import_directory(self, *rows: str) -> Any:
        """Load organizations, in the columns of DIRECTORY_COLUMNS."""
        return self.bot.imports.directory("\n".join((DIRECTORY_COLUMNS, *rows)).encode(), "directory.csv")

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

    def _build(self) -> Bot:
        settings = load_settings(
            {
                "WEBEX_TEAMS_ACCESS_TOKEN": TOKEN,
                "WEBEX_API_URL": f"{self._webex.url}/v1/",
                "WEBEX_WEBHOOK_SECRET": SECRET,
                "PUBLIC_URL": self.http_url,
                "DATABASE": str(self._folder / "setup-now.db"),
                "ADMIN_EMAILS": "ada@cisco.example.com",
                "REP_SPACE_ID": self.space.id,
                "OPERATIONS_TOKEN": OPERATIONS_TOKEN,
                **self._environment,
            },
            env_file=None,
        )
        self.budget = Budget(self.clock, settings.calls_per_minute)
        return build(settings, clock=self.clock, budget=self.budget, wizard=self._wizard)


class Actor:
    """Somebody in Webex: acts through a client, and sees what the client shows."""

    def __init__(self, stage: Stage, person: Any) -> None:
        self.stage = stage
        self.person = person

    @property
    def email(self) -> str:
        return str(self.person.email)

    @property
    def chat(self) -> list[Any]:
        """The messages in the direct chat with the bot, oldest first."""
        return self.stage.world.transcript(self.stage.world.direct(self.person, self.stage.me))

    @property
    def answers(self) -> list[Any]:
        """What the bot said in the direct chat."""
        return [message for message in self.chat if message.person_id == self.stage.me.id]

    @property
    def sees(self) -> str:
        """The newest thing the bot said."""
        assert self.answers, f"{self.email} has heard nothing"
        return str(self.answers[-1].text)

    @property
    def card(self) -> Any:
        """The newest message of the bot that has a card with buttons."""
        cards = [message for message in self.answers if message.card and message.card.get("actions")]
        assert cards, f"{self.email} sees no card to press"
        return cards[-1]

    @property
    def title(self) -> str:
        """The heading of the newest card."""
        return heading_of(self.card.card)

    def says(self, text: str) -> "Actor":
        """Type something into the direct chat."""
        self.person.says(self.stage.me, text)
        self.stage.settle()
        return self

    def attaches(self, name: str, content: str | bytes, text: str = "/import", *, in_space: bool = False) -> "Actor":
        """Send a file along with words, to the bot or into the rep space."""
        data = content if isinstance(content, bytes) else content.encode()
        where, mentions = (self.stage.space, (self.stage.me,)) if in_space else (self.stage.me, ())
        self.stage.world.says(self.person, where, text, mentions=mentions, file=Upload(name, data))
        self.stage.settle()
        return self

    def says_in_space(self, text: str) -> "Actor":
        """Type something into the rep space, mentioning the bot."""
        self.stage.world.says(self.person, self.stage.space, text, mentions=(self.stage.me,))
        self.stage.settle()
        return self

    def presses(self, title: str, card: Any = None, *, forged: bool = False, **inputs: str) -> "Actor":
        """Press a button of the newest card (or of another one), with inputs filled by id."""
        self.person.presses(card or self.card, title, inputs, forged=forged)
        self.stage.settle()
        return self

    def replays(self, old: Any, title: str, **inputs: str) -> "Actor":
        """Send the action of a card as it once was, as the public API lets anybody in the room do."""
        data = next(action["data"] for action in old.card["actions"] if action["title"] == title)
        self.stage.world.actions.submit(self.person, old, {**data, **inputs})
        self.stage.settle()
        return self


def heading_of(card: dict[str, Any]) -> str:
    """Return the largest text of a card: its title."""
    blocks = [block for block in texts_in(card) if str(block.get("size")).lower() == "large"]
    return str(blocks[0]["text"]) if blocks else ""


def texts_in(node: Any) -> list[dict[str, Any]]:
    """Return every TextBlock of a card, in order."""
    if isinstance(node, dict):
        inside = [block for value in node.values() for block in texts_in(value)]
        return [node, *inside] if node.get("type") == "TextBlock" else inside
    if isinstance(node, list):
        return [block for value in node for block in texts_in(value)]
    return []
