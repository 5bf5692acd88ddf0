"""People provision in Cisco's own wizard: nothing is said to be done here that somebody has not said they have done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.orders import OrderState
from cards.pressing import buttons
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_review, at_service_setup, fill_sections

ORDER = "90417263"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC, where the bot serves for real."""
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC), PROVISIONING="control-hub") as stage:
        yield stage


@pytest.fixture
def finished(stage: Stage, ann: Actor, rita: Actor) -> Actor:
    """Ann has answered everything, and handed over."""
    at_service_setup(stage, ann)
    fill_sections(ann)
    return ann.presses("Finish and hand over", consent="true")


def test_the_answers_end_in_a_packet_and_not_in_a_claim(stage: Stage, finished: Actor) -> None:
    ready, packet = finished.answers[-2:]

    assert state_in(stage) is OrderState.READY_AT_CISCO
    assert ready.text.startswith("Ready at Cisco")
    for words in ("Nothing is provisioned yet", "Billing starts then", "is taken"):
        assert words in ready.text
    assert packet.files[0].name == f"order-{ORDER}.csv"
    for untrue in ("billing has started", "are provisioned", "is active", "available", "The order is mapped"):
        assert untrue not in finished.heard


def state_in(stage: Stage) -> OrderState:
    return stage.order(ORDER).state


def test_handing_over_needs_the_consent(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    fill_sections(ann)
    assert ann.title == "Finish and hand over"

    ann.presses("Finish and hand over", forged=True, consent="false")

    assert ann.title == "Finish and hand over"
    assert "Please agree that billing starts when Provision is pressed in Cisco's wizard" in ann.sees
    assert stage.order(ORDER).state is OrderState.IN_SERVICE_SETUP


def test_no_password_is_asked_for_and_no_organization_is_made(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.presses("Confirm and map for good")
    assert ann.title == "Customer and partner are confirmed"
    ann.presses("Continue")
    assert ann.title == "Service setup"
    fill_sections(ann)
    ann.presses("Finish and hand over", consent="true")

    assert "Create the password of the new partner organization there" in ann.answers[-2].text
    with stage.bot.store.reading() as uow:
        assert not uow.organizations.with_person("it@contoso.example.com")


def test_whether_a_name_is_free_cisco_decides(stage: Stage, ann: Actor, omar: Actor) -> None:
    at_service_setup(stage, ann, CONTOSO, CONTOSO.replace(ORDER, "90417999").replace("ann@", "omar@"))
    ann.presses("Next", section="organization")
    assert "Cisco decides whether it is free" in ann.sees

    ann.presses("Check the name", subdomain="contosodental")
    assert "has the right form, and no other order here has it. Cisco decides whether it is free." in ann.sees
    ann.presses("Check the name", forged=True, subdomain="Contoso Dental")
    assert "lower-case letters" in ann.sees
    ann.presses("Check the name", subdomain="webex")
    assert "is reserved" in ann.sees
    ann.presses("Save", subdomain="contosodental")

    with stage.bot.store.unit_of_work() as uow:
        assert not uow.names.take("subdomain", "contosodental", "90417999")


def test_a_site_keeps_its_name_where_a_finished_order_had_it_and_its_transfer_code_is_given(
    stage: Stage, ann: Actor, omar: Actor
) -> None:
    omars = "90417999"
    at_service_setup(stage, ann, CONTOSO, CONTOSO.replace(ORDER, omars).replace("ann@", "omar@"))
    with stage.bot.store.unit_of_work() as uow:
        uow.names.take("site", "contosodental", omars)
    ann.presses("Next", section="meetings")
    taken = "Another order here has “contosodental”"

    ann.presses("Save", site="contosodental")
    assert taken in ann.sees
    ann.presses("Save", site="contosodental", transfer_code="AB12")
    assert taken in ann.sees

    with stage.bot.store.unit_of_work() as uow:
        uow.orders.save(replace(stage.order(omars), state=OrderState.READY_AT_CISCO))
    ann.presses("Save", site="contosodental", transfer_code="")
    assert taken in ann.sees
    ann.presses("Save", site="contosodental", transfer_code="AB12")
    assert ann.title == "Subscription details", "the section is done"


def test_the_contacts_word_ends_the_order_and_is_shown_as_their_word(stage: Stage, finished: Actor, ada: Actor) -> None:
    ann = finished
    ann.presses("It is done")
    assert ann.title == "Is it provisioned at Cisco?"
    for told, yet in (("Done!", "Not yet"), ("c'est terminé", "non"), ("تم", "لا")):
        ann.says(yet).says("ok").says(told)
        assert ann.title == "Is it provisioned at Cisco?", told
    ann.presses("Not yet")
    assert state_in(stage) is OrderState.READY_AT_CISCO

    ann.says("it is done")
    assert state_in(stage) is OrderState.READY_AT_CISCO
    ann.says("it is done")

    assert state_in(stage) is OrderState.PROVISIONED
    assert ann.sees.startswith("Reported as provisioned at Cisco")
    assert "ann@northwind.example.com" in ann.sees
    assert "I have not seen it at Cisco myself." in ann.sees
    ada.says(f"/order {ORDER}")
    assert "finished the setup: it is ready at Cisco" in ada.sees
    assert "said that it is provisioned at Cisco" in ada.sees


def test_a_representatives_word_counts_as_well(stage: Stage, finished: Actor, rita: Actor) -> None:
    rita.says(f"/done {ORDER}")
    assert rita.title == "Is it provisioned at Cisco?"
    rita.presses("It is done")

    assert state_in(stage) is OrderState.PROVISIONED
    assert "Kept as your word" in rita.sees
    assert "rita@cisco.example.com" in finished.sees


def test_who_is_late_to_say_so_hears_that_nothing_is_left_to_do(stage: Stage, finished: Actor, rita: Actor) -> None:
    finished.presses("It is done")
    asked = finished.card
    rita.says(f"/done {ORDER}").presses("It is done")

    finished.presses("It is done", card=asked)
    already = f"Order {ORDER} is provisioned already. There is nothing left to do."
    assert finished.sees == already
    assert finished.says("it is done").sees == already
    assert rita.says(f"/done {ORDER}").sees == already
    assert finished.says("thank you").sees == "You are welcome."
    rita.says(f"/reply {ORDER} Well done!")
    assert finished.sees.endswith("or type rep and your words.")


def test_nobody_else_can_say_so_and_not_before_its_time(stage: Stage, ann: Actor, rita: Actor, zoe: Actor) -> None:
    at_service_setup(stage, ann)
    rita.says(f"/done {ORDER}")
    assert "is not ready at Cisco" in rita.sees
    ann.says("it is done")
    assert "None of your orders is ready at Cisco" in ann.sees
    fill_sections(ann)
    ann.presses("Finish and hand over", consent="true")

    zoe.says(f"/done {ORDER}").says(f"it is done {ORDER}")

    assert state_in(stage) is OrderState.READY_AT_CISCO


def test_the_clock_goes_on_and_reminders_bring_the_packet(stage: Stage, finished: Actor) -> None:
    stage.go_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))

    nudge, packet = finished.answers[-2:]
    assert nudge.text.startswith("Your Webex order waits at Cisco")
    assert "It is done" in [action["title"] for action in buttons(nudge.card)]
    assert packet.files[0].name == f"order-{ORDER}.csv"

    stage.go_to(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    assert state_in(stage) is OrderState.CLOSED
    assert "Nobody has told me that order" in finished.sees
    finished.says(f"it is done {ORDER}").says("yes")
    assert state_in(stage) is OrderState.PROVISIONED


def test_a_finished_order_that_closed_and_gets_a_new_date_waits_at_cisco_again(
    stage: Stage, finished: Actor, ada: Actor
) -> None:
    stage.go_to(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    assert state_in(stage) is OrderState.CLOSED
    ada.says(f"/order set {ORDER} start=2026-03-16")

    assert state_in(stage) is OrderState.READY_AT_CISCO
    assert finished.title == "Ready at Cisco"
    assert "its line is open again" in finished.heard
    stage.go_to(datetime(2026, 3, 17, 9, 0, tzinfo=UTC))
    assert all(message.text.startswith("Set up your") is False for message in finished.answers[-3:])
    ada.says(f"/order set {ORDER} start=2026-03-20")
    assert state_in(stage) is OrderState.READY_AT_CISCO
    finished.says("it is done").says("yes")
    assert state_in(stage) is OrderState.PROVISIONED


def test_an_order_that_closed_behind_its_confirmation_goes_on_there(stage: Stage, ann: Actor, ada: Actor) -> None:
    at_service_setup(stage, ann)
    stage.go_to(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    assert state_in(stage) is OrderState.CLOSED
    ada.says(f"/order set {ORDER} start=2026-03-16").says(f"/order set {ORDER} contact=omar@northwind.example.com")

    assert "can no longer be changed" in ada.sees
    assert state_in(stage) is OrderState.IN_SERVICE_SETUP
    assert ann.title == "Service setup"


@pytest.mark.usefixtures("quick_painter")
def test_the_report_counts_what_is_ready_and_says_mapped_of_nothing(stage: Stage, finished: Actor, ada: Actor) -> None:
    ada.says("/report")
    assert "Orders ready at Cisco: 1" in ada.sees
    assert "Mappings confirmed: 1" in ada.sees
    ada.says(f"/order {ORDER}").says("/orders").says("/board").says("/export")
    told = ada.heard
    told += ada.answers[-1].files[0].data.decode("utf-8-sig")
    for untrue in ("mapped", "are provisioned", "was created"):
        assert untrue not in told


def test_admins_find_it_by_its_state_and_reps_on_the_board(
    stage: Stage, finished: Actor, ada: Actor, rita: Actor
) -> None:
    ada.says("/orders ready at cisco")
    assert ORDER in ada.sees
    rita.says("/board")
    assert "Ready at Cisco (not confirmed as provisioned)" in rita.sees


def test_who_finished_is_not_asked_again_when_the_setting_is_changed(stage: Stage, finished: Actor) -> None:
    stage.restart(PROVISIONING="embedded")
    finished.says("setup")

    assert finished.title == "Ready at Cisco"


def test_a_demo_says_of_every_claim_that_it_is_simulated(tmp_path: Path) -> None:
    simulated = "Simulated: nothing is done at Cisco, and nothing is billed."
    with Stage(tmp_path / "demo", datetime(2026, 3, 2, 8, 0, tzinfo=UTC), PROVISIONING="embedded") as stage:
        ann = stage.person("ann@northwind.example.com", "Ann Archer")
        at_service_setup(stage, ann)
        fill_sections(ann)
        assert simulated in ann.sees
        ann.presses("Provision", consent="true")

        assert ann.answers[-2].text.startswith("Your services are provisioned")
        assert simulated in ann.answers[-2].text
