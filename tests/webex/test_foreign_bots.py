"""Bots on libraries that nobody here wrote, each in a process of its own, at the local Webex as they are at Cisco's.

What stands on Node is installed in CI, and by `make foreign`: it is too much for every machine.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playground.model import Message, Person, Room
from playground.serving import serve
from playground.world import World
from tests.staging.ports import free_port

FOREIGN = Path(__file__).parent / "foreign"
NODE = shutil.which("node") or str(Path(sys.executable).with_name("node"))
SECRET = "a secret of the foreign bot"

needs_node = pytest.mark.skipif(
    not (FOREIGN / "node_modules").exists() and "CI" not in os.environ, reason="it is not installed: make foreign"
)


class ForeignBot:
    """A process with a bot in it, in a direct room with somebody."""

    def __init__(self, command: list[str], world: World, me: Person, room: Room, **environment: str) -> None:
        self._world, self._me, self._room = world, me, room
        self._answers = 0
        self._process = subprocess.Popen(
            command,
            cwd=FOREIGN,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def is_ready(self) -> None:
        """Wait for its word, and for its webhooks, for which Node's framework does not wait itself."""
        assert self._process.stdout is not None
        assert "ready\n" in iter(self._process.stdout.readline, "")
        self._until(lambda: len(self._world.webhooks.of(self._me)) == 2)

    def answer(self) -> Message:
        """Wait for the next thing it says."""
        self._answers += 1
        self._until(lambda: len(self._said()) >= self._answers)
        return self._said()[self._answers - 1]

    def stop(self) -> None:
        """End it, and what it started: the node of the Python packages starts another."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    def _said(self) -> list[Message]:
        return [each for each in self._world.transcript(self._room) if each.person_id == self._me.id]

    def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            assert self._process.poll() is None, "the foreign bot has died"
            self._world.wait_for_change(self._world.changes, 0.05)


@pytest.fixture(
    params=[
        pytest.param([sys.executable, "bot.py"], id="webexpythonsdk"),
        pytest.param([NODE, "bot.js"], id="webex-node-bot-framework", marks=needs_node),
    ]
)
def foreign(
    request: pytest.FixtureRequest, world: World, service: serve, bot: Person, ann: Person
) -> Iterator[ForeignBot]:
    url = f"{service.url}/v1"
    foreign = ForeignBot(
        request.param,
        world,
        bot,
        world.direct(ann, bot),
        WEBEX_ACCESS_TOKEN=bot.token,
        WEBEX_API_URL=url,
        HYDRA_SERVICE_URL=url,
        WEBHOOK_SECRET=SECRET,
        PORT=str(free_port()),
    )
    try:
        foreign.is_ready()
        yield foreign
    finally:
        foreign.stop()


def test_a_foreign_bot_answers_shows_a_card_and_is_told_what_was_filled_in(
    ann: Person, bot: Person, foreign: ForeignBot
) -> None:
    ann.says(bot, "hello")
    assert foreign.answer().text == "You said: hello"
    ann.says(bot, "card")
    card = foreign.answer()
    ann.presses(card, "Save", note="tea, please")
    assert foreign.answer().text == "You wrote: tea, please"


def test_a_foreign_bot_trusts_our_signature_and_no_other(
    world: World, ann: Person, bot: Person, foreign: ForeignBot
) -> None:
    world.faults.bad_signature = 1
    ann.says(bot, "forged")
    ann.says(bot, "genuine")

    assert foreign.answer().text == "You said: genuine"


@needs_node
def test_what_the_suites_of_the_javascript_sdk_ask_is_served(service: serve, ann: Person, boris: Person) -> None:
    environment = {
        "HYDRA_SERVICE_URL": f"{service.url}/v1",
        "ANNS_TOKEN": ann.token,
        "BORIS_TOKEN": boris.token,
        "BORIS_EMAIL": boris.email,
    }

    subprocess.run([NODE, "--test", "sdk.js"], cwd=FOREIGN, env={**os.environ, **environment}, check=True)
