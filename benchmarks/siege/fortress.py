"""The besieged bot: a process that can be killed and started again, the local Webex around it, and its database."""

import os
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import requests
from sqlite_utils import Database

from benchmarks.siege.clock import ShiftedClock
from bot.bootstrap import build
from bot.errors import StoreUnavailable
from playground.faults import Faults
from playground.model import Message, Person
from playground.serving import LOOPBACK
from playground.world import World
from tests.staging.files import directory_file, order_file
from tests.staging.live import where_it_is_noon
from tests.staging.ports import free_port
from tests.staging.scenery import Scenery
from tests.staging.settings import OPERATOR, SECRET, TOKEN

ROOT = Path(__file__).resolve().parents[2]
CALLS_PER_MINUTE = 3000
PATIENCE = 60.0
SECRETS = (TOKEN, SECRET)


class Fortress(Scenery):
    """The bot and its world. `bot` is the same bot, put together here to look into its database; nothing of it runs."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.clock = ShiftedClock(folder / "clock")
        self.clock.shift(0)
        world = World(self.clock, seed=seed, faults=Faults(quota_per_minute=CALLS_PER_MINUTE))
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        super().__init__(
            folder,
            world,
            webex_threads=64,
            PORT=str(self.port),
            REMINDER_TIME="00:00",
            ALLOWED_DOMAINS="northwind.example.com",
            CALLS_PER_MINUTE=str(CALLS_PER_MINUTE),
            PROVISIONING="embedded",
            CLOCK=str(folder / "clock"),
        )
        self.admin = world.person("ada@cisco.example.com")
        self.bot = build(self.settings(self.url), clock=self.clock)
        self.kills = 0
        self._turns = Lock()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self.bot.store.close()
        self.strike()

    def start(self) -> None:
        """Start the process, and wait until it serves."""
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.siege.clock"],
                cwd=ROOT,
                env=os.environ | self.environment(self.url),
                stdout=log,
                stderr=log,
            )
        self.until(self.is_alive, PATIENCE)

    def kill_and_start(self) -> None:
        """Kill the process as the system does, and start another."""
        with self._turns:
            self._process.kill()
            self._process.wait()
            self.kills += 1
            self.start()

    @property
    def log_file(self) -> Path:
        """Where the processes write what they do."""
        return self.folder / "bot.log"

    def is_alive(self) -> bool:
        """Return whether it answers."""
        with suppress(requests.RequestException):
            return requests.get(f"{self.url}/healthz", timeout=PATIENCE).ok
        return False

    def is_ready(self) -> bool:
        """Return whether it says that it works."""
        return requests.get(f"{self.url}/readyz", headers=OPERATOR, timeout=PATIENCE).ok

    def order(self, number: str) -> Person:
        """Let an order come in that is due today, for somebody new; returns that person."""
        contact = f"p{number}@northwind.example.com"
        person = self.world.person(contact)
        zone, today = where_it_is_noon()
        partner = f"org-p-{number},Northwind {number},partner,US,2021-05-04,{contact},"
        customer = f"org-c-{number},Contoso {number},customer,SA,2022-01-10,it-{number}@contoso.example.org,"
        order = f"{number},A-FLEX-3,{today},{contact},Contoso,Northwind,meetings;calling,SA,{zone},,,"
        self.until(lambda: self.are_imported(directory_file(partner, customer), order_file(order)), PATIENCE)
        return person

    def are_imported(self, directory: bytes, orders: bytes) -> bool:
        """Import files; return False while another program locks the database, as operators are told who try again."""
        try:
            self.bot.imports.directory(directory, "directory.csv")
            self.bot.imports.orders(orders, "orders.csv")
        except StoreUnavailable:
            return False
        return True

    def is_provisioned(self, number: str) -> bool:
        """Return whether an order came to its end."""
        with self.bot.store.reading() as uow:
            order = uow.orders.get(number)
        return order is not None and order.state == "provisioned"

    def done(self) -> dict[str, Any]:
        """Return how far the bot has come with what it owes."""
        return self.rows(
            """SELECT (SELECT count(*) FROM inbox WHERE status = 'done') AS events,
            (SELECT count(*) FROM outbox WHERE status = 'sent' AND operation = 'post') AS messages"""
        )[0]

    def said(self, person: Person, *, deleted: bool = False) -> list[Message]:
        """Return the messages of the bot to somebody, those that were taken back as well if wanted."""
        found = self.world.transcript(self.world.direct(person, self.me), deleted=deleted)
        return [each for each in found if each.person_id == self.me.id]

    def card(self, person: Person) -> Message | None:
        """Return the newest card with buttons that somebody sees."""
        cards = [each for each in self.said(person) if each.card and each.card.get("actions")]
        return cards[-1] if cards else None

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Ask the database."""
        with closing(Database(self.database_file)) as db:
            return list(db.query(query, values))
