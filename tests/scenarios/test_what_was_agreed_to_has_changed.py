"""Nobody agrees for good to what did not stand before them: where that has changed meanwhile, they are asked again."""

from collections.abc import Callable

import pytest

from bot.domain.orders import OrderState
from bot.wizard.finishing import PROVISION, SERVICE_SETUP
from bot.wizard.sections import CALLING
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_review, at_service_setup, fill_calling, fill_sections, invited

ASKED_AGAIN = "has changed in the meantime"
FOR_FABRIKAM = CONTOSO.replace("Contoso Dental Group", "Fabrikam Logistics")


def by_pressing(ann: Actor) -> None:
    ann.presses("Confirm and map for good")


def by_typing(ann: Actor) -> None:
    ann.says("yes")


@pytest.mark.parametrize("confirm", [by_pressing, by_typing])
def test_another_customer_is_not_mapped_unseen(stage: Stage, ann: Actor, confirm: Callable[[Actor], None]) -> None:
    at_review(stage, ann)
    stage.import_orders(FOR_FABRIKAM)
    confirm(ann)
    assert ASKED_AGAIN in ann.sees
    assert "for Fabrikam Logistics" in ann.sees
    assert stage.order("90417263").state is OrderState.STARTED

    confirm(ann)
    assert ann.title == "Your order is set up successfully"


def test_billing_starts_for_no_services_but_those_that_were_listed(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    fill_sections(ann)
    assert ann.title == PROVISION.title
    stage.import_orders(CONTOSO.replace("meetings;calling", "meetings"))
    ann.presses("Provision", consent="true")
    assert ASKED_AGAIN in ann.sees
    assert "Services: Meetings\n" in ann.sees
    assert stage.order("90417263").state is OrderState.IN_SERVICE_SETUP

    ann.says("yes")
    assert stage.order("90417263").state is OrderState.PROVISIONED


def test_an_order_is_not_handed_to_the_customer_that_it_had(stage: Stage, ann: Actor, carla: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now").presses("Next", role="partner").presses("Next", owner="customer")
    stage.import_orders(FOR_FABRIKAM)
    ann.presses("Hand over for good", email=carla.email, understood="true")
    assert ASKED_AGAIN in ann.sees
    assert "for Fabrikam Logistics" in ann.sees
    assert stage.order("90417263").holder == ann.email
    assert carla.answers == []

    ann.presses("Exit")
    assert "Everything is saved" in ann.sees


def test_a_hasty_yes_agrees_to_no_change_that_was_not_there_to_read(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    fill_sections(ann)
    stage.import_orders(FOR_FABRIKAM)
    ann.person.presses(ann.card, "Provision", {"consent": "true"})
    stage.world.settle()
    ann.person.says(stage.me, "yes")
    stage.world.settle()
    stage.wait(seconds=1)

    assert "before you could see my last question" in ann.sees
    assert ASKED_AGAIN in ann.card.words
    assert stage.order("90417263").state is OrderState.IN_SERVICE_SETUP
    ann.says("yes")
    assert stage.order("90417263").state is OrderState.PROVISIONED


def test_nobody_confirms_for_real_what_was_simulated_on_the_card(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    assert "Simulated" in ann.sees
    stage.restart(PROVISIONING="control-hub")
    by_pressing(ann)
    assert ASKED_AGAIN in ann.sees
    assert "Cisco's wizard maps the order" in ann.sees
    assert stage.order("90417263").mapped_at is None

    by_pressing(ann)
    assert stage.order("90417263").mapped_at is not None


def test_nothing_is_provisioned_without_the_settings_of_a_service_that_was_bought_meanwhile(
    stage: Stage, ann: Actor
) -> None:
    for_meetings = CONTOSO.replace("meetings;calling", "meetings")
    at_service_setup(stage, ann, for_meetings)
    ann.presses("Next").presses("Next")
    ann.presses("Save", site="contosodental", zone="Asia/Riyadh").presses("Save", subdomain="contosodental")
    ann.presses("Back").presses("Next", section=PROVISION.name)
    assert ann.title == PROVISION.title

    stage.import_orders(CONTOSO)
    ann.presses("Provision", consent="true")
    assert ann.title == SERVICE_SETUP.title
    assert "Calling settings: To do" in ann.sees
    assert stage.order("90417263").state is OrderState.IN_SERVICE_SETUP

    ann.presses("Next", section=CALLING.name)
    fill_calling(ann)
    assert ann.title == PROVISION.title
    ann.presses("Provision", consent="true")
    assert stage.order("90417263").state is OrderState.PROVISIONED
