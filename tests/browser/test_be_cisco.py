"""One can be whoever stands behind an order: Cisco, who provisions it, or the partner's own system, which answers."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from bot.settings.provisioning import Provisioning
from playground.cards import parts
from playground.demo import scenes
from playground.demo.stage import Stage, open_scene
from playground.patience import PATIENCE
from playground.recordings.differences import differences
from playground.recordings.player import play
from tests.staging.actors import heading_of

TURNS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("Set up your Webex order", "Set Up Now", {}),
    ("What is your role?", "Next", {"role": "partner"}),
    ("Who will set up the services?", "Next", {"owner": "self"}),
    ("Your partner organization", "Next", {"organization": "northwind"}),
    ("Customer administrator", "Next", {"email": scenes.CARLA.email}),
    ("Customer organization", "Next", {}),
    ("Confirm customer and partner", "Confirm and map for good", {}),
    ("Customer and partner are confirmed", "Continue", {}),
    ("Service setup", "Next", {}),
    ("Subscription details", "Next", {}),
    ("Calling settings", "Save", {"location": "HQ", "address": "King Fahd Road 1", "city": "Riyadh"}),
    ("Meeting settings", "Save", {"site": "contosodental"}),
    ("Organization settings", "Save", {"subdomain": "contosodental"}),
    ("Finish and hand over", "Finish and hand over", {"consent": "true"}),
)


def newest_card(stage: Stage, heading: str) -> Any:
    """Wait for Ann's card with a heading, and return it."""
    ann = stage.person(scenes.ANN)
    found: list[Any] = []

    def is_there() -> bool:
        room = ann.room_with(stage.myself)
        cards = [each for each in stage.world.transcript(room) if each.card] if room else []
        found[:] = [each for each in cards[-1:] if each.card and heading == heading_of(each.card)]
        return bool(found)

    wait_until(stage, is_there)
    return found[0]


def wait_until(stage: Stage, is_so: Any) -> None:
    # Taken before the look: what comes about during it is not waited for in vain.
    known, changes = -1, stage.world.changes
    while not is_so():
        assert known != changes, "it did not come about in time"
        known = changes
        changes = stage.world.wait_for_change(known, PATIENCE)


def finish(stage: Stage) -> None:
    """Ann answers everything, and hands over."""
    for heading, button, inputs in TURNS:
        card = newest_card(stage, heading)
        asked = {part.get("id") for part in parts(card.card)}
        given = {name: value for name, value in inputs.items() if name in asked}
        stage.person(scenes.ANN).presses(card, button, given)


def behind(stage: Stage) -> Any:
    return requests.get(f"{stage.page_url}/page/news", timeout=PATIENCE).json()["behind"]


def act(stage: Stage, does: str) -> int:
    words = {"order": scenes.ANNS_ORDER, "does": does}
    return requests.post(f"{stage.page_url}/page/behind", json=words, timeout=PATIENCE).status_code


@pytest.mark.parametrize(
    ("provisioning", "before", "ends_in"),
    [
        (Provisioning.CONTROL_HUB, "Ready at Cisco", "Your order is provisioned at Cisco"),
        (Provisioning.WEBHOOK, "Handed over to be provisioned", "Reported as provisioned at Cisco"),
    ],
)
def test_whoever_provisions_presses_the_button_and_the_order_follows(
    provisioning: Provisioning, before: str, ends_in: str
) -> None:
    with open_scene(provisioning=provisioning) as stage:
        assert act(stage, "provision") == 404
        finish(stage)
        newest_card(stage, before)
        desk = behind(stage)
        assert [each["number"] for each in desk["orders"]] == [scenes.ANNS_ORDER]
        deed = next(each["does"] for each in desk["deeds"] if each["title"] == "Provision")
        assert act(stage, deed) == 204
        newest_card(stage, ends_in)
        assert behind(stage)["orders"] == []
        stage.timeline.settle()
        recording = stage.recorder.recording()
    # Whoever stood behind the order is in the recording as well.
    played = play(recording)
    assert (played.stopped, differences(played.recorded, played.now)) == ("", [])
