"""The guardian: our webhooks stand, point to us and are awake, and nobody else's is touched."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.webhooks import Webhook
from bot.errors import Unreachable
from bot.webex.client import WebexTeams
from bot.webex.webhooks import WANTED, WebhookGuardian
from playground.emulator import create_emulator
from playground.serving import serve
from playground.world import World
from tests.fakes.webex import KeepsSecrets
from tests.logged import logged_by

HERE = "https://bot.example.net/webhooks/webex"
SECRET = "the secret of the webhooks"


@pytest.fixture
def world() -> Iterator[World]:
    with World(seed=7) as world:
        world.bot(token="the-token-of-the-bot")
        yield world


@pytest.fixture
def webex(world: World) -> Iterator[WebexTeams]:
    with serve(create_emulator(world)) as service:
        door = WebexTeams("the-token-of-the-bot", f"{service.url}/v1/")
        yield door
        door.close()


@pytest.fixture
def guardian(webex: WebexTeams) -> WebhookGuardian:
    return WebhookGuardian(webex, HERE, SECRET)


def switch_off(world: World, webhook: Webhook) -> None:
    for _ in range(100):
        world.webhooks.failed(webhook.id)


def test_missing_webhooks_are_made_once(webex: WebexTeams, guardian: WebhookGuardian) -> None:
    assert guardian.check() == [
        "Set Up Now messages created: was missing",
        "Set Up Now messages deleted: was missing",
        "Set Up Now attachmentActions created: was missing",
        "Set Up Now memberships created: was missing",
        "Set Up Now memberships deleted: was missing",
        "Set Up Now rooms migrated: was missing",
        "Set Up Now messages updated: was missing",
    ]
    assert {(each.resource, each.event) for each in webex.webhooks()} == {
        ("messages", "created"),
        ("attachmentActions", "created"),
        ("memberships", "created"),
        ("memberships", "deleted"),
        ("messages", "deleted"),
        ("rooms", "migrated"),
        ("messages", "updated"),
    }
    assert all((each.target_url, each.secret, each.is_active) == (HERE, SECRET, True) for each in webex.webhooks())
    assert guardian.check() == []


def test_the_first_time_is_no_repair(
    webex: WebexTeams, guardian: WebhookGuardian, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.webex.webhooks")
    guardian.check()
    assert told(caplog) == {("INFO", "webhook registered")}

    switch_off(world, webex.webhooks()[0])
    caplog.clear()
    guardian.check()
    assert told(caplog) == {("WARNING", "webhook repaired")}


def told(caplog: pytest.LogCaptureFixture) -> set[tuple[str, str]]:
    return {(each.levelname, each.message) for each in logged_by("bot.webex.webhooks", caplog)}


def test_what_differs_is_put_right_in_place(world: World, webex: WebexTeams, guardian: WebhookGuardian) -> None:
    guardian.check()
    before = webex.webhooks()
    webex.update_webhook(replace(before[0], target_url="https://elsewhere.example.net"))
    webex.update_webhook(replace(before[1], secret="an older secret"))
    switch_off(world, before[2])

    assert (
        [f"{each.wanted.name}: {each.why}" for each in guardian.problems()]
        == guardian.check()
        == [
            "Set Up Now messages created: pointed elsewhere",
            "Set Up Now messages deleted: had another secret",
            "Set Up Now attachmentActions created: was switched off",
        ]
    )
    assert webex.webhooks() == before


def test_looking_repairs_nothing(webex: WebexTeams, guardian: WebhookGuardian) -> None:
    assert len(guardian.problems()) == len(WANTED)
    assert webex.webhooks() == []


def test_webhooks_of_others_are_left_alone(world: World, webex: WebexTeams, guardian: WebhookGuardian) -> None:
    other = Webhook("", "Another program", "messages", "created", "https://other.example.net", "its own secret")
    webex.create_webhook(other)
    [standing] = webex.webhooks()
    switch_off(world, standing)
    guardian.check()
    assert replace(standing, is_active=False) in webex.webhooks()


def test_a_second_one_of_ours_is_left_alone(webex: WebexTeams, guardian: WebhookGuardian) -> None:
    guardian.check()
    webex.create_webhook(replace(webex.webhooks()[0], secret="an older secret"))
    before = webex.webhooks()
    assert guardian.check() == []
    assert webex.webhooks() == before


def test_a_new_secret_is_brought_to_all(webex: WebexTeams, guardian: WebhookGuardian) -> None:
    guardian.check()
    assert len(WebhookGuardian(webex, HERE, "a newer secret").check()) == len(WANTED)
    assert {each.secret for each in webex.webhooks()} == {"a newer secret"}


def test_a_secret_that_is_not_shown_is_given_once(world: World, webex: WebexTeams, guardian: WebhookGuardian) -> None:
    guardian.check()
    with serve(create_emulator(world)) as service:
        silent = KeepsSecrets("the-token-of-the-bot", f"{service.url}/v1/")
        newer = WebhookGuardian(silent, HERE, "a newer secret")
        assert [len(newer.check()), len(newer.check())] == [len(WANTED), 0]
        silent.close()
    assert {each.secret for each in webex.webhooks()} == {"a newer secret"}


def test_while_webex_is_away_the_check_says_so(world: World, guardian: WebhookGuardian) -> None:
    world.faults.failing(503)
    with pytest.raises(Unreachable):
        guardian.check()
