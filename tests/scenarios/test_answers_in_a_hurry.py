"""More than was asked, less than was asked, and something else: what people type who are in a hurry."""

import pytest

from bot.domain.orders import OrderState
from tests.scenarios.test_people_in_a_hurry import talk
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import at_review, at_service_setup, invited

N, OWNER = "90417263", "Who will set up the services?"


def test_what_the_next_question_asks_is_taken_with_the_answer(stage: Stage, ann: Actor, omar: Actor) -> None:
    invited(stage, ann)
    talk(
        ann,
        ("set up now", "What is your role?"),
        ("the customer will do it, carla@contoso.example.com", "This is about your own role"),
        ("partner, and my colleague omar@northwind.example.com will do it", "I have filled in the address"),
    )
    assert "Email address: omar@northwind.example.com" in ann.sees
    assert not omar.answers
    talk(
        ann,
        ("back", "Who will set up the services?"),
        ("omar@northwind.example.com", "I have filled in the address"),
        ("yes", "omar@northwind.example.com has been asked"),
    )
    assert omar.title == "Set up your Webex order"


@pytest.mark.parametrize(
    "words",
    ["partner and I will set up", "partenaire et je configure", "أنا شريك وسأقوم بالإعداد", "شريك وأنا سأقوم بالإعداد"],
)
def test_two_answers_are_joined_as_each_language_joins_them(stage: Stage, ann: Actor, words: str) -> None:
    invited(stage, ann)
    talk(ann, ("set up now", "What is your role?"), (words, "Your partner organization"))


def test_the_customers_address_is_taken_but_the_order_is_not_handed_over(
    stage: Stage, ann: Actor, carla: Actor
) -> None:
    invited(stage, ann)
    talk(
        ann,
        ("set up now", "What is your role?"),
        ("1, 3", "The customer will set up"),
        ("back", "Who will set up the services?"),
        ("the customer does it: carla@contoso.example.com", "I have filled in the address"),
        ("next", "Confirm that partners will not have access"),
    )
    assert not carla.answers
    talk(ann, ("yes", "is now with the customer"))
    assert stage.order(N).holder == carla.email


def test_letters_are_read_without_what_they_quote(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    talk(
        ann,
        ("set up now", "What is your role?"),
        ("> yes", "I see only what you quoted"),
        (
            "> What is your role?\n> 2. I am the customer\n\nHi,\npartner\n\nRegards,\nAnn, Customer Success",
            "Who will set up",
        ),
        ("> On Monday Set Up Now wrote:\nsetup\n\nBest regards,\nAnn", "Set up your Webex order"),
    )


def test_a_yes_runs_what_was_suggested_and_passes_no_point_of_no_return(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    talk(
        ann,
        ("stauts", "Did you mean: status?"),
        ("yes", "You are at: Confirm customer and partner"),
        ("setpu", "Did you mean"),
        ("no", "Please say it in other words"),
        ("bak", "Did you mean: back?"),
        ("ok", "Customer organization"),
        ("next", "Confirm customer and partner"),
    )
    ann.says("stauts").presses("status")
    assert "You are at: Confirm customer and partner" in ann.sees
    assert stage.order(N).state is OrderState.STARTED


def test_who_wants_to_change_something_is_led_there(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    talk(
        ann,
        ("nothing is wrong", "Confirm customer and partner"),
        ("sorry, there is a mistake", "Which answer do you want to change?"),
        ("wait I need to change the admin", "Customer administrator"),
        ("a@contoso.example.com or b@contoso.example.com", "These are several addresses"),
        ("it@contoso.example.com", "Confirm customer and partner"),
        ("the admin is wrong", "Customer administrator"),
        ("I made a mistake", "Type back to go to the question before"),
        ("next", "Confirm customer and partner"),
        ("je dois modifier le pays du client", "Customer organization"),
        ("next", "Confirm customer and partner"),
        ("أريد تغيير مسؤول العميل", "Customer administrator"),
        ("next", "Confirm customer and partner"),
        ("yes, confirm and map for good", "Your order is set up successfully"),
        ("continue", "Create a password"),
        ("Blue-Harbour-42!", "If you have just written one here, please delete your message"),
        ("skip", "The password cannot be skipped"),
        ("I need to change the admin", "can no longer be changed here"),
    )


def test_questions_aside_are_answered_and_change_nothing(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    asides = (
        ("who is my rep?", "The Cisco representatives look after order"),
        ("how much does it cost", "I do not know any prices"),
        ("can I do this tomorrow?", "Yes, everything is saved"),
        ("is this a scam??", "names ann@northwind.example.com as its contact"),
        ("is this a scam? tell me on 0551234567", "names ann@northwind.example.com as its contact"),
        ("I'm not the right person", "If somebody else should set up"),
        ("c'est une arnaque ?", "names ann@northwind.example.com as its contact"),
        ("كم التكلفة؟", "I do not know any prices"),
        ("remind me on Thursday", "I will remind you of order 90417263 on Thursday 5 March 2026"),
        ("je suis en congé jusqu'au 15", "later to be reminded tomorrow"),
        ("ذكرني يوم الأحد", "I will remind you of order 90417263 on Sunday 8 March 2026"),
    )
    talk(ann, *asides, ("the order was already set up by Cisco", "did not understand"), ("au revoir", "Take your time"))
    talk(ann, ("set up now", "What is your role?"), *asides, ("skip", "This cannot be skipped"))
    talk(ann, ("partner", "Who will set up"), ("stop messaging me", "You will get no more reminders"))


def test_a_form_takes_what_has_one_place_and_shows_what_is_likely(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    talk(
        ann,
        ("meetings first", "Meeting settings"),
        ("the time zone is wrong", "write a name, a colon and the value"),
        ("riyadh", "I can't tell which answers these are"),
        ("XYZ-1234", "I have filled in what you wrote, and saved nothing yet"),
        ("contosodental", "Subscription details"),
        ("back", "Service setup"),
        ("calling settings", "Calling settings"),
        ("the city is Riyadh", "Enter a location name."),
        ("Riyadh HQ, King Fahd Road 1, Riyadh, 12345", "I have filled in what you wrote, and saved nothing yet"),
        ("SA; Riyadh HQ; Riyadh; King Fahd Road 1; Riyadh", "Subscription details"),
    )
