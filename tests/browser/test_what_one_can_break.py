"""What can go wrong, as buttons of the page, and what people see of it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.settings.provisioning import Provisioning
from playground.demo import scenes
from playground.demo.stage import Stage, open_scene
from playground.patience import PATIENCE
from tests.browser.visitor import Visitor

ANN = scenes.ANN.email


def look(visitor: Visitor) -> Any:
    return visitor.asks("/page/panel/faults").json()


def owed(visitor: Visitor) -> dict[str, Any]:
    return {each["name"]: each["count"] for each in look(visitor)["owed"]}


def press(visitor: Visitor, does: str) -> int:
    return visitor.tells("/page/panel/faults", does=does).status_code


def ann_says(visitor: Visitor, words: str) -> None:
    assert visitor.tells("/page/say", text=words, **{"as": ANN, "in": "bot"}).status_code == 204


def answers(stage: Stage) -> int:
    room = stage.person(scenes.ANN).room_with(stage.myself)
    assert room
    return sum(1 for each in stage.world.transcript(room) if each.person_id == stage.myself.id)


def is_answered_once(stage: Stage, visitor: Visitor, words: str = "help") -> bool:
    before = answers(stage)
    ann_says(visitor, words)
    stage.timeline.settle()
    return answers(stage) == before + 1


def test_whatever_is_broken_ann_is_answered_once(stage: Stage, visitor: Visitor) -> None:
    assert press(visitor, "duplicate") == 204
    assert is_answered_once(stage, visitor)
    assert press(visitor, "cut-after") == 204
    assert owed(visitor)["faults waiting"] == 1
    assert is_answered_once(stage, visitor)
    assert press(visitor, "forge") == 204
    assert press(visitor, "duplicate") == 204
    before = answers(stage)
    ann_says(visitor, "help")
    stage.timeline.settle()
    assert look(visitor)["deliveries"][0]["outcome"] == "401"
    assert press(visitor, "replay") == 204
    stage.timeline.settle()
    assert answers(stage) == before


def test_what_ann_writes_while_the_bot_is_stopped_is_answered_once_it_runs(stage: Stage, visitor: Visitor) -> None:
    before = answers(stage)
    assert press(visitor, "stop") == 204
    seen = look(visitor)
    assert owed(visitor) == {"bot": "stopped", "faults waiting": 0}
    assert [each["isOn"] for group in seen["groups"] for each in group["troubles"] if each["does"] == "stop"] == [True]
    assert visitor.news()["clock"]["next"] is None
    assert visitor.tells("/page/time", by="day").status_code == 409
    ann_says(visitor, "help")
    stage.world.settle()
    assert press(visitor, "stop") == 204
    stage.timeline.settle()
    assert answers(stage) == before + 1
    assert owed(visitor) == {"inbox": 0, "outbox": 0, "reminders due": 0, "dead letters": 0, "faults waiting": 0}


def test_what_it_had_in_hand_when_it_was_killed_is_done_by_the_next_once(stage: Stage, visitor: Visitor) -> None:
    before = answers(stage)
    stage.world.faults.slow(PATIENCE, method="POST", path="/messages")
    ann_says(visitor, "help")
    while stage.world.faults.planned:
        stage.world.wait_for_change(stage.world.changes, 0.01)
    # Its post is made, and Webex answers only when nobody listens any more.
    with ThreadPoolExecutor(1) as hand:
        pressed = hand.submit(press, visitor, "kill")
        while not (stage.running.is_stopped or pressed.done()):
            stage.world.wait_for_change(stage.world.changes, 0.01)
        stage.world.faults.clear()
        assert pressed.result() == 204
    stage.timeline.settle()
    assert answers(stage) == before + 1
    assert is_answered_once(stage, visitor)


def test_two_windows_that_press_at_once_leave_one_bot_that_answers_once(stage: Stage, visitor: Visitor) -> None:
    deeds = ("restart", "kill", "stop", "kill", "restart", "stop")
    with ThreadPoolExecutor(len(deeds)) as hands:
        looked = [hands.submit(look, Visitor(stage.page_url)) for _ in deeds]
        pressed = [hands.submit(press, Visitor(stage.page_url), does) for does in deeds]
    assert [each.result() for each in pressed] == [204] * len(deeds)
    assert all("owed" in each.result() for each in looked)
    assert press(visitor, "calm") == 204
    assert is_answered_once(stage, visitor)


def test_the_services_behind_an_order_have_their_switches_of_which_one_is_on() -> None:
    with open_scene(provisioning=Provisioning.CONTROL_HUB) as stage:
        visitor = Visitor(stage.page_url)

        def switched_on() -> list[str]:
            groups = look(visitor)["groups"]
            return [each["does"] for group in groups for each in group["troubles"] if each["isOn"]]

        for does in ("Webex Admin: refuse", "Webex Admin: fail", "Cisco Commerce: find-nothing"):
            assert press(visitor, does) == 204
        assert switched_on() == ["Webex Admin: fail", "Cisco Commerce: find-nothing"]
        assert press(visitor, "Webex Admin: fail") == 204
        assert switched_on() == ["Cisco Commerce: find-nothing"]
        assert press(visitor, "calm") == 204
        assert switched_on() == []
        visitor.session.close()


def test_every_fault_can_be_pressed_and_calm_ends_them_all(stage: Stage, visitor: Visitor) -> None:
    every = [each["does"] for group in look(visitor)["groups"] for each in group["troubles"]]
    assert [press(visitor, does) for does in every] == [204] * len(every)
    assert press(visitor, "calm") == 204
    seen = look(visitor)
    assert owed(visitor)["faults waiting"] == 0
    assert not any(each["isOn"] for group in seen["groups"] for each in group["troubles"])
    assert press(visitor, "the moon") == 404
