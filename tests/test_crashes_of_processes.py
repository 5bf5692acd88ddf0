"""The bot as it is really started: stopped under load, killed under load, and two of it on one database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import build
from bot.lifecycle import STOP_SECONDS
from playground.patience import PATIENCE
from tests.staging.files import order_file
from tests.staging.live import where_it_is_noon
from tests.staging.ports import free_port
from tests.staging.processes import Processes

pytestmark = pytest.mark.crash


class Machine(Processes):
    """Processes of the bot, and one more in this one, which is not started: it looks into the database and imports."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, LOG_FORMAT="json")
        self.bot = build(self.settings(self.url))

    def people(self, count: int) -> list[Any]:
        return [self.world.person(f"p{n}@example.com") for n in range(count)]

    def handled_by(self, n: int) -> int:
        """Return how many events a process handled."""
        return self.log(n).count("event handled")

    def in_hand(self) -> int:
        with self.bot.store.reading() as uow:
            return uow.inbox.counts()["leased"]

    def import_orders(self, people: list[Any]) -> None:
        """Let each person have an order that is due today."""
        zone, today = where_it_is_noon()
        rows = [f"{4000 + n},A-WX,{today},{each.email},Contoso,,meetings,,{zone},,," for n, each in enumerate(people)]
        self.bot.imports.orders(order_file(*rows), "orders.csv")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with Machine(tmp_path) as machine:
        yield machine
        machine.bot.store.close()


def talk(machine: Machine, people: list[Any], times: int) -> None:
    """Let everybody say so many things, and Webex tell of each."""
    for n in range(times):
        for each in people:
            each.says(machine.me, f"order {n}")
    machine.world.settle()
    assert all(each.arrived for each in machine.world.deliveries.log)


def numbers(texts: list[str]) -> list[int]:
    return [int(word) for text in texts for word in text.split() if word.isdigit()]


def all_are_answered_once_and_in_order(machine: Machine, people: list[Any], times: int) -> None:
    machine.until(lambda: all(len(machine.chat(each)) >= times for each in people))
    for each in people:
        assert numbers(machine.chat(each)) == list(range(times))


def test_stopped_under_load_it_ends_within_ten_seconds_and_loses_nothing(machine: Machine) -> None:
    people = machine.people(8)
    process = machine.start()
    machine.world.faults.slow(2 * PATIENCE, 3, stored=False, method="GET", path="/messages/")
    talk(machine, people, 6)
    process.terminate()
    process.join(PATIENCE)
    assert process.exitcode == 0, "it does not wait for what hangs"
    assert STOP_SECONDS < 10
    assert machine.in_hand() == 0, "what it did not come to is given back"
    machine.world.faults.clear()

    machine.start()
    all_are_answered_once_and_in_order(machine, people, 6)


def test_killed_under_load_it_loses_nothing_and_says_nothing_twice(machine: Machine) -> None:
    people = machine.people(8)
    process = machine.start()
    talk(machine, people, 6)
    process.kill()
    process.join()

    machine.start()
    all_are_answered_once_and_in_order(machine, people, 6)


def test_two_processes_share_the_work_and_one_takes_over_from_the_other(machine: Machine) -> None:
    people = machine.people(10)
    one, _two = machine.start(), machine.start(free_port())
    machine.import_orders(people)
    machine.until(lambda: all(map(machine.chat, people)))
    talk(machine, people, 4)
    machine.until(lambda: all(len(machine.chat(each)) >= 5 for each in people))

    machine.world.faults.slow(2 * PATIENCE, 4, stored=False, method="GET", path="/messages/")
    for each in people:
        each.says(machine.me, "order 4")
    machine.world.settle()
    one.kill()
    one.join()
    machine.world.faults.clear()
    machine.until(lambda: all(len(machine.chat(each)) >= 6 for each in people))

    for each in people:
        invitation, *answers = machine.chat(each)
        assert "Set up your Webex order" in invitation
        assert [numbers([answer])[0] for answer in answers] == [0, 1, 2, 3, 4]
    assert machine.handled_by(0) > 5
    assert machine.handled_by(1) > 0
