"""An organization that is not recognized: asked about once, called for with what was shown, taken back or returned."""

import pytest

from bot.domain.orders import OrderState
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO_ORG, NORTHWIND_ORG, begun

N = "90417263"
SECOND = "org-northwind-2,Northwind Trading,partner,FR,2019-02-01,boss@northwind.example.com,"
THIRD = "org-northwind-3,Northwind Gulf,partner,AE,2020-02-01,boss@northwind.example.com,"


@pytest.fixture
def unsure(stage: Stage, ann: Actor, rita: Actor) -> Actor:
    """Ann is shown her partner organization, which is the only one she administers; there is another at her domain."""
    stage.import_directory(NORTHWIND_ORG, SECOND, CONTOSO_ORG)
    begun(stage, ann)
    return ann.says("I don't recognize this organization")


@pytest.fixture
def stopped(unsure: Actor) -> Actor:
    return unsure.presses("I don't recognize it")


def state(stage: Stage) -> OrderState:
    return stage.order(N).state


def test_it_is_asked_once_and_named(stage: Stage, unsure: Actor) -> None:
    assert unsure.title == "Stop the setup?"
    assert "Northwind Collab" in unsure.sees
    assert state(stage) is OrderState.STARTED

    unsure.says("back")
    assert unsure.title == "Your partner organization"
    assert not stage.cards_in_space()


def test_of_several_all_were_shown_and_none_is_recognized(stage: Stage, ann: Actor) -> None:
    stage.import_directory(SECOND, THIRD)
    begun(stage, ann)
    ann.says("I don't recognize this organization")
    assert "are told what you were shown: Northwind Trading and Northwind Gulf." in ann.sees

    ann.says("yes")
    assert "because you don't recognize Northwind Trading or Northwind Gulf." in ann.sees


def test_the_reps_see_what_was_shown(stage: Stage, stopped: Actor) -> None:
    assert "because you don't recognize Northwind Collab" in stopped.sees

    called = stage.cards_in_space()[0]

    for words in (
        "Not recognized by the contact",
        "Organization: Northwind Collab",
        "Country or region: United States",
    ):
        assert words in called
    assert "Northwind Trading" not in called


@pytest.mark.parametrize("words", ["I recognize it after all", "je la reconnais finalement", "بل أعرفها"])
def test_the_contact_takes_it_back(stage: Stage, stopped: Actor, rita: Actor, words: str) -> None:
    stopped.says("language fr" if words.startswith("je") else "language ar" if words[0] > "z" else "language en")
    stopped.says("setup").says(words)

    assert state(stage) is OrderState.STARTED
    with stage.bot.store.reading() as uow:
        assert uow.escalations.get(N) is None
    assert (
        "recognizes the organization" in stage.transcript_of_space() if hasattr(stage, "transcript_of_space") else True
    )


def test_not_once_a_representative_has_claimed_it(stage: Stage, stopped: Actor, rita: Actor) -> None:
    card = stopped.card
    rita.says_in_space(f"/claim {N}")

    stopped.presses("I recognize it after all", card)

    assert state(stage) is OrderState.STOPPED
    assert "Rita" in stopped.sees
    stopped.says("setup")
    assert "Cisco representative, looks into it" in stopped.sees


def test_returned_with_a_word_it_offers_another_or_a_new_one(stage: Stage, stopped: Actor, rita: Actor) -> None:
    rita.says_in_space(f"/return {N} You moved to Northwind Trading in 2019")

    assert stopped.title == "Your partner organization"
    for words in (
        "You moved to Northwind Trading in 2019",
        "1. Northwind Trading (France)",
        "2. Northwind Collab (United States)",
        "3. Create a new partner organization",
    ):
        assert words in stopped.sees
    assert "(chosen)" not in stopped.sees
    stopped.says("1")
    assert stopped.title == "Customer administrator"


def test_returned_by_the_card_with_its_word(stage: Stage, stopped: Actor, rita: Actor) -> None:
    card = next(each for each in reversed(stage.world.transcript(stage.space)) if each.card)
    rita.presses("Return to the contact", card, words="It is the right one: your company was renamed.")

    assert "It is the right one: your company was renamed." in stopped.sees
    assert state(stage) is OrderState.STARTED
    stopped.says("new")
    assert stopped.title == "Your partner organization"
    assert "Company name" in stopped.sees


def test_the_customers_too_and_a_new_one_needs_another_administrator(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.presses("Next").presses("Next", email="carla@contoso.example.com")
    ann.says("I don't recognize this organization").says("yes")
    assert "Organization: Contoso Dental Group" in stage.cards_in_space()[0]

    rita.says_in_space(f"/return {N}")
    assert "Rita Rep, Cisco representative, has looked into it" in ann.sees
    ann.says("2")

    assert "belongs to an organization already" in ann.sees


def test_an_administrator_who_is_seldom_meant_is_warned_of_and_taken(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next")
    for address, words in {
        "carla@gmail.com": "at a free mail service",
        ann.email.replace("ann", "omar"): "in your own domain",
        "info@tailspin.example.com": "shared by several people",
    }.items():
        ann.says(address)
        assert ann.title == "Customer organization"
        assert words in ann.sees
        ann.says("back")
    ann.says("carla@tailspin.example.com")
    assert "Important" not in ann.sees
