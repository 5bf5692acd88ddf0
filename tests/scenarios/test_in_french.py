"""French is the equal of English: an order set up by somebody who reads and types it."""

import pytest

from bot.domain.orders import OrderState
from bot.language.texts import texts
from tests.scenarios.one_time_page import create_password
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

HORIZON = (
    "90417263,A-FLEX-3,1er mars 2026,ann@northwind.example.com,Société Horizon Santé,"
    "Northwind Collab,réunions;appels,Maroc,Rabat,français,,"
)
FR = texts("fr")


def plain(words: str) -> str:
    """Return words with plain blanks for the no-break spaces."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def at(actor: Actor, title: str) -> bool:
    """Return whether the newest card has the French title of this English one."""
    assert actor.title == FR(title)
    return True


@pytest.fixture
def invited_in_french(stage: Stage, ann: Actor) -> None:
    """Ann's order is from a French report, and due."""
    stage.import_orders(HORIZON)
    at_nine(stage)
    assert at(ann, "Set up your Webex order")


@pytest.mark.usefixtures("invited_in_french")
def test_a_french_file_is_read_and_its_contact_invited_in_french(stage: Stage, ann: Actor) -> None:
    order = stage.order("90417263")
    assert (order.language, order.country, order.zone) == ("fr", "MA", "Africa/Casablanca")
    for words in ("90417263", "Société Horizon Santé", "dimanche 1er mars 2026", "« stop »", "« langue fr »"):
        assert words in plain(ann.sees)


@pytest.mark.usefixtures("invited_in_french")
def test_an_order_goes_from_invitation_to_provisioned_by_typing(stage: Stage, ann: Actor) -> None:
    ann.says("configurer maintenant")
    assert at(ann, "What is your role?")
    ann.says("1").says("1")
    assert at(ann, "Your partner organization")
    ann.says("Northwind Collab ; Émirats ; admin@northwind.example.com")
    assert at(ann, "Customer administrator")
    ann.says("it@horizon.example.com")
    ann.says("Société Horizon Santé\nMaroc")
    assert at(ann, "Confirm customer and partner")
    ann.says("retour")
    ann.says("suivant").says("Confirmer définitivement")
    assert at(ann, "Your order is set up successfully")
    ann.says("continuer")
    page = create_password(stage, ann)
    assert '<html lang="fr" dir="ltr">' in page
    assert "mot de passe" in page

    assert at(ann, "Service setup")
    ann.says("1").says("suivant")
    ann.says("Maroc\nSiège\nCasablanca\n1, rue de la Paix\nRabat\nfrançais")
    assert at(ann, "Meeting settings")
    ann.says("horizon\nGenève")
    ann.says("horizon")
    assert at(ann, "Provision and start billing")
    ann.says("J'accepte")

    assert stage.order("90417263").state is OrderState.PROVISIONED
    assert "Europe/Zurich" in ann.answers[-2].text
    for message in ann.answers:
        for english in ("You can type", "Please", "Step ", "Reply", "Order "):
            assert english not in message.text


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("aide", "Ce que vous pouvez écrire"),
        ("configurer", "Quel est votre rôle"),
        ("Mes commandes", "Vos commandes"),
        ("commande 90417263", "Configurez votre commande Webex"),
        ("État", "Commande 90417263 pour Société Horizon Santé"),
        ("fuseau horaire Genève", "à l’heure de Zurich"),
        ("arrêter", "Vous ne recevrez plus de rappels"),
        ("commende", "commande"),
        ("langue klingon", "anglais, arabe ou français"),
    ],
)
@pytest.mark.usefixtures("invited_in_french")
def test_every_word_has_its_french_equal(ann: Actor, words: str, seen: str) -> None:
    assert seen in plain(ann.says(words).sees)


@pytest.mark.parametrize("words", ["language fr", "langue français", "langue francaise", "langue fr", "اللغة الفرنسية"])
def test_french_can_be_chosen(stage: Stage, ann: Actor, words: str) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    ann.says(words)
    assert at(ann, "Set up your Webex order")
