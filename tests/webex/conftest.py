"""A world with a bot and two people in it, its API on a real port, and the real SDK to call it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from webexteamssdk import WebexTeamsAPI

from bot.webex.client import WebexTeams
from playground import model
from playground.emulator import PREFIX, create_emulator
from playground.model import Person
from playground.serving import serve
from playground.world import World
from tests.fakes.callers import SECRET, Caller, Hook, MakesCard, Receiver, make_card, sdk
from tests.fakes.clocks import StandingClock
from tests.webex.description import described


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2026, 11, 22, 10, 15, 2, 417_000, tzinfo=UTC))


@pytest.fixture
def world(clock: StandingClock) -> Iterator[World]:
    with World(clock, seed=7) as world:
        yield world


@pytest.fixture
def bot(world: World) -> Person:
    return world.bot("coach@webex.bot", "Coach Bot", token="bot-token_with-dashes_and_lines")


@pytest.fixture
def ann(world: World) -> Person:
    return world.person("ann@example.net", "Ann Example")


@pytest.fixture
def boris(world: World) -> Person:
    return world.person("boris@example.org")


@pytest.fixture
def service(world: World, bot: Person) -> Iterator[serve]:
    """The API, each reply of which is as Cisco describes it."""
    wrong: list[str] = []
    with serve(described(create_emulator(world), PREFIX, wrong)) as running:
        yield running
    assert wrong == []


@pytest.fixture
def api(service: serve, bot: Person) -> Iterator[WebexTeamsAPI]:
    with sdk(service, bot) as api:
        yield api


@pytest.fixture
def ann_api(service: serve, ann: Person) -> Iterator[WebexTeamsAPI]:
    with sdk(service, ann) as api:
        yield api


@pytest.fixture
def as_bot(service: serve, bot: Person) -> Iterator[Caller]:
    caller = Caller(service.url, bot.token)
    yield caller
    caller.close()


@pytest.fixture
def as_ann(service: serve, ann: Person) -> Iterator[Caller]:
    caller = Caller(service.url, ann.token)
    yield caller
    caller.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def hook(api: WebexTeamsAPI, receiver: Receiver) -> Hook:
    """Registers webhooks for the bot at the receiver."""

    def register(resource: str, event: str = "created", **more: Any) -> Any:
        return api.webhooks.create(f"{resource} {event}", receiver.url, resource, event, secret=SECRET, **more)

    return register


@pytest.fixture
def card() -> MakesCard:
    return make_card


@pytest.fixture
def door(service: serve, bot: model.Person) -> Iterator[WebexTeams]:
    door = WebexTeams(bot.token, f"{service.url}/v1")
    yield door
    door.close()
