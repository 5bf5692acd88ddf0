"""The partner's own system provisions: it gets each finished setup, signed, and what it says of it is followed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Response

from bot.domain.orders import OrderState
from playground.services.partner_system import PartnerProvisioning
from playground.serving import serve
from tests.fakes.clocks import StandingClock
from tests.scenarios.feed import Feed, complaints
from tests.staging.actors import Actor
from tests.staging.settings import INTAKE_TOKEN
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_service_setup, fill_sections

ORDER = "90417263"
OLD_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
NEW_SECRET = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def system() -> PartnerProvisioning:
    """The partner's own system."""
    return PartnerProvisioning(OLD_SECRET, StandingClock(MONDAY))


@pytest.fixture
def stage(tmp_path: Path, system: PartnerProvisioning) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC, where the partner's own system provisions."""
    with serve(system.app) as server:
        settings: dict[str, Any] = {
            "PROVISIONING": "webhook",
            "PROVISIONING_URL": f"{server.url}/events",
            "PROVISIONING_SECRET": f"{NEW_SECRET},{OLD_SECRET}",
            "INTAKE_TOKEN": INTAKE_TOKEN,
        }
        with Stage(tmp_path, MONDAY, **settings) as stage:
            system.clock = stage.clock
            yield stage


@pytest.fixture
def finishing(stage: Stage, ann: Actor) -> Actor:
    """Ann has answered everything, and looks at it once more."""
    at_service_setup(stage, ann)
    fill_sections(ann)
    assert ann.title == "Finish and hand over"
    return ann


def finish(ann: Actor) -> None:
    ann.presses("Finish and hand over", consent="true")


def state_in(stage: Stage) -> OrderState:
    return stage.order(ORDER).state


def answers(stage: Stage, status: int = 200, order: str = ORDER, **said: Any) -> dict[str, Any]:
    """Answer later, over HTTP; returns what is answered to that."""
    answer = Feed(stage).answers(order, **said)
    assert answer.status_code == status, answer.text
    return dict(answer.get_json())


def test_a_finished_setup_arrives_signed_and_its_answer_is_followed(
    stage: Stage, system: PartnerProvisioning, finishing: Actor, ada: Actor
) -> None:
    assert answers(stage, 404, order="99999999", status_="accepted")["type"].endswith("no-such-order")
    assert answers(stage, 409, status_="accepted")["type"].endswith("not-handed-over")
    finish(finishing)

    [event] = system.of(ORDER)
    assert not system.complaints
    data = event["data"]
    assert data["customer_organization"]["name"] == "Contoso Dental Group"
    assert data["settings"]["organization"] == {"subdomain": "contosodental"}
    assert data["person"] == {"email": finishing.email, "language": "en"}
    assert data["answer_url"].endswith(f"/api/orders/{ORDER}/provisioning")
    assert state_in(stage) is OrderState.READY_AT_CISCO
    finishing.says("setup")
    assert finishing.title == "Handed over to be provisioned"
    assert "has received your answers" in finishing.card.text

    assert answers(stage, status_="accepted")["outcome"] == "taken"
    finishing.says("setup")
    assert "accepted your answers on" in finishing.card.text
    assert answers(stage, status_="accepted")["outcome"] == "unchanged"
    wrong = Feed(stage).answers(ORDER, status_="done", step="nowhere", code="bad luck", reason=7, more=1)
    assert wrong.status_code == 422
    assert complaints(wrong).keys() == {"#/status", "#/step", "#/code", "#/reason", "#/more"}
    assert Feed(stage, token="another").answers(ORDER, status_="accepted").status_code == 401
    assert answers(stage, 409, status_="provisioned", event="msg_of_another")["type"].endswith("superseded")
    answers(stage, status_="provisioned", event=system.id_of(ORDER))

    assert state_in(stage) is OrderState.PROVISIONED
    assert finishing.sees.startswith("Reported as provisioned at Cisco")
    assert "The partner's provisioning system said so on" in finishing.sees
    told = len(finishing.answers)
    assert answers(stage, status_="provisioned")["outcome"] == "unchanged"
    assert answers(stage, status_="accepted")["outcome"] == "ignored"
    assert answers(stage, 409, status_="refused", step="organization")["type"].endswith("contradiction")
    answers(stage, 409, status_="refused", step="organization")
    assert len(finishing.answers) == told
    [refused] = [each.text for each in ada.answers if "answered “refused”" in each.text]
    assert "That does not agree with what is known of it. Nothing was changed" in refused
    assert "an event that is not the latest one of this order" in ada.heard
    ada.says(f"/order {ORDER}")
    assert "contradicted what is known" in ada.sees


def test_a_refusal_goes_back_to_its_step_in_the_persons_language(
    stage: Stage, system: PartnerProvisioning, finishing: Actor, ada: Actor
) -> None:
    system.answers = [
        {"status": "refused", "code": "not-available", "step": "organization", "reason": "contosodental is taken"}
    ]
    finish(finishing)

    assert finishing.title == "Organization settings"
    assert "this is not available. Please choose another one. It says: “contosodental is taken”" in finishing.sees
    assert state_in(stage) is OrderState.IN_SERVICE_SETUP
    finishing.presses("Save", subdomain="contosodental2")
    assert finishing.title == "Finish and hand over"
    finish(finishing)

    first, second = system.of(ORDER)
    assert second["data"]["settings"] == {
        **first["data"]["settings"],
        "organization": {"subdomain": "contosodental2"},
    }
    finishing.says("language fr")
    reason = {"en": "No such site", "fr": "Ce site n’existe pas"}
    answers(stage, status_="refused", code="not-found", step="meetings", reason=reason)
    assert "Ce site n’existe pas" in finishing.sees
    assert "No such site" not in finishing.sees
    finishing.says("language en")
    finishing.presses("Save", site="contosodental3", zone="Asia/Riyadh")
    system.answers = [{"status": "perhaps"}]
    finish(finishing)
    assert "an answer that I do not know (" in ada.sees
    answers(stage, status_="refused")
    assert finishing.title == "Service setup"
    assert "did not take your answers" in finishing.sees


def test_an_error_in_an_answer_of_200_is_told_to_the_admins(
    stage: Stage, system: PartnerProvisioning, finishing: Actor, ada: Actor
) -> None:
    system.answers = [{"error": "no such customer"}]
    finish(finishing)

    assert "an answer that I do not know (the answer is 200 and tells of an error)" in ada.sees
    assert "no such customer" not in ada.sees
    assert state_in(stage) is OrderState.READY_AT_CISCO


def test_what_the_person_has_said_before_is_not_told_a_second_time(stage: Stage, finishing: Actor, rita: Actor) -> None:
    finish(finishing)
    finishing.says("it is done").presses("It is done")
    assert state_in(stage) is OrderState.PROVISIONED
    told = len(finishing.answers), len(stage.world.transcript(stage.space))
    answers(stage, status_="provisioned")

    assert (len(finishing.answers), len(stage.world.transcript(stage.space))) == told
    rita.says(f"/order {ORDER}")
    assert "provisioning system said" in rita.sees


def test_a_refusal_after_the_line_has_closed_is_told_to_the_representatives_and_opens_nothing(
    stage: Stage, finishing: Actor, rita: Actor
) -> None:
    finish(finishing)
    stage.wait(days=8)
    assert state_in(stage) is OrderState.CLOSED
    told = len(finishing.answers)
    answers(stage, status_="refused", step="organization")

    assert state_in(stage) is OrderState.CLOSED
    assert len(finishing.answers) == told
    assert "refuses the setup of order 90417263, which is closed here: nothing was changed" in (
        stage.world.transcript(stage.space)[-1].words
    )


def test_a_refused_organization_is_chosen_anew(stage: Stage, system: PartnerProvisioning, finishing: Actor) -> None:
    finish(finishing)
    answers(stage, status_="refused", code="not-allowed", step="customer_admin")

    assert finishing.title == "Customer administrator"
    assert state_in(stage) is OrderState.STARTED
    assert stage.order(ORDER).mapped_at is None
    finishing.presses("Next", email="it@contoso.example.com")
    assert finishing.title == "Customer organization"
    finishing.presses("Next", organization="org-contoso")
    assert finishing.title == "Confirm customer and partner"
    finishing.presses("Confirm and map for good").presses("Continue")
    finish(finishing)

    assert len(system.of(ORDER)) == 2
    assert state_in(stage) is OrderState.READY_AT_CISCO


def test_a_system_that_is_away_is_told_once_it_is_back(
    stage: Stage, system: PartnerProvisioning, finishing: Actor, ada: Actor
) -> None:
    system.trouble.status = 503
    finish(finishing)
    finishing.says("setup")
    assert "are on their way" in finishing.card.text
    stage.wait(minutes=30)
    assert len(system.attempts) > 1
    stage.restart()
    system.trouble.calm()
    stage.wait(hours=3)

    assert len(system.of(ORDER)) == 1
    assert len(set(system.attempts)) == 1
    assert not system.complaints


def test_after_a_day_it_waits_for_an_admin(
    stage: Stage, system: PartnerProvisioning, finishing: Actor, ada: Actor
) -> None:
    system.trouble.status = 500
    finish(finishing)
    for _hour in range(13):
        stage.wait(hours=2)
    assert "/dlq retry E1" in ada.sees
    ada.says("/dlq")
    assert "an event for your provisioning system" in ada.sees
    finishing.says("setup")
    assert "could not be reached. Nothing is lost" in finishing.card.text

    system.trouble.calm()
    system.answers = [Response(status=307, headers={"Location": "http://127.0.0.1:9/"}), Response(status=410)]
    ada.says("/dlq retry E1")
    stage.wait(minutes=1)

    assert len(system.of(ORDER)) == 1
    assert len(set(system.attempts)) == 1


def test_what_waits_when_people_provision_again_is_not_said_to_be_on_its_way(
    stage: Stage, system: PartnerProvisioning, finishing: Actor
) -> None:
    system.trouble.status = 503
    finish(finishing)
    stage.restart(PROVISIONING="control-hub")
    finishing.says("setup")

    assert finishing.title == "Ready at Cisco"


def test_a_cancelled_order_is_told_if_it_may_be_known(
    stage: Stage, system: PartnerProvisioning, finishing: Actor
) -> None:
    finish(finishing)
    stage.import_orders(f"{CONTOSO}Cancelled")

    assert [each["type"] for each in system.of(ORDER)] == ["order.setup_finished", "order.cancelled"]
    assert answers(stage, 409, status_="provisioned")["type"].endswith("cancelled")


def test_a_system_that_may_have_heard_of_a_setup_is_told_of_the_cancellation_as_well(
    stage: Stage, system: PartnerProvisioning, finishing: Actor
) -> None:
    system.trouble.status = 503
    finish(finishing)
    assert system.attempts, "whoever answers 503 may have kept it all the same"
    stage.import_orders(f"{CONTOSO}Cancelled")
    system.trouble.calm()
    stage.wait(hours=1)

    assert [each["type"] for each in system.of(ORDER)] == ["order.setup_finished", "order.cancelled"]
