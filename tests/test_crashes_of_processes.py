"""The bot as it is really started: stopped under load, killed under load, and two of it on one database."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any, Self

import pytest

from bot.bootstrap import build
from bot.settings import load_settings
from playground.emulator import create_emulator
from playground.serving import serve, take_port
from playground.world import World
from tests.delivery.live import TOKEN, environment, said_to, until, where_it_is_noon
from tests.scenarios.actors import ORDER_COLUMNS

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.crash, pytest.mark.timeout(120)]


def free_port() -> int:
    with take_port() as taken:
        return int(taken.getsockname()[1])


class Machine:
    """A world, a database, and as many processes of the bot as are started; webhooks go to the first one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = World(seed=7)
        self.me = self.world.bot(token=TOKEN)
        self.ports = [free_port(), free_port()]
        self._emulator = serve(create_emulator(self.world), threads=32)
        self._environment = environment(
            self._emulator.url,
            f"http://127.0.0.1:{self.ports[0]}",
            folder / "setup-now.db",
            REMINDER_TIME="00:00",
            LOG_FORMAT="json",
        )
        self.bot = build(load_settings(self._environment, env_file=None))
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.processes:
            each.kill()
            each.wait()
        self.bot.store.close()
        self.world.close()
        self._emulator.stop()

    def start(self, n: int = 0) -> subprocess.Popen[bytes]:
        """Start a process and wait until it serves."""
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "app.py", "serve"],
                cwd=ROOT,
                env=os.environ | self._environment | {"PORT": str(self.ports[n])},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        until(self.world, lambda: "serving" in log.read_text() or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        return process

    def people(self, count: int) -> list[Any]:
        return [self.world.person(f"p{n}@example.com") for n in range(count)]

    def said_to(self, person: Any) -> list[str]:
        return said_to(self.world, self.me, person)

    def handled_by(self, n: int) -> int:
        """Return how many events a process handled."""
        return (self.folder / f"{n}.log").read_text().count("event handled")

    def in_hand(self) -> int:
        with self.bot.store.reading() as uow:
            return uow.inbox.counts()["leased"]

    def import_orders(self, people: list[Any]) -> None:
        """Let each person have an order that is due today."""
        zone, today = where_it_is_noon()
        rows = [f"{4000 + n},A-WX,{today},{each.email},Contoso,,meetings,,{zone},,," for n, each in enumerate(people)]
        self.bot.imports.orders("\n".join((ORDER_COLUMNS, *rows)).encode(), "orders.csv")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with Machine(tmp_path) as machine:
        yield machine


def talk(machine: Machine, people: list[Any], times: int) -> None:
    """Let everybody say so many things, and Webex tell of each."""
    for n in range(times):
        for each in people:
            each.says(machine.me, f"order {n}")
    machine.world.settle(30)
    assert all(each.arrived for each in machine.world.deliveries.log)


def numbers(texts: list[str]) -> list[int]:
    return [int(word) for text in texts for word in text.split() if word.isdigit()]


def all_are_answered_once_and_in_order(machine: Machine, people: list[Any], times: int) -> None:
    until(machine.world, lambda: all(len(machine.said_to(each)) >= times for each in people))
    for each in people:
        assert numbers(machine.said_to(each)) == list(range(times))


def test_stopped_under_load_it_ends_within_ten_seconds_and_loses_nothing(machine: Machine) -> None:
    people = machine.people(8)
    process = machine.start()
    machine.world.faults.slow(10, 3, stored=False, method="GET", path="/messages/")
    talk(machine, people, 6)
    started = monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert monotonic() - started < 10
    assert machine.in_hand() == 0, "what it did not come to is given back"
    machine.world.faults.clear()

    machine.start()
    all_are_answered_once_and_in_order(machine, people, 6)


def test_killed_under_load_it_loses_nothing_and_says_nothing_twice(machine: Machine) -> None:
    people = machine.people(8)
    process = machine.start()
    talk(machine, people, 6)
    process.kill()
    process.wait()

    machine.start()
    all_are_answered_once_and_in_order(machine, people, 6)


def test_two_processes_share_the_work_and_one_takes_over_from_the_other(machine: Machine) -> None:
    people = machine.people(10)
    one, _two = machine.start(0), machine.start(1)
    machine.import_orders(people)
    until(machine.world, lambda: all(map(machine.said_to, people)))
    talk(machine, people, 4)
    until(machine.world, lambda: all(len(machine.said_to(each)) >= 5 for each in people))

    machine.world.faults.slow(6, 4, stored=False, method="GET", path="/messages/")
    for each in people:
        each.says(machine.me, "order 4")
    machine.world.settle(30)
    one.kill()
    one.wait()
    machine.world.faults.clear()
    until(machine.world, lambda: all(len(machine.said_to(each)) >= 6 for each in people), seconds=30)

    for each in people:
        invitation, *answers = machine.said_to(each)
        assert "Set up your Webex order" in invitation
        assert [numbers([answer])[0] for answer in answers] == [0, 1, 2, 3, 4]
    assert machine.handled_by(0) > 5
    assert machine.handled_by(1) > 0
