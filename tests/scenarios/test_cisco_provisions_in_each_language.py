"""Where people provision at Cisco, the whole way in each other language: by the buttons of cards, and by words."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.orders import OrderState
from bot.language.folders import OTHERS, words_for
from bot.language.texts import Texts, texts
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

ORDER = "90417263"
INVISIBLE = re.compile("[\u2066-\u2069]")
# What Cisco alone could say, in the words of the simulation.
CLAIMS = (
    "The order is mapped. What is left is the service setup.",
    "Your services are provisioned",
    "The subscription is active, and billing has started for all services purchased.",
    "A new partner organization is created with this information.",
    "Your order is set up successfully",
)

Way = Callable[[Actor, Texts], None]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC), PROVISIONING="control-hub") as stage:
        yield stage


def by_cards(ann: Actor, t: Texts) -> None:
    """Press every button and fill in every input."""
    ann.presses(t("Set Up Now"))
    ann.presses(t("Next"), role="partner")
    ann.presses(t("Next"), owner="self")
    ann.presses(t("Next"), company="Northwind Collab", country="SA", email="admin@northwind.example.com")
    ann.presses(t("Next"), email="it@contoso.example.com")
    ann.presses(t("Next"), company="Contoso Dental Group", country="SA")
    ann.presses(t("Confirm and map for good")).presses(t("Continue"))
    ann.presses(t("Next")).presses(t("Next"))
    ann.presses(t("Save"), location="HQ", address="1", city="Riyadh")
    ann.presses(t("Save"), site="contosodental")
    ann.presses(t("Check the name"), subdomain="contosodental")
    ann.presses(t("Save"), subdomain="contosodental")
    ann.presses(t("Finish and hand over"), consent="true")


def by_words(ann: Actor, t: Texts) -> None:
    """Type everything, in the words of the language."""
    yes = words_for("answers", "yes", t.language)[0]
    emirates = str(t.locale.territories["AE"])
    ann.says(t("Set Up Now")).says(t("I am a partner")).says(t("Yes, I will set up"))
    ann.says(f"Northwind Collab\n{emirates}\nadmin@northwind.example.com").says("it@contoso.example.com")
    ann.says(f"Contoso Dental Group\n{t.locale.territories['SA']}")
    ann.says(t("Confirm and map for good")).says(t("Continue"))
    ann.says(t("Next")).says(t("Next"))
    ann.says("HQ\n1\nRiyadh").says(t("Save")).says("contosodental")
    ann.says(yes)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("goes", [by_cards, by_words], ids=["cards", "words"])
def test_the_whole_way(stage: Stage, ann: Actor, language: str, goes: Way) -> None:
    t = texts(language)
    stage.import_orders(CONTOSO.replace("SA,UTC,,", f"SA,UTC,{language},"))
    at_nine(stage)

    goes(ann, t)

    assert stage.order(ORDER).state is OrderState.READY_AT_CISCO
    assert INVISIBLE.sub("", ann.title) == t("Ready at Cisco")
    ann.says(t("It is done")).says(words_for("answers", "yes", language)[0])
    assert stage.order(ORDER).state is OrderState.PROVISIONED
    assert INVISIBLE.sub("", ann.sees).startswith(t("Reported as provisioned at Cisco"))
    told = "\n".join(INVISIBLE.sub("", message.text) for message in ann.answers)
    assert [claim for claim in CLAIMS if t(claim) in told] == []
