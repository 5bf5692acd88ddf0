"""What we depend on: each licence is stated, and the libraries that are kept up no more can be left."""

import re

import pytest
from webexpythonsdk import WebexAPI
from webexpythonsdk.exceptions import webexpythonsdkException

from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun
from tools.docs import ROOT
from tools.licences import licences_page, packages


def test_every_package_that_is_served_states_a_licence_that_lets_us_use_it() -> None:
    page = licences_page()
    assert len(list(packages())) > 40
    assert "not stated" not in page
    assert not re.search(r"AGPL|Affero|\bGPL-|(?<!Lesser )General Public", page), "nothing may bind the whole bot"


def test_the_wizard_goes_through_the_successor_of_the_sdk(
    stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webex.client.WebexTeamsAPI", WebexAPI)
    monkeypatch.setattr("bot.webex.errors.SdkError", webexpythonsdkException)
    stage.begin_again()
    begun(stage, ann)
    assert ann.title == "Your partner organization"
    stage.world.faults.failing(503, 1, method="POST", path="/messages")
    ada.says("/help")
    stage.wait(seconds=30)
    assert ada.sees.startswith("What you can type")


def test_what_is_taken_of_the_card_library_is_as_little_as_is_written_down() -> None:
    kit = (ROOT / "cards/kit.py").read_text(encoding="utf-8")
    decisions = (ROOT / "docs/decisions.md").read_text(encoding="utf-8")
    [written] = re.findall(r"a few small classes of it\s+\((.+?)\)", decisions, re.DOTALL)
    taken = sorted(set(re.findall(r"\bbuilder\.(\w+)", kit)))
    assert re.findall(r"`(\w+)`", written) == taken, "write the change into docs/decisions.md"
