"""Webhooks that fail: a receiver that keeps failing is told nothing more until its webhook is switched on again."""

from typing import Any

from webexteamssdk import WebexTeamsAPI

from playground.model import Person
from playground.world import World
from tests.fakes.callers import Hook, Receiver
from tests.fakes.clocks import StandingClock


def test_a_hundred_failures_in_five_minutes_disable_a_webhook(
    api: WebexTeamsAPI, world: World, clock: StandingClock, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    made = hook("messages")
    receiver.statuses = [500] * 101

    for number in range(99):
        ann.says(bot, str(number))
    world.settle()
    assert api.webhooks.get(made.id).status == "active"

    ann.says(bot, "the hundredth")
    world.settle()
    assert api.webhooks.get(made.id).status == "inactive"

    ann.says(bot, "nobody is told")
    world.settle()
    assert len(receiver.requests) == 100

    revive(api, made)
    ann.says(bot, "one failure on probation")
    world.settle()
    assert api.webhooks.get(made.id).status == "inactive"

    clock.passes(minutes=5)
    revive(api, made)
    ann.says(bot, "told again")
    world.settle()
    assert api.webhooks.get(made.id).status == "active"
    assert world.deliveries.log[-1].arrived


def test_slow_failures_do_not_disable_a_webhook(
    api: WebexTeamsAPI, world: World, clock: StandingClock, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    made = hook("messages")
    receiver.statuses = [500] * 150

    for number in range(150):
        clock.passes(seconds=3.1)
        ann.says(bot, str(number))
        world.settle()

    assert api.webhooks.get(made.id).status == "active"


def test_an_unreachable_bot_loses_its_events(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, receiver: Receiver
) -> None:
    api.webhooks.create("nowhere", "http://127.0.0.1:9/hook", "messages", "created")
    ann.says(bot, "hello")
    world.settle()

    assert world.deliveries.log[-1].outcome == "ConnectionError"
    assert world.deliveries.idle()


def revive(api: WebexTeamsAPI, webhook: Any) -> None:
    api.webhooks.update(webhook.id, name=webhook.name, targetUrl=webhook.targetUrl, status="active")
