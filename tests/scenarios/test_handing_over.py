"""Handing over: to a colleague, who may decline, and to the customer, after which the partner sees no more."""

from copy import deepcopy
from datetime import timedelta

from bot.domain.orders import OrderState
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import FABRIKAM, invited


def chosen(stage: Stage, ann: Actor, owner: str) -> None:
    """Ann is a partner, and has chosen who is to set up her order."""
    invited(stage, ann)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner=owner)


def asked(stage: Stage, ann: Actor, omar: Actor) -> None:
    """Ann has asked Omar to take her order."""
    chosen(stage, ann, "colleague")
    assert ann.title == "Who in your company will set up?"
    ann.presses("Next", email=omar.email)


def test_a_colleague_accepts_and_the_answers_come_along(stage: Stage, ann: Actor, omar: Actor) -> None:
    asked(stage, ann, omar)
    assert "ann@northwind.example.com" in omar.sees
    assert stage.order("90417263").holder == ann.email
    omar.says("order 90417263")
    assert omar.title == "Set up your Webex order"

    omar.presses("Set Up Now")

    assert stage.order("90417263").holder == omar.email
    assert omar.title == "Your partner organization"
    assert "accepted" in ann.sees


def test_who_presses_cards_of_before_is_told_where_the_order_is(stage: Stage, ann: Actor, omar: Actor) -> None:
    asked(stage, ann, omar)
    offer = deepcopy(omar.card)
    with_ann = deepcopy(ann.card)
    omar.presses("Set Up Now")

    for title in ("Set Up Now", "Decline"):
        omar.replays(offer, title)
        assert "That card is out of date. This is where you are." in omar.sees
        assert omar.title == "Your partner organization"
    ann.replays(with_ann, "Take it back")
    assert ann.sees == f"Order 90417263 is with {omar.email} now."
    assert stage.order("90417263").holder == omar.email


def test_a_colleague_declines_and_the_order_returns(stage: Stage, ann: Actor, omar: Actor) -> None:
    asked(stage, ann, omar)

    omar.presses("Decline")

    assert stage.order("90417263").holder == ann.email
    assert ann.title == "Who will set up the services?"
    assert "declined" in ann.sees


def test_the_one_who_asked_can_take_the_order_back(stage: Stage, ann: Actor, omar: Actor) -> None:
    asked(stage, ann, omar)
    offer = omar.card
    ann.presses("Take it back")

    assert ann.title == "Who will set up the services?"
    # With an order of his own he is no stranger, so it is the offer that is refused.
    stage.import_orders(FABRIKAM.replace("ann@northwind.example.com", omar.email))
    omar.replays(offer, "Set Up Now")
    assert omar.sees == "This order is no longer offered to you."
    assert stage.order("90417263").holder == ann.email


def test_an_order_whose_line_has_closed_meanwhile_can_no_longer_be_accepted(
    stage: Stage, ann: Actor, omar: Actor
) -> None:
    asked(stage, ann, omar)
    offer = omar.card
    stage.wait(days=8)
    omar.replays(offer, "Set Up Now")
    assert omar.sees == "This order is no longer offered to you."
    assert stage.order("90417263").holder == ann.email


def test_a_colleague_is_not_reminded_of_an_order_that_was_taken_back_meanwhile(
    stage: Stage, ann: Actor, ada: Actor, omar: Actor
) -> None:
    asked(stage, ann, omar)
    stage.clock.move_to(stage.clock.now() + timedelta(days=3))
    stage.bot.reminders.sweep()
    while stage.bot.workers.handling.next():
        pass
    ada.says("/pause reminders")

    ann.presses("Take it back")
    ada.says("/resume")

    assert omar.sees == "Ann Archer has taken order 90417263 back. There is nothing left for you to do."


def test_a_former_contact_can_look_but_not_write(stage: Stage, ann: Actor, omar: Actor) -> None:
    asked(stage, ann, omar)
    omar.presses("Set Up Now")

    ann.says("setup")
    assert "A colleague sets up this order" in ann.sees
    assert omar.email in ann.sees

    ann.says("back")
    assert omar.title == "Your partner organization"
    with stage.bot.store.reading() as uow:
        assert uow.progress.get("90417263", ann.email) is None


def test_nobody_hands_over_to_themselves(stage: Stage, ann: Actor, omar: Actor) -> None:
    chosen(stage, ann, "colleague")

    ann.presses("Next", email=ann.email)

    assert ann.title == "Who in your company will set up?"
    assert "your own address" in ann.sees
    assert ann.email in ann.sees


def test_the_customer_becomes_the_orders_person_and_the_partner_sees_no_more(
    stage: Stage, ann: Actor, carla: Actor
) -> None:
    chosen(stage, ann, "customer")
    ann.presses("Hand over for good", email=carla.email, understood="true")

    assert stage.order("90417263").state is OrderState.HANDED_TO_CUSTOMER
    assert "with the customer" in ann.sees
    stays = ann.chat[-2].text
    assert "Confirmed" in stays
    assert f"Customer email address: {carla.email}" in stays
    assert "I understand that partners will not have access" in stays

    for typed in ("status", "orders"):
        carla.says(typed)
        assert "handed to you" in carla.sees, typed
    carla.says("setup").presses("Set Up Now")
    assert carla.title == "Customer administrator"
    carla.presses("Next")
    assert carla.title == "Customer organization"
    ann.says("order 90417263")
    assert "Customer organization" not in ann.sees


def test_the_partner_confirms_that_access_is_lost(stage: Stage, ann: Actor, carla: Actor) -> None:
    chosen(stage, ann, "customer")
    ann.presses("Hand over for good", forged=True, email=carla.email, understood="false")

    assert "will not have access" in ann.sees
    assert stage.order("90417263").holder == ann.email


def test_a_partner_still_sees_that_the_order_is_with_the_customer(stage: Stage, ann: Actor, carla: Actor) -> None:
    chosen(stage, ann, "customer")
    ann.presses("Hand over for good", email=carla.email, understood="true")
    assert "Northwind Collab" in carla.sees
    carla.presses("Set Up Now")
    carla.presses("Next")

    ann.says("status")

    assert "handed to customer" in ann.sees
    assert "step" not in ann.sees


def test_who_only_helps_and_bots_are_not_handed_an_order(
    stage: Stage, ann: Actor, omar: Actor, rita: Actor, ada: Actor
) -> None:
    chosen(stage, ann, "colleague")

    for helper in (rita.email, ada.email):
        ann.presses("Next", email=helper)
        assert f"{helper} is the address of somebody who helps others" in ann.sees
    ann.presses("Next", email=stage.me.email)
    assert "address of a bot" in ann.sees
    assert not stage.order("90417263").nominee

    ann.presses("Next", email=omar.email)
    assert stage.order("90417263").nominee == omar.email


def test_who_only_helps_is_no_customer_either(stage: Stage, ann: Actor, rita: Actor) -> None:
    chosen(stage, ann, "customer")
    ann.presses("Hand over for good", email=rita.email, understood="true")

    assert "helps others" in ann.sees
    assert stage.order("90417263").holder == ann.email
