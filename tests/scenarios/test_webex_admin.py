"""Webex Admin as a directory: who is looked up, what is said of it, and what the licenses show a day later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.orders import OrderState
from bot.services.transport import HastyAdapter
from playground.services.admin import AdminDoor, Tenant, WebexAdminApi
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.files import ORDER_COLUMNS
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun, fill_sections

ORDER = "90417263"
SUBSCRIPTION = "Sub104733"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ANN, CARLA, DAN = "ann@northwind.example.com", "carla@contoso.example.com", "dan@contoso.example.com"


@pytest.fixture
def admin() -> WebexAdminApi:
    """Northwind at Webex, with the customers that it manages."""
    return WebexAdminApi(
        StandingClock(MONDAY),
        Tenant("Northwind Collab", admins=frozenset({ANN})),
        Tenant("Contoso Dental Group", admins=frozenset({CARLA}), users=frozenset({DAN})),
        Tenant("Fabrikam Logistics"),
    )


@contextmanager
def opened(folder: Path, admin: WebexAdminApi) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC: people provision at Cisco, and a service app may look there."""
    settings: dict[str, Any] = {"PROVISIONING": "control-hub", **admin.settings()}
    with Stage(folder, MONDAY, **settings) as stage:
        admin.clock = stage.clock
        stage.webex.wsgi_app = AdminDoor(stage.webex.wsgi_app, admin)  # type: ignore[method-assign]
        yield stage


@pytest.fixture
def stage(tmp_path: Path, admin: WebexAdminApi) -> Iterator[Stage]:
    """A bot with a service app."""
    with opened(tmp_path, admin) as stage:
        yield stage


def begin(stage: Stage, ann: Actor) -> None:
    """Ann has begun Contoso's order, whose subscription is known."""
    header, row = f"{ORDER_COLUMNS},SUBSCRIPTION ID", f"{CONTOSO},{SUBSCRIPTION}"
    stage.bot.imports.orders(f"{header}\n{row}".encode(), "orders.csv")
    begun(stage, ann)


def finish(ann: Actor) -> None:
    """Ann confirms what was found, and answers everything."""
    ann.presses("Next")
    assert ann.title == "Customer administrator"
    ann.presses("Next", email=CARLA)
    assert ann.title == "Customer organization"
    ann.presses("Next").presses("Confirm and map for good").presses("Continue")
    fill_sections(ann)
    ann.presses("Finish and hand over", consent="true")


def test_organizations_and_people_are_found_and_the_licenses_end_the_order(
    stage: Stage, admin: WebexAdminApi, ann: Actor, rita: Actor
) -> None:
    stage.bot.work()
    begin(stage, ann)
    assert ann.title == "Your partner organization"
    assert "Northwind Collab" in ann.sees
    assert "administers it" in ann.sees
    assert "was found among the organizations that the partner manages" in ann.sees
    assert "Users" not in ann.sees

    people_asked = [call for call in admin.trouble.calls if call == "GET /people"]
    assert len(people_asked) == 1
    finish(ann)
    assert stage.order(ORDER).state is OrderState.READY_AT_CISCO
    assert len([call for call in admin.trouble.calls if call == "GET /people"]) == 2

    rita.says(f"/order {ORDER} refresh")
    assert "The licenses of Contoso Dental Group do not show its subscription yet." in rita.sees
    contoso = admin.tenant("Contoso Dental Group")
    contoso.subscriptions.append(SUBSCRIPTION)
    contoso.lapsed = True
    stage.wait(days=1, hours=1)
    stage.bot.work()
    stage.settle()

    assert stage.order(ORDER).state is OrderState.PROVISIONED
    assert ann.sees.startswith("Your order is provisioned at Cisco")
    assert "The licenses of Contoso Dental Group show the subscription of this order" in ann.sees
    assert not admin.complaints
    assert admin.renewals == 1


def test_a_list_without_organizations_is_asked_for_once_a_day(stage: Stage, admin: WebexAdminApi) -> None:
    admin.trouble.is_empty = True
    stage.wait(days=2)
    before = admin.trouble.calls.count("GET /organizations")
    for _turn in range(3):
        stage.bot.work()

    assert admin.trouble.calls.count("GET /organizations") <= before + 1


def test_an_empty_answer_is_unknown_and_a_conflict_is_explained(
    stage: Stage, admin: WebexAdminApi, ann: Actor, ada: Actor
) -> None:
    begin(stage, ann)
    ann.presses("Next")
    ann.presses("Next", email=DAN)
    assert ann.title == "Customer administrator"
    ann.presses("Next", email="new@elsewhere.example.com")

    assert ann.title == "Customer organization"
    assert "was not found among the organizations that the partner manages" in ann.sees
    assert "That does not mean that the address is free" in ann.sees


TROUBLES: list[dict[str, Any]] = [
    {"status": 429, "retry_after": "60"},
    {"seconds": 0.4},
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
def test_a_service_that_is_away_leaves_what_is_known_here_and_the_card_says_so(
    tmp_path: Path, admin: WebexAdminApi, monkeypatch: pytest.MonkeyPatch, trouble: dict[str, Any]
) -> None:
    monkeypatch.setattr(HastyAdapter, "seconds", 0.1)
    for switch, position in trouble.items():
        setattr(admin.trouble, switch, position)
    with opened(tmp_path, admin) as stage:
        stuck(stage, admin, stage.person(ANN, "Ann Archer"))


def stuck(stage: Stage, admin: WebexAdminApi, ann: Actor) -> None:
    """Ann goes on, though Webex Admin cannot be asked; it is asked once and then left alone for a while."""
    stage.import_directory("org-contoso,Contoso Dental Group,customer,SA,2022-01-10,carla@contoso.example.com,")
    begin(stage, ann)
    assert ann.title == "Your partner organization"
    assert "could not be asked" in ann.sees
    if "Which one is your organization?" in ann.sees:
        # The list came in its own time; only whoever waits in a chat did not wait for it.
        ann.presses("Next", organization="new")
    ann.presses("Next", company="Northwind Collab", country="US", email=ANN)
    ann.presses("Next", email=CARLA)

    assert ann.title == "Customer organization"
    assert "Contoso Dental Group" in ann.sees
    assert "could not be asked" in ann.sees
    assert admin.trouble.calls.count("GET /people") <= 2


def test_a_token_that_is_revoked_is_renewed_and_one_that_is_refused_is_said(
    stage: Stage, admin: WebexAdminApi, ann: Actor, ada: Actor
) -> None:
    begin(stage, ann)
    admin.revoke_tokens()
    ann.presses("Next")
    ann.presses("Next", email=CARLA)
    assert ann.title == "Customer organization"
    assert "administers it" in ann.sees
    assert admin.renewals == 2

    ada.says("/doctor")
    assert "90 days" in ada.sees


def test_an_organization_that_webex_knows_and_ann_does_not_reaches_the_reps(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.bot.work()
    begin(stage, ann)
    ann.says("I don't recognize this organization").says("yes")

    assert "because you don't recognize Northwind Collab" in ann.sees
    assert "Not recognized by the contact\nOrganization: Northwind Collab" in stage.cards_in_space()[0]
    rita.says_in_space(f"/return {ORDER} It was renamed")
    assert "It was renamed" in ann.sees
    assert "Create a new partner organization" in ann.sees
