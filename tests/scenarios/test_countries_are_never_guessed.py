"""The country, which nobody can change later: the likely ones to choose from, any other by name, nothing guessed."""

import pytest

from bot.wizard.step import Answers
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun

N = "90417263"


@pytest.fixture
def asked(stage: Stage, ann: Actor) -> Actor:
    """Ann, of an order that names no country, is asked for the one of her new partner organization."""
    begun(stage, ann, CONTOSO.replace(",SA,UTC,", ",,Asia/Riyadh,"))
    assert ann.title == "Your partner organization"
    return ann


def answers(stage: Stage) -> Answers:
    with stage.bot.store.reading() as uow:
        progress = uow.progress.get(N, "ann@northwind.example.com")
    return progress.answers if progress else {}


def country(stage: Stage) -> str:
    """Return the country that was taken; "" while it is asked for."""
    return answers(stage).get("new_partner_org", {}).get("country", "")


def presses_next(ann: Actor, country: str) -> Actor:
    """Fill in the whole form on the card."""
    return ann.presses("Next", company="Northwind Collab", country=country, email="admin@northwind.example.com")


def offered(ann: Actor) -> list[str]:
    """Return the titles of the choices on the newest card; nothing where a name is to be written."""
    inputs = [each for each in ann.card.card["body"] if each.get("id") == "country"]
    return [choice["title"] for choice in inputs[0].get("choices", [])]


def test_the_likely_ones_are_offered_and_none_is_chosen_for_anybody(stage: Stage, asked: Actor) -> None:
    assert offered(asked)[0] == "Saudi Arabia", "that of the time zone"
    assert offered(asked)[-1] == "Another country or region"
    assert "(chosen)" not in asked.sees

    presses_next(asked, "SA")
    assert country(stage) == "SA"


def test_another_one_is_written(stage: Stage, asked: Actor) -> None:
    presses_next(asked, "other")
    assert "Write the country or region" in asked.sees
    assert "Northwind Collab" in asked.sees
    assert not offered(asked)

    asked.presses("Next", country="Holland")
    assert country(stage) == "NL"
    asked.says("back")
    assert "Netherlands (chosen)" in asked.sees


def test_a_slip_is_asked_about_and_has_to_be_agreed_to(stage: Stage, asked: Actor) -> None:
    presses_next(asked, "other").presses("Next", country="Saudia")

    assert "Did you mean Saudi Arabia?" in asked.sees
    assert offered(asked) == ["Saudi Arabia", "Another country or region"]
    assert not country(stage)
    asked.says("next")
    assert "Did you mean Saudi Arabia?" in asked.sees
    asked.presses("Next", country="SA")
    assert country(stage) == "SA"


@pytest.mark.parametrize("said", ["yes", "1", "Saudi Arabia", "نعم", "oui", "country: KSA"])
def test_by_words_too(stage: Stage, asked: Actor, said: str) -> None:
    asked.says("Northwind Collab\nSaudia\nadmin@northwind.example.com")
    assert "Did you mean Saudi Arabia?" in asked.sees

    asked.says(said)

    assert country(stage) == "SA"
    assert answers(stage)["new_partner_org"]["company"] == "Northwind Collab"


def test_no_leads_to_writing_it(stage: Stage, asked: Actor) -> None:
    asked.says("Northwind Collab\nSaudia\nadmin@northwind.example.com").says("no")
    assert "Write the country or region" in asked.sees
    asked.says("1")
    assert "Unknown country or region" in asked.sees

    asked.says("Sudan")
    assert country(stage) == "SD"


def test_a_name_of_several_is_a_choice_among_them(stage: Stage, asked: Actor) -> None:
    asked.says("Northwind Collab\nKorea\nadmin@northwind.example.com")
    assert set(offered(asked)[:-1]) == {"North Korea", "South Korea"}
    asked.says("yes")
    assert not country(stage)

    asked.says("2")
    assert country(stage) == "KR"


def test_what_is_no_country_is_none(stage: Stage, asked: Actor) -> None:
    presses_next(asked, "other").presses("Next", country="Dubai")

    assert "Unknown country or region. Give its name" in asked.sees
    assert not country(stage)
