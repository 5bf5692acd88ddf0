"""What we depend on: each licence is stated, and the libraries that are kept up no more can be left."""

import json
import re

import pytest
from webexpythonsdk import WebexAPI
from webexpythonsdk.exceptions import webexpythonsdkException

from bot.domain.outgoing import Message
from bot.language.texts import all_texts
from tests.cards import gallery, own_builder
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun
from tools.licences import licences_page, packages


def test_every_package_that_is_served_states_a_licence_that_lets_us_use_it() -> None:
    page = licences_page()
    assert {"webexteamssdk", "numpy", "pycparser"} <= set(packages()), "also those that a lock has for some Pythons"
    assert len(list(packages())) > 70
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


def test_every_card_is_the_same_without_the_card_library(monkeypatch: pytest.MonkeyPatch) -> None:
    before = bytes_of_all_cards()
    for module in ("cards.kit", "cards.drawing"):
        monkeypatch.setattr(f"{module}.builder", own_builder)
    for cards in (gallery.steps, gallery.about, gallery.everything):
        cards.cache_clear()

    after = bytes_of_all_cards()

    assert len(after) > 300
    assert not [name for name, sent in before.items() if after[name] != sent]


def bytes_of_all_cards() -> dict[tuple[str, str], bytes]:
    """Return each card of the gallery in each language, as it is sent."""
    return {
        (t.language, name): card_in_bytes(message)
        for t in all_texts()
        for name, message in gallery.everything(t).items()
    }


def card_in_bytes(message: Message) -> bytes:
    return json.dumps(message.card, ensure_ascii=False).encode()
