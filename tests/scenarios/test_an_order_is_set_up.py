"""The main job: an order comes in, its contact is invited, and walks the wizard to the end."""

import pytest
import requests
from argon2 import PasswordHasher

from bot.domain.orders import OrderState
from cards.pressing import buttons
from playground.patience import PATIENCE
from tests.scenarios.one_time_page import create_password, link_of, send_password
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import (
    CONTOSO,
    FABRIKAM,
    at_nine,
    at_review,
    at_service_setup,
    begun,
    fill_calling,
    fill_sections,
    invited,
)


def test_the_invitation_comes_on_the_requested_start_date_at_the_reminder_hour(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)

    assert len(ann.answers) == 1
    for words in ("90417263", "Contoso Dental Group", "stop", "language"):
        assert words in ann.sees
    assert stage.order("90417263").state is OrderState.INVITED


def test_a_partner_with_new_organizations_goes_from_role_to_provisioned(stage: Stage, ann: Actor, ada: Actor) -> None:
    at_review(stage, ann)
    assert "Both organizations are created and the order mapped" in ann.sees
    ann.presses("Confirm and map for good")
    assert ann.title == "Your order is set up successfully"
    assert stage.order("90417263").state is OrderState.MAPPED

    ann.presses("Continue")
    assert ann.title == "Create a password for your partner organization"
    link = link_of(ann)
    create_password(stage, ann)
    assert requests.get(link, timeout=PATIENCE).status_code == 410
    assert ann.title == "Service setup"
    ada.says("/order 90417263")
    assert f"{ann.email} went on to the service setup" in ada.sees
    assert f"{ann.email} created the password of the partner organization" in ada.sees

    ann.presses("Next")
    assert ann.title == "Subscription details"
    ann.presses("Next")
    fill_calling(ann)
    assert ann.title == "Meeting settings"
    ann.presses("Save", site="contosodental", zone="Asia/Riyadh")
    ann.presses("Check Availability", subdomain="contosodental")
    assert "available" in ann.sees
    ann.presses("Save", subdomain="contosodental")
    assert ann.title == "Provision and start billing"
    ann.presses("Provision", consent="true")

    assert ann.answers[-2].text.startswith("Your services are provisioned")
    assert "contosodental" in ann.answers[-2].text
    packet = ann.answers[-1].files[0]
    assert packet.name == "order-90417263.csv"
    assert "Organization settings,Subdomain,contosodental" in packet.data.decode("utf-8-sig")
    assert stage.order("90417263").state is OrderState.PROVISIONED


def test_whoever_has_finished_one_order_is_pointed_to_the_others(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    fill_sections(ann)
    last_step = ann.card
    stage.import_orders(FABRIKAM)
    stage.wait(minutes=1)

    ann.presses("Provision", card=last_step, consent="true")

    assert "1 order waits for you. Type orders to go on." in ann.heard
    assert "90417310" in ann.says("orders").sees


def test_a_partner_with_known_organizations_only_confirms_them(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)

    with stage.bot.store.reading() as uow:
        mapping = uow.mappings.get("90417263")
    assert mapping is not None
    assert (mapping.partner_org, mapping.customer_org) == ("org-northwind", "org-contoso")


def test_what_was_shown_before_the_point_of_no_return_is_on_record(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.presses("Confirm and map for good")

    with stage.bot.store.reading() as uow:
        line = next(line for line in uow.audit.of_order("90417263") if line.verb == "agreed")
    assert (line.actor, line.at, line.detail["language"]) == (ann.email, stage.clock.now(), "en")
    assert "This is permanent" in str(line.detail["shown"])


def test_the_customer_sets_up_alone_without_a_partner_organization(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    ann.presses("Next", role="customer")

    assert ann.title == "Customer administrator"


def test_provision_needs_the_consent(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    fill_sections(ann)

    ann.presses("Provision", forged=True, consent="false")

    assert ann.title == "Provision and start billing"
    assert "billing starts for all services purchased" in ann.sees
    assert stage.order("90417263").state is OrderState.IN_SERVICE_SETUP


def test_back_goes_one_step_back_and_keeps_the_answers(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert ann.title == "Customer administrator"

    ann.presses("Back")
    assert ann.title == "Your partner organization"
    assert "admin@northwind.example.com" in ann.sees
    ann.presses("Back")
    assert ann.title == "Who will set up the services?"

    ann.presses("Next")
    ann.presses("Next")
    assert ann.title == "Customer administrator"


def test_one_answer_changed_at_review_returns_to_review(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.presses("Change", change="customer_admin")
    assert ann.title == "Customer administrator"

    ann.presses("Next", email="head.of.it@contoso.example.com")

    assert ann.title == "Confirm customer and partner"
    assert "head.of.it@contoso.example.com" in ann.sees


def test_the_card_that_stays_shows_what_was_confirmed(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    review = len(ann.chat) - 1
    ann.presses("Confirm and map for good")

    stays = ann.chat[review].text
    assert "Confirmed" in stays
    assert "Customer organization: Contoso Dental Group (new)" in stays
    assert "Nothing: everything is right" not in stays


def test_confirming_with_an_answer_chosen_to_change_asks_which_was_meant(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)

    ann.presses("Confirm and map for good", change="customer_admin")

    assert ann.title == "Confirm customer and partner"
    assert stage.order("90417263").mapped_at is None


def test_after_mapping_nothing_before_it_can_be_changed(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    review = ann.card
    ann.presses("Confirm and map for good")
    ann.says("back")
    assert ann.title == "Your order is set up successfully"

    ann.replays(review, "Change", change="customer_admin")
    assert ann.title == "Your order is set up successfully"


def test_exit_keeps_everything_and_resume_returns_to_the_very_step(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Exit")
    assert "Type setup to go on with order 90417263" in ann.sees

    ann.says("setup")
    assert [action["title"] for action in buttons(ann.card.card)] == ["Resume", "Start over"]
    ann.presses("Resume")
    assert ann.title == "Your partner organization"


def test_start_over_asks_once_and_clears_the_answers(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("start over")
    assert ann.title == "Start over?"

    ann.presses("Start over")

    assert ann.title == "What is your role?"


def test_a_restart_shows_the_same_step_with_the_same_answers(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    stage.restart()

    ann.says("setup")
    ann.presses("Resume")

    assert ann.title == "Confirm customer and partner"
    assert "it@contoso.example.com" in ann.sees


def test_one_person_cannot_administer_both_organizations(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    ann.presses("Next", email="admin@northwind.example.com")

    assert ann.title == "Customer administrator"
    assert "one Webex organization at a time" in ann.sees


def test_whoever_is_on_webex_under_the_other_spelling_of_the_domain_gets_their_order(stage: Stage) -> None:
    jana = stage.person("jana@xn--bcher-kva.example", "Jana")

    stage.import_orders(CONTOSO.replace("ann@northwind.example.com", "Jana@Bücher.example"))
    at_nine(stage)

    assert jana.title == "Set up your Webex order"
    jana.presses("Set Up Now")
    assert jana.title == "What is your role?"


def test_a_password_is_not_taken_for_an_order_that_ended_meanwhile(
    stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_review(stage, ann)
    ann.presses("Confirm and map for good").presses("Continue")
    hashed = PasswordHasher.hash

    def cancel_and_hash(hasher: PasswordHasher, password: str) -> str:
        ada.says("/order cancel 90417263").says("Cancel the order")
        return hashed(hasher, password)

    monkeypatch.setattr(PasswordHasher, "hash", cancel_and_hash)
    _, status = send_password(ann)

    assert status == 410
    with stage.bot.store.reading() as uow:
        assert "password" not in [line.verb for line in uow.audit.of_order("90417263")]
