"""A cancelled order calls nobody, says why, and can be brought back by an admin: it goes on where it was."""

from datetime import UTC, datetime

import pytest

from bot.domain.orders import OrderState
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_service_setup, begun, invited

N = "90417263"


def cancelled(ada: Actor) -> None:
    ada.says(f"/order cancel {N}").says("Cancel the order")
    assert f"Order {N} is cancelled." in ada.sees


def brought_back(ada: Actor) -> None:
    ada.says(f"/order {N}")
    assert f"/order reopen {N}" in ada.sees
    ada.says(f"/order reopen {N}").presses("Bring it back")
    assert f"Order {N} is open again." in ada.sees


@pytest.mark.parametrize("words", ["/escalate {n}", "/nudge {n}", "/remind {n}", "/order set {n} start=2026-03-20"])
def test_a_cancelled_order_calls_nobody_and_says_how_it_comes_back(
    stage: Stage, ann: Actor, ada: Actor, rita: Actor, words: str
) -> None:
    invited(stage, ann)
    cancelled(ada)
    before = len(ann.answers), stage.cards_in_space()
    ada.says(words.format(n=N))
    assert ada.sees == f"Order {N} was cancelled. An admin can bring it back: /order reopen {N}"
    assert (len(ann.answers), stage.cards_in_space()) == before


def test_one_that_nobody_has_heard_of_comes_back_with_its_date(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    cancelled(ada)
    brought_back(ada)
    assert "invitation" in ada.sees
    assert ann.answers == []
    stage.go_to(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    assert ann.title == "Set up your Webex order"


def test_one_that_was_invited_or_begun_has_its_card_again(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    step = ann.title
    cancelled(ada)
    assert "was cancelled" in ann.sees
    brought_back(ada)
    assert stage.order(N).state is OrderState.STARTED
    assert ann.title == step
    assert "open again" in ann.heard
    stage.wait(days=20)
    assert ann.sees.startswith("Your order line has closed"), "its line closes as if it had never been cancelled"


def test_one_that_was_mapped_goes_on_in_service_setup(stage: Stage, ann: Actor, ada: Actor) -> None:
    at_service_setup(stage, ann)
    cancelled(ada)
    brought_back(ada)
    assert stage.order(N).state is OrderState.IN_SERVICE_SETUP
    assert ann.title == "Service setup"


def test_one_that_is_not_cancelled_need_not_come_back(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.says(f"/order reopen {N}")
    assert f"Order {N} is not cancelled." in ada.sees
    ann.says(f"/order reopen {N}")
    assert stage.order(N).state is OrderState.SCHEDULED
