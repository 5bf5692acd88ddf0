"""What could not be handled or sent is a dead letter with its cause, listed for admins, and tried again once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dispatch.setbacks import APOLOGY, SEALED
from cards.words import bare
from handlers import ROUTER
from handlers.escalations.files import LOST, WHY
from tests.scenarios.in_arabic import AR, invited_in_arabic
from tests.staging.actors import Actor
from tests.staging.rep_space import drain
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine, begun


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    admins = "ada@cisco.example.com,bob@cisco.example.com"
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC), ADMIN_EMAILS=admins) as stage:
        yield stage


def broken(*_given: object) -> None:
    raise RuntimeError("a mistake of ours")


def press_given_up(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ann presses Next while it is broken; returns the reference that she is told."""
    with monkeypatch.context() as trouble:
        trouble.setitem(ROUTER.actions, "answer", broken)
        ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    found = re.search(r"reference: ([0-9A-F]{8})$", ann.sees)
    assert found
    return found[1]


def dead_letters(stage: Stage) -> list[str]:
    with stage.bot.store.reading() as uow:
        return [each.reference for each in uow.dead_letters.all()]


def test_a_press_that_failed_is_listed_with_its_cause_and_tried_again_once(
    stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = stage.person("bob@cisco.example.com", "Bob Boss")
    begun(stage, ann)
    reference = press_given_up(ann, monkeypatch)
    ada.says("/dlq")
    assert f"{reference} · a button that was pressed" in ada.sees
    assert "ann@northwind.example.com · RuntimeError" in ada.sees
    ada.says(f"/dlq {reference.lower()}")
    assert "Cause: RuntimeError" in ada.sees
    assert f"/dlq retry {reference}" in ada.sees

    for admin in (ada, ada, bob):
        admin.person.says(stage.me, f"/dlq retry {reference}")
    stage.world.settle()
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _n: drain(stage), range(3)))
    stage.settle()

    assert ann.title == "Customer administrator"
    said = [message.text for admin in (ada, bob) for message in admin.answers]
    assert len([text for text in said if text.startswith("1 is tried again now.")]) == 1
    assert len([text for text in said if text.startswith(f"There is no dead letter {reference}")]) == 2
    with stage.bot.store.reading() as uow:
        answered = [line for line in uow.audit.of_order("90417263") if line.detail.get("step") == "new_partner_org"]
    assert len(answered) == 1
    assert dead_letters(stage) == []


def test_a_retried_answer_to_a_card_that_moved_on_is_an_old_card(
    stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(stage, ann)
    reference = press_given_up(ann, monkeypatch)
    ann.says("Southwind\nUS\nadmin@northwind.example.com")
    ada.says(f"/dlq retry {reference}")

    assert "out of date" in ann.heard
    assert ann.title == "Customer administrator"
    ann.says("back")
    assert "Southwind" in str(ann.card.card)


def test_a_message_that_could_not_be_delivered_goes_out_once_its_reader_is_there(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    [reference] = dead_letters(stage)
    ada.says("/dlq")
    assert f"{reference} · a message to send" in ada.sees
    ann = stage.person("ann@northwind.example.com", "Ann Archer")
    ada.says(f"/dlq retry {reference}").says(f"/dlq retry {reference}")

    assert [message.text.split("\n")[0] for message in ann.answers] == ["Set up your Webex order"]
    ann.presses("Set Up Now")
    assert ann.title == "What is your role?"


def test_a_card_that_was_replaced_since_is_let_go(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    [first] = dead_letters(stage)
    ada.says("/remind 90417263")
    assert len(dead_letters(stage)) == 2
    ada.says(f"/dlq retry {first}")
    assert ada.sees == "1 is no longer needed and was dropped."

    assert len(dead_letters(stage)) == 1


def test_several_are_counted_and_asked_about_and_letting_go_always_asks(
    stage: Stage, ada: Actor, ann: Actor, rita: Actor
) -> None:
    numbers = [CONTOSO.replace("90417263", f"9041726{n}").replace("ann@", f"nobody{n}@") for n in range(3)]
    stage.import_orders(*numbers)
    at_nine(stage)
    stage.world.invite(stage.space, ada.person)
    ada.says_in_space("/dlq drop all")
    assert ada.title == "Drop for good?"
    assert "3 dead letters are concerned." in ada.sees
    assert "nobody" not in stage.world.transcript(stage.space)[-1].words
    old = ada.card
    ada.presses("Leave it")
    ada.says("/dlq retry all").presses("Try again")
    assert ada.sees.startswith("3 are tried again now.")
    assert len(dead_letters(stage)) == 3

    ada.says(f"/dlq drop {dead_letters(stage)[0]}")
    assert len(dead_letters(stage)) == 3
    ada.presses("Drop")
    assert (len(dead_letters(stage)), ada.sees) == (2, "1 was dropped.")
    ada.replays(old, "Drop")
    assert (len(dead_letters(stage)), ada.sees) == (2, "That was already answered.")
    ada.says("/dlq drop all").says("drop")
    ada.says("/dlq")
    assert "There are no dead letters." in ada.sees
    ada.says("/audit")
    assert "dropped a dead letter: reference M" in ada.sees


def test_when_it_was_given_up_is_told_on_the_clock_of_its_reader(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    [reference] = dead_letters(stage)
    told = {
        "en": "Monday 2 March 2026, 12:00 (Riyadh)",
        "fr": "lundi 2 mars 2026 à 12:00 (Riyad)",
        "ar": "الاثنين 2 مارس 2026، الساعة 12:00 (الرياض)",
    }
    ada.says("time zone Asia/Riyadh")
    for language, moment in told.items():
        ada.says(f"language {language}")
        for words in ("/dlq", f"/dlq {reference}"):
            # A moment that stands alone in its cell begins with a capital.
            assert moment in bare(ada.says(words).sees).replace("Lundi", "lundi")
            assert "UTC" not in ada.sees


def test_dead_letters_read_in_arabic_and_keep_their_reference(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    ada.says("language ar").says("/dlq")

    assert dead_letters(stage)[0] in ada.sees
    assert "رسالة" in ada.sees


def test_nobody_but_admins_sees_or_moves_dead_letters(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@", "nobody@"), CONTOSO.replace("90417263", "90417264"))
    at_nine(stage)
    [reference] = dead_letters(stage)
    for words in ("/dlq", f"/dlq retry {reference}", "/dlq drop all"):
        for person in (ann, rita):
            assert person.says(words).sees.startswith("That command is for")
    assert dead_letters(stage) == [reference]


def test_whoever_never_chose_a_language_hears_in_that_of_the_order_what_went_wrong(
    stage: Stage, ann: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited_in_arabic(stage, ann)
    ann.says("setup")
    stage.world.faults.kms_failures = 1000
    ann.says("help")
    for _ in range(3):
        stage.wait(seconds=2)
    assert ann.sees == AR(SEALED)

    stage.world.faults.kms_failures = 0
    stage.world.faults.failing(410, path="/contents")
    ann.attaches("gone.png", b"GIF89a", "rep see the screenshot")
    assert bare(ann.sees) == bare(AR(LOST, order="90417263", why=AR(WHY[410])))

    with monkeypatch.context() as trouble:
        trouble.setitem(ROUTER.actions, "answer", broken)
        ann.presses(AR("Next"))
    assert bare(ann.sees) in {bare(AR(APOLOGY, reference=each)) for each in dead_letters(stage)}
