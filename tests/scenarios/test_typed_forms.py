"""Every question can be answered in words: by number, by how the words begin, line by line, and mixed with cards."""

import pytest

from bot.domain.orders import OrderState
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine, at_review, at_service_setup, begun, invited


def test_country_and_time_zone_of_the_organization_confirmed_are_suggested(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann, CONTOSO.replace(",SA,UTC,", ",DE,,"))
    ann.says("calling")

    assert "1. Saudi Arabia (chosen)" in ann.sees
    assert "Time zone: Riyadh" in ann.sees


@pytest.fixture
def at_calling(stage: Stage, ann: Actor) -> Actor:
    """Ann has to describe the first location; country, time zone and language are suggested."""
    at_service_setup(stage, ann)
    ann.says("calling")
    assert ann.title == "Calling settings"
    return ann


def test_a_form_is_filled_input_by_input(at_calling: Actor) -> None:
    ann = at_calling
    assert "You only need to fill in: Location name, Street address, and City." in ann.sees
    ann.says("Location name: Riyadh HQ")
    assert ann.sees.startswith("Enter the street address.")
    assert "Location name: Riyadh HQ" in ann.sees
    ann.says("city：Riyadh")
    assert "Location name: Riyadh HQ" in ann.sees
    ann.says("King Fahd Road 1")

    assert ann.title == "Subscription details"
    ann.says("back").says("calling settings")
    for words in ("Location name: Riyadh HQ", "Street address: King Fahd Road 1", "City: Riyadh"):
        assert words in ann.sees


def test_a_line_with_a_label_that_is_none_is_no_value(at_calling: Actor) -> None:
    at_calling.says("Name of the place: Riyadh HQ\nStreet address: King Fahd Road 1\nCity: Riyadh")
    assert at_calling.sees.startswith("I can't tell which answers these are.")


def test_a_postal_code_is_kept_in_the_digits_of_the_post(at_calling: Actor) -> None:
    at_calling.says("Riyadh HQ; King Fahd Road 1; Riyadh").says("back").says("calling settings")
    at_calling.says("Postal code: ١٢٣٤٥").says("back").says("calling settings")
    assert "Postal code (optional): 12345" in at_calling.sees


def test_a_suggested_name_is_agreed_to_and_keyboards_may_begin_with_a_capital(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    for said in (
        "ok",
        "yes",
        "Contosodentalgroup.",
        "“contosodentalgroup”",
        "https://contosodentalgroup.calls.webex.com/",
    ):
        ann.says("organization settings").says(said).says("back").says("organization settings")
        assert "Subdomain: contosodentalgroup" in ann.sees, said
        ann.says("back")


def test_an_address_needs_no_label(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("jana@northwind.example.com")
    assert ann.title == "Customer administrator"
    ann.says("back")
    assert "Administrator email address: jana@northwind.example.com" in ann.sees


def test_a_form_takes_only_what_is_missing(at_calling: Actor) -> None:
    at_calling.says("Riyadh HQ\nKing Fahd Road 1\nRiyadh")
    assert at_calling.title == "Subscription details"


def test_all_lines_or_all_that_are_required_fill_a_form(at_calling: Actor) -> None:
    ann = at_calling
    ann.says("SA\nRiyadh HQ\nRiyadh\nKing Fahd Road 1\nRiyadh\n3")
    assert ann.title == "Subscription details"
    ann.says("back").says("calling settings")
    assert "3. Arabic (chosen)" in ann.sees
    ann.says("US\nDenver\nDenver\nMain Street 1\nFloor 2\nDenver\nColorado\n80014\n1\n2")
    ann.says("back").says("calling settings")
    for words in ("Building, floor or suite (optional): Floor 2", "State or province (optional): Colorado"):
        assert words in ann.sees


def test_an_address_has_what_its_country_needs(at_calling: Actor) -> None:
    ann = at_calling.says("US\nDenver\nDenver\nMain Street 1\nDenver\n1")
    assert "State or province: An address in United States needs this." in ann.sees
    ann.says("State: Colorado\nPostal code: ٨٠٠١٤")

    assert ann.title == "Subscription details"


def test_a_form_begun_on_the_card_is_finished_by_typing(at_calling: Actor) -> None:
    ann = at_calling
    ann.presses("Save", country="other", location="Riyadh HQ", address="King Fahd Road 1", city="Riyadh")
    assert ann.sees.startswith("Country or region: ")
    ann.says("Country: السعودية")

    assert ann.title == "Subscription details"


def test_what_was_refused_is_what_the_next_words_are_for(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    ann.says("meeting settings").says("Time zone: 1 Baker Street")
    assert ann.sees.startswith("Time zone: Unknown time zone. Enter a city")
    ann.says("london")
    assert ann.title == "Subscription details"
    ann.says("back").says("meeting settings")

    assert "Time zone: London" in ann.sees


def test_lines_that_fit_nothing_change_nothing(at_calling: Actor) -> None:
    ann = at_calling.says("Riyadh HQ\nKing Fahd Road 1")
    assert ann.title == "Calling settings"
    assert "Riyadh HQ" not in ann.sees
    ann.says("next")
    assert ann.sees.startswith("Enter a location name.")
    ann.says("back").says("subscription")
    ann.says("1")
    assert ann.title == "Subscription details"


def test_a_choice_is_made_by_number_or_by_words_that_no_other_has(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("set up now")
    for words in ("i am", "3", "0", "I", "am"):
        ann.says(words)
        assert ann.title == "What is your role?", words
    for words in ("1.", "١", "۱", "i am a p", "أنا شر", "I AM A PARTNER", "أنا شريك", "partner", "شريك"):
        ann.says(words)
        assert ann.title == "Who will set up the services?", words
        ann.says("back")


def test_change_lists_the_answers_and_takes_one_next(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.says("change")
    assert "Which answer do you want to change?" in ann.sees
    assert "4. The new partner organization" in ann.sees
    ann.says("1")
    assert stage.order("90417263").state is OrderState.STARTED
    for words in ("5", "٥", "Customer adm", "administrator", "مسؤول العميل"):
        ann.says(words)
        assert ann.title == "Customer administrator", words
        ann.says("<head.of.it@contoso.example.com>")
        assert "Customer administrator: head.of.it@contoso.example.com" in ann.sees


def test_an_order_is_opened_by_its_place_in_the_list(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO, FABRIKAM)
    at_nine(stage)
    for words in ("2", "٢", "90417310"):
        ann.says("orders")
        assert "2. 90417310 · Fabrikam Logistics" in ann.sees
        ann.says(words)
        assert ann.title == "Set up your Webex order", words
        assert "Fabrikam Logistics" in ann.sees


def test_after_the_list_an_answer_still_answers(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("orders")
    ann.says("Northwind Collab\nUS\nadmin@northwind.example.com")

    assert ann.title == "Customer administrator"


def test_days_later_from_another_device_the_very_step_is_there_with_what_was_said(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    stage.wait(days=3)
    stage.restart()

    ann.says("resume")
    assert ann.title == "Customer administrator"
    ann.says("it@contoso.example.com").says("back").says("back")
    assert "admin@northwind.example.com" in ann.sees


def test_a_way_taken_and_left_again_costs_no_answer(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.says("who will set up").says("another person").says("back").says("yes, i will")
    ann.says("next").says("next").says("next")
    assert ann.title == "Confirm customer and partner"

    ann.says("your role").says("customer").says("your role").says("partner")
    assert ann.title == "Confirm customer and partner"
    assert "admin@northwind.example.com" in ann.sees
    ann.says("continue")
    assert ann.title == "Confirm customer and partner"
    ann.says("confirm and map for good")
    assert ann.title == "Your order is set up successfully"
    ann.says("next")
    assert ann.title == "Create a password for your partner organization"
