"""Webhooks are guarded, and after a time in which nothing could reach us, what was missed is made up for."""

import pytest

from bot.bootstrap import GUARD_SECONDS
from tests.scenarios.actors import Actor, Stage
from tests.scenarios.stories import begun, invited


def lose_webhooks(stage: Stage) -> None:
    """Let Webex switch all our webhooks off, as it does after a hundred failures."""
    for each in stage.world.webhooks.of(stage.me):
        for _ in range(100):
            stage.world.webhooks.failed(each.id)


def test_a_webhook_that_was_switched_off_is_awake_within_a_minute(stage: Stage, ada: Actor) -> None:
    assert GUARD_SECONDS <= 30
    lose_webhooks(stage)
    stage.bot.lifecycle.guard.check()
    ada.says("help")
    assert len(ada.answers) == 1


def test_what_was_typed_while_webhooks_were_off_is_handled_in_order(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    lose_webhooks(stage)
    for n in range(3):
        ada.person.says(stage.me, f"order {n}")
    stage.settle()
    assert len(ada.answers) == 1

    stage.wait(minutes=1)
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert [f"order {n}" in each.text for n, each in enumerate(ada.answers[1:])] == [True, True, True]


@pytest.mark.parametrize("silence", [1, 600])
def test_what_was_typed_while_we_were_down_is_handled_once_and_in_order(stage: Stage, ada: Actor, silence: int) -> None:
    ada.says("help")
    stage.world.faults.drop = 2
    ada.person.says(stage.me, "order 1")
    ada.person.says(stage.me, "order 2")
    stage.world.settle()
    stage.world.faults.drop = 0
    ada.person.says(stage.me, "order 3")
    stage.world.settle()
    stage.clock.move_to(stage.clock.now().replace(minute=silence // 60, second=silence % 60))

    stage.restart()

    assert [f"order {n + 1}" in each.text for n, each in enumerate(ada.answers[1:])] == [True, True, True]
    stage.restart()
    assert len(ada.answers) == 4


def test_who_never_wrote_before_is_heard_as_well(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    stage.world.faults.drop = 1
    ann.says("status")
    before = len(ann.answers)
    stage.wait(minutes=5)
    stage.restart()
    assert len(ann.answers) == before + 1


def test_whoever_is_midway_gets_the_card_again_for_a_press_may_be_lost(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    title, before = ann.title, len(ann.answers)
    stage.world.faults.drop = 10
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    stage.world.faults.drop = 0
    assert len(ann.answers) == before, "the press was lost"

    stage.wait(minutes=10)
    stage.restart()

    assert ann.title == title
    assert "could not be reached" in ann.sees
    assert len(ann.answers) == before + 1
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert ann.title != title


def test_a_reminder_that_is_due_anyway_speaks_for_both(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.bot.lifecycle.guard.check()
    before = len(ann.answers)
    stage.wait(days=1, minutes=10)
    stage.restart()
    assert len(ann.answers) == before + 1
    assert ann.title == "Go on with your Webex order"


def test_nobody_is_woken_because_the_bot_was_away(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.bot.lifecycle.guard.check()
    before = len(ann.answers)
    stage.wait(hours=14)
    stage.restart()
    assert len(ann.answers) == before


def test_nobody_gets_a_card_again_for_a_short_restart(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.bot.lifecycle.guard.check()
    before = [each.text for each in ann.answers]
    stage.wait(seconds=20)
    stage.restart()
    assert [each.text for each in ann.answers] == before


def test_while_webex_is_away_nothing_counts_as_heard(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    stage.world.faults.drop = 1
    ada.says("order 1")
    stage.wait(minutes=5)
    stage.bot.store.close()
    stage.bot = stage._build()
    stage.world.faults.failing(503, 1, method="GET", path="/messages/direct")
    stage.bot.lifecycle.guard.check()
    assert not stage.bot.lifecycle.guard.guarded.is_set()
    stage.bot.lifecycle.guard.check()
    stage.settle()
    assert "order 1" in ada.sees
