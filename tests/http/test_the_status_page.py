"""The operator's page shows what is due, what waits and what failed, and names nobody."""

import re
from base64 import b64encode

import pytest
from werkzeug.test import Client

from tests.staging.actors import Actor
from tests.staging.settings import OPERATIONS_TOKEN, OPERATOR
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO


def page(stage: Stage, language: str = "en") -> str:
    answer = Client(stage.bot.web).get("/status", headers=OPERATOR | {"Accept-Language": language})
    assert answer.status_code == 200
    return answer.text


def test_it_shows_what_is_due_what_waits_and_what_failed(stage: Stage, ann: Actor, ada: Actor) -> None:
    assert "Nothing is due within a day." in page(stage)
    assert "Nothing waits." in page(stage)
    assert "There are no dead letters." in page(stage)

    stage.import_orders(CONTOSO)
    assert "90417263" in page(stage)
    stage.go_to(stage.clock.now().replace(hour=9))
    stage.world.faults.failing(400, 1, method="POST", path="/messages")
    ada.says("/help")
    ada.says("/pause")
    ann.person.says(stage.me, "my private words")
    stage.settle()
    shown = page(stage)
    for words in ("a message to send", "words that came in", "An admin has paused the bot", "workers are not running"):
        assert words in shown
    with stage.bot.store.reading() as uow:
        [failed] = uow.dead_letters.all()
    assert f"<bdi>{failed.reference}</bdi>" in shown
    # Three letters may also stand in the one-time mark of the page's style.
    assert re.search(r"\bAnn\b", shown) is None, "no personal data"
    for private in ("ann@", "ada@", "private", failed.cause):
        assert private not in shown, "no personal data"


@pytest.mark.parametrize(("language", "title", "direction"), [("fr", "État", "ltr"), ("ar", "الحالة", "rtl")])
def test_it_speaks_the_language_of_the_browser(stage: Stage, language: str, title: str, direction: str) -> None:
    shown = page(stage, language)
    assert f'<html lang="{language}" dir="{direction}">' in shown
    assert f"<h1>{title}</h1>" in shown


def test_a_browser_asks_for_the_token_as_a_password(stage: Stage) -> None:
    client = Client(stage.bot.web)
    refused = client.get("/status")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic")
    for password, status in ((OPERATIONS_TOKEN, 200), ("guessed", 401), ("", 401)):
        basic = b64encode(f"operator:{password}".encode()).decode()
        assert client.get("/status", headers={"Authorization": f"Basic {basic}"}).status_code == status


def test_without_a_token_there_is_no_page(stage: Stage) -> None:
    stage.restart(OPERATIONS_TOKEN="")
    assert Client(stage.bot.web).get("/status").status_code == 404


@pytest.mark.parametrize("scheme", ["Basic", "Bearer", "Digest", ""])
def test_a_token_of_any_letters_is_wrong_and_breaks_nothing(stage: Stage, scheme: str) -> None:
    for letters in ("\x85", "OnNlY3Jl\xe9A==", "\xff" * 100, "=", "a b", 'realm="\x00'):
        answer = Client(stage.bot.web).get("/status", headers={"Authorization": f"{scheme} {letters}"})
        assert answer.status_code == 401
