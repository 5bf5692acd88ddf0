"""An admin adds one order in the chat, by typing it or with a form."""

from typing import Any

from bot.language.texts import texts
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

TYPED = (
    '/order add 90417263 item=A-FLEX-3 start=2026-03-03 contact=ann@northwind.example.com customer="Contoso = 1 Group"'
)
FORM: dict[str, Any] = {
    "number": "90417263",
    "item": "A-FLEX-3",
    "start": "2026-03-03",
    "contact": "ann@northwind.example.com",
    "customer": "Contoso Dental Group",
}


def has(stage: Stage, number: str) -> bool:
    with stage.bot.store.reading() as uow:
        return uow.orders.get(number) is not None


def test_an_order_that_is_typed_is_added_and_its_invitation_named(stage: Stage, ada: Actor, ann: Actor) -> None:
    ada.says(f"{TYPED} zone=Riyadh services=meetings,calling language=العربية")

    assert ada.sees.startswith("Order 90417263 for Contoso = 1 Group is added. What follows: ")
    assert "Tuesday 3 March 2026, 09:00 (Riyadh)" in ada.sees
    order = stage.order("90417263")
    assert (order.services, order.language) == (("meetings", "calling"), "ar")
    assert ann.answers == []
    at_nine(stage)
    stage.wait(days=1)
    assert texts("ar")("Set up your Webex order") in ann.title


def test_an_order_that_somebody_hears_of_at_once_is_asked_about_first(stage: Stage, ada: Actor, ann: Actor) -> None:
    at_nine(stage)
    ada.says(TYPED.replace("2026-03-03", "2026-03-02"))
    assert ada.title == "Add this order?"
    assert "1 person is told at once." in ada.sees
    assert not has(stage, "90417263")

    question = ada.card
    ada.says("add the order")
    assert "is added" in ada.sees
    assert ann.title == "Set up your Webex order"
    ada.replays(question, "Add the order")
    assert ada.sees.startswith("Order 90417263 is here already.")


def test_adding_an_order_can_be_cancelled(stage: Stage, ada: Actor) -> None:
    ada.says(TYPED.replace("2026-03-03", "2026-02-27")).presses("Cancel")
    assert ada.sees == "No order was added."
    assert not has(stage, "90417263")


def test_order_add_without_fields_shows_a_form(stage: Stage, ada: Actor) -> None:
    ada.says("/order add")
    assert ada.title == "Add an order"
    ada.presses("Add the order", **FORM | {"contact": "ann at northwind", "zone": "Mars"})

    assert "Provisioning contact: Enter an email address" in ada.sees
    assert "Time zone: Unknown time zone." in ada.sees
    shown = {each["id"]: each.get("value") for each in ada.card.card["body"] if each["type"] == "Input.Text"}
    assert shown["customer"] == "Contoso Dental Group"

    ada.presses("Add the order", **FORM, zone="")
    assert stage.order("90417263").customer_name == "Contoso Dental Group"


WRONG = [
    ("/order add 1 colour=red", "colour: There is no such field. You can use: number, item, customer, start"),
    (
        "/order add 1 item=A-WX",
        'Customer: Please fill in this field, or type customer="Contoso Dental Group" with the rest.',
    ),
    (TYPED.replace("2026-03-03", "03/04/2026"), "This can be 2026-04-03 or 2026-03-04."),
    (TYPED.replace("A-FLEX-3", "LIC-1"), "No line of this order has an item that begins with"),
    ("/order add what is this", "is this: There is no such field."),
]


def test_what_is_wrong_is_said_on_a_form_with_what_was_typed(stage: Stage, ada: Actor) -> None:
    for typed, words in WRONG:
        ada.says(typed)
        assert ada.title == "Add an order"
        assert words in ada.sees
    assert not has(stage, "90417263")


def test_an_order_that_is_here_is_not_added_again(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    for typed in (TYPED, "/order add 90417263", "/order add #90417263 item=A-WX"):
        ada.says(typed)
        assert ada.sees == "Order 90417263 is here already. To change it, type /order set 90417263 field=value."


def test_from_a_space_the_admin_alone_sees_the_order(stage: Stage, ada: Actor, rita: Actor) -> None:
    stage.world.invite(stage.space, ada.person)
    ada.says_in_space(TYPED)
    assert "is added" in ada.sees
    assert stage.world.transcript(stage.space)[-1].text == "I have answered you in our direct chat."


def test_only_an_admin_adds_orders(stage: Stage, rita: Actor) -> None:
    rita.says(TYPED)
    assert rita.sees.startswith("That command is for admins.")
    assert not has(stage, "90417263")


def test_an_order_is_added_in_arabic(stage: Stage, ada: Actor) -> None:
    ada.says("language ar")
    ada.says(TYPED.replace('"Contoso = 1 Group"', "«شركة النور، المحدودة»"))
    assert "شركة النور، المحدودة" in ada.sees
    assert stage.order("90417263").customer_name == "شركة النور، المحدودة"


def test_what_is_added_in_quotation_marks_is_changed_in_them_too(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.says("/order set 90417263 zone=“Asia/Riyadh”")
    assert stage.order("90417263").zone == "Asia/Riyadh"
