"""The process is killed, at every point of a conversation and at random, and started again: nobody notices."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest

from bot.bootstrap import build
from bot.domain.orders import OrderState
from bot.settings import load_settings
from playground.emulator import create_emulator
from playground.serving import serve, take_port
from playground.world import World
from tests.delivery.live import TOKEN, environment, where_it_is_noon
from tests.scenarios.actors import DIRECTORY_COLUMNS, ORDER_COLUMNS, heading_of

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.crash, pytest.mark.timeout(120)]

# The walk is cut into parts that run side by side.
PARTS = 4

CALLING = {
    "country": "SA",
    "location": "Riyadh HQ",
    "zone": "Asia/Riyadh",
    "address": "King Fahd Road 1",
    "city": "Riyadh",
}


class Mortal:
    """A bot in a process that can be killed, the world around it, and orders to be set up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = World(seed=7)
        self.me = self.world.bot(token=TOKEN)
        self.deaths = 0
        self._replayed = 0
        self._emulator = serve(create_emulator(self.world), threads=16)
        self._listening = take_port()
        url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.environment = environment(self._emulator.url, url, folder / "setup-now.db", REMINDER_TIME="00:00")
        self.bot = build(load_settings(self.environment, env_file=None))

    def __enter__(self) -> Self:
        self.bot.lifecycle.guard.check()
        self._log = (self.folder / "bot.log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.delivery.mortal"],
            cwd=ROOT,
            env=os.environ | self.environment | {"LISTENING": str(self._listening.fileno())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            pass_fds=[self._listening.fileno()],
        )
        self.tell("live")
        assert self.hear() == "up", (self.folder / "bot.log").read_text()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._log.close()
        self.bot.store.close()
        self.world.close()
        self._emulator.stop()
        self._listening.close()

    def tell(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def doom(self, touches: int) -> None:
        self.tell(f"doom {touches}")

    def rise(self) -> None:
        """Begin another life; nothing kills it unless it is told."""
        self.deaths += 1
        self.tell("live")
        assert self.hear() == "up", (self.folder / "bot.log").read_text()

    def settle(self) -> None:
        """Let everything happen that is due, through however many deaths."""
        while True:
            self.let_arrive()
            self.tell("go")
            word = self.hear()
            if word == "dead":
                self.rise()
            self.deliver_again()
            if word == "idle" and self.world.deliveries.idle() and self.is_idle():
                return

    def let_arrive(self) -> None:
        """Wait for what is on its way, but not for ever: whoever should take it may be dead."""
        with suppress(TimeoutError):
            self.world.settle(0.5)

    def deliver_again(self) -> None:
        """Repeat what was not answered with 204: that much is not promised, so the person does it again."""
        log = self.world.deliveries.log
        for each in log[self._replayed :]:
            if not each.arrived:
                self.world.deliveries.replay(each)
        self._replayed = len(log)

    def is_idle(self) -> bool:
        return self.bot.health.is_idle()

    def order(self, number: str, contact: str) -> Any:
        """Let an order come in that is due today, for somebody new; returns that person."""
        person = self.world.person(contact, "Ann Archer")
        zone, today = where_it_is_noon()
        orders = f"{number},A-FLEX-3,{today},{contact},Contoso,Northwind,meetings;calling,SA,{zone},,,"
        self.bot.imports.directory(
            "\n".join(
                (
                    DIRECTORY_COLUMNS,
                    f"org-p-{number},Northwind {number},partner,US,2021-05-04,{contact},",
                    f"org-c-{number},Contoso {number},customer,SA,2022-01-10,it-{number}@contoso.example.org,",
                )
            ).encode(),
            "directory.csv",
        )
        self.bot.imports.orders("\n".join((ORDER_COLUMNS, orders)).encode(), "orders.csv")
        return person

    def cards(self, person: Any) -> list[Any]:
        """Return the cards that somebody can press now."""
        room = self.world.direct(person, self.me)
        return [each for each in self.world.transcript(room) if each.card and each.card.get("actions")]

    def story(self, person: Any, number: str) -> list[str]:
        """Return all that the bot ever said to somebody, without what tells one story from another."""
        room = self.world.direct(person, self.me)
        said = [each for each in self.world.transcript(room, deleted=True) if each.person_id == self.me.id]
        return [each.words.replace(number, "N").replace(person.email, "E") for each in said]

    def answered(self, number: str) -> list[str]:
        """Return the steps that were answered, as the audit log has them."""
        with self.bot.store.reading() as uow:
            return [line.detail["step"] for line in uow.audit.of_order(number) if line.verb == "answered"]

    def state(self, number: str) -> OrderState:
        with self.bot.store.reading() as uow:
            order = uow.orders.get(number)
        assert order
        return order.state


def presses(number: str) -> list[tuple[str, dict[str, str]]]:
    """Return what somebody presses from the invitation to the end."""
    name = f"contoso{number}"
    return [
        ("Set Up Now", {}),
        ("Next", {"role": "partner"}),
        ("Next", {"owner": "self"}),
        ("Next", {}),
        ("Next", {"email": f"it-{number}@contoso.example.org"}),
        ("Next", {}),
        ("Next", {}),
        ("Continue", {}),
        ("Next", {}),
        ("Next", {}),
        ("Save", CALLING),
        ("Save", {"site": name, "zone": "Asia/Riyadh"}),
        ("Check Availability", {"subdomain": name}),
        ("Save", {"subdomain": name}),
        ("Provision", {"consent": "true"}),
    ]


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Mortal]:
    with Mortal(tmp_path) as mortal:
        yield mortal


def conversation(mortal: Mortal, number: str, doom: Callable[[], int]) -> tuple[list[str], list[str]]:
    """Set up an order; before each thing the person does the bot is doomed anew."""
    contact = f"ann-{number}@northwind.example.com"
    person = mortal.order(number, contact)
    mortal.doom(doom())
    mortal.settle()
    for button, inputs in presses(number):
        mortal.doom(doom())
        person.presses(mortal.cards(person)[-1], button, inputs)
        mortal.settle()
    mortal.doom(0)
    assert mortal.state(number) is OrderState.PROVISIONED, heading_of(mortal.cards(person)[-1].card)
    return mortal.answered(number), mortal.story(person, number)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("first", range(1, PARTS + 1))
def test_killed_at_every_touch_of_a_conversation_it_goes_on_as_if_nothing_had_happened(
    mortal: Mortal, first: int
) -> None:
    undisturbed = conversation(mortal, "1000", lambda: 0)
    assert len(undisturbed[0]) >= 12
    for touch in range(first, 40, PARTS):
        before = mortal.deaths
        assert conversation(mortal, str(1000 + touch), lambda touch=touch: touch) == undisturbed, f"touch {touch}"  # type: ignore[misc]
        if mortal.deaths == before:
            break
    assert mortal.deaths > 100 / PARTS
    assert mortal.deaths == before, "a conversation has been walked in which nothing was left to be killed"


def test_killed_at_random_among_many_people_nothing_is_lost_or_done_twice(mortal: Mortal) -> None:
    dice = random.Random(1)
    numbers = [str(2000 + n) for n in range(6)]
    people = {number: mortal.order(number, f"p-{number}@northwind.example.com") for number in numbers}
    todo = {number: presses(number) for number in numbers}
    pressed = Counter[str]()
    while any(todo.values()):
        mortal.doom(dice.randrange(1, 60) if mortal.deaths < 30 else 0)
        mortal.settle()
        for number in dice.sample(numbers, len(numbers)):
            cards = mortal.cards(people[number])
            if todo[number] and len(cards) > 0 and cards[-1].id != pressed[number]:
                button, inputs = todo[number].pop(0)
                pressed[number] = cards[-1].id
                people[number].presses(cards[-1], button, inputs)
    mortal.settle()
    assert mortal.deaths >= 5
    stories = [(mortal.answered(number), mortal.story(people[number], number)) for number in numbers]
    assert all(mortal.state(number) is OrderState.PROVISIONED for number in numbers)
    assert all(each == stories[0] for each in stories)
