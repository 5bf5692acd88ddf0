"""A contact who is the bot itself, a representative or an admin is left out or asked about."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import pytest

from bot.dispatch.context import BOT_EMAIL
from bot.operations.import_report import orders_report
from tests.scenarios.feed import Feed
from tests.staging.actors import Actor
from tests.staging.files import order_file
from tests.staging.settings import INTAKE_TOKEN
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM

# Webex's bots are in webex.bot; this one has an address by which nobody could know it.
OURS = "desk@tools.example.com"
LEFT_OUT = "The contact of these orders is a bot, so they were left out: 90417263."


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path, datetime(2026, 3, 1, 8, tzinfo=UTC), INTAKE_TOKEN=INTAKE_TOKEN) as stage:
        with stage.bot.store.unit_of_work() as uow:
            uow.bot_state.set(BOT_EMAIL, OURS)
        yield stage


def test_the_bot_sets_up_no_order(stage: Stage, ada: Actor) -> None:
    for_bot = CONTOSO.replace("ann@northwind.example.com", OURS)
    file, plan = stage.import_orders(for_bot, FABRIKAM)
    assert [order.number for order in plan.new] == ["90417310"]
    assert LEFT_OUT in "\n".join(orders_report(file, plan))
    ada.attaches("orders.csv", order_file(for_bot))
    assert LEFT_OUT in ada.sees
    refused = Feed(stage).sends(contact=OURS)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This is the address of a bot" in refused.text
    ada.says(f'/order add 90417263 item=A-WX start=2026-03-10 contact={OURS} customer="Contoso"')
    assert ada.sees == "This is the address of a bot. Give a person's address."


def test_no_order_is_handed_to_a_bot_whatever_its_address_looks_like(stage: Stage, ann: Actor, ada: Actor) -> None:
    other = stage.world.bot("helper@tools.example.com", "Helper Bot", token="another-token")
    stage.world.says(other, stage.world.direct(other, stage.me), "hello")
    stage.settle()
    stage.import_orders(CONTOSO)
    ann.says("setup")
    ann.presses("Set Up Now").presses("Next", role="partner")
    for owner in ("colleague", "customer"):
        ann.presses("Next", owner=owner)
        for bot in (OURS, other.email):
            if owner == "colleague":
                ann.presses("Next", email=bot)
            else:
                ann.presses("Hand over for good", email=bot, understood="true")
            assert f"{bot} is the address of a bot, which cannot set up an order." in ann.sees
        ann.presses("Back")
    for field in ("contact", "rep"):
        for bot in (OURS, other.email):
            ada.says(f"/order set 90417263 {field}={bot}")
            assert ada.sees == "This is the address of a bot. Give a person's address."
    assert stage.order("90417263").holder == ann.email


def test_a_representative_or_an_admin_as_contact_is_asked_about(stage: Stage, ada: Actor, rita: Actor) -> None:
    for_rita = CONTOSO.replace("ann@northwind.example.com", rita.email)
    for_ada = FABRIKAM.replace("ann@northwind.example.com", ada.email)
    ada.attaches("orders.csv", order_file(for_rita, for_ada))
    asked = "The contact of these orders is a representative or an admin, who will be asked to set them up: "
    assert f"{asked}90417263 ({rita.email}), 90417310 ({ada.email})." in ada.sees
    ada.presses("Import")
    ada.attaches("orders.csv", order_file(for_rita, for_ada))
    assert asked not in ada.sees, "it was said, and agreed to"


def test_a_representative_as_the_customers_administrator_is_doubted(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO)
    ann.says("setup").says("set up now").says("partner").says("myself")
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    ann.says(rita.email)
    assert ann.title == "Customer organization"
    assert "somebody who helps others with their orders. If that is not what you mean, go back" in ann.sees
    ann.says("back").says("it@contoso.example.com")
    assert "helps others" not in ann.sees
