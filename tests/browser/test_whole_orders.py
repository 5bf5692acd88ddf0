"""A whole order in each language, in Chromium; what is saved there is a test that passes as it is."""

from pathlib import Path

import pytest

from bot.language.texts import texts
from playground.demo import scenes
from playground.recordings.replay import complaint_about
from tests.browser.walking import ADDRESS, END, Step, Try, Walk, customer_administrator, services, walk
from tests.browser.window import Window

WALKS = (
    Walk(
        scenes.ANN,
        "en",
        {"Your partner organization": Step(chooses="Northwind Collab Partners")}
        | customer_administrator(
            scenes.CARLA.email,
            Try({ADDRESS: ""}, "Enter an email address, such as"),
            Try({ADDRESS: "reception@contoso-dental.example"}, "already belongs to the organization"),
        )
        | services(
            "Riyadh head office",
            "King Fahd Road 1",
            "Riyadh",
            "contosodental",
            Try({"Subdomain": "contosodental"}, "“contosodental” is available", "Check Availability"),
        ),
    ),
    Walk(
        scenes.OMAR,
        "ar",
        customer_administrator("it@alwaha.example")
        | services("المكتب الرئيسي", "طريق الملك فهد ١", "الرياض", "alwaha"),
    ),
    Walk(
        scenes.INES,
        "fr",
        customer_administrator("accueil@clinique-du-lac.example")
        | services("Siège", "12, rue de Marseille", "Djibouti", "cliniquedulac"),
    ),
)


@pytest.mark.parametrize("way", WALKS, ids=[way.language for way in WALKS])
def test_an_order_is_set_up_and_the_saved_conversation_is_a_test(window: Window, way: Walk, tmp_path: Path) -> None:
    window.is_now(way.who)

    assert walk(window, way, texts(way.language))[-1] == END

    assert complaint_about(window.saves_the_conversation(tmp_path)) == ""
