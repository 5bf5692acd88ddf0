"""A line of the order is wrong: the person flags it, the reps get it with the line, and it is settled or withdrawn."""

import pytest

from bot.domain.orders import OrderState
from cards.pressing import buttons
from tests.scenarios.in_arabic import AR, at
from tests.staging.actors import Actor, bare
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_service_setup, fill_calling

PHONES = CONTOSO.replace("A-FLEX-3", "A-FLEX-NUM").replace(",,,", ",,rick@cisco.example.com,Booked")


@pytest.fixture
def reviewing(stage: Stage, ann: Actor, rita: Actor) -> Actor:
    """Ann reviews an order of two lines."""
    at_service_setup(stage, ann, CONTOSO, PHONES)
    ann.presses("Next")
    assert ann.title == "Subscription details"
    return ann


def in_space(stage: Stage) -> str:
    return bare(stage.cards_in_space()[-1])


def test_each_line_is_there_to_review(reviewing: Actor) -> None:
    assert "Line 1: A-FLEX-3" in reviewing.sees
    assert "Line 2: A-FLEX-NUM · Booked" in reviewing.sees
    assert [each["title"] for each in buttons(reviewing.card.card)] == [
        "Next",
        "Something is wrong",
        "Back",
    ]


def test_a_line_is_flagged_by_card(stage: Stage, reviewing: Actor, ada: Actor) -> None:
    ann = reviewing
    ann.presses("Something is wrong")
    assert ann.title == "What is wrong with the subscription?"
    ann.presses("Flag it", line="2", words="50 were ordered, not 5")

    assert ann.title == "Subscription details"
    assert "The answer will come to you here" in ann.sees
    assert "Flagged: Line 2 (A-FLEX-NUM): 50 were ordered, not 5" in ann.sees
    assert "Who looks into it: " in ann.sees
    assert "The contact says that the subscription details are wrong" in in_space(stage)
    assert "Line 2 (A-FLEX-NUM): 50 were ordered, not 5" in in_space(stage)
    assert "Step: Subscription details" in in_space(stage)
    ada.says("/order 90417263")
    assert "Line 2 (A-FLEX-NUM): 50 were ordered, not 5" in bare(ada.sees)
    assert "said that the subscription details are wrong" in ada.sees


def test_several_lines_are_flagged_one_by_one_by_typing(stage: Stage, reviewing: Actor) -> None:
    ann = reviewing
    ann.says("something is wrong")
    assert "1. A-FLEX-3" in ann.sees
    ann.says("2\n50 were ordered, not 5")
    ann.says("Something is wrong").says("Line: 3\nWhat is wrong: There is no room for 20 devices")

    for words in (
        "Line 2 (A-FLEX-NUM): 50 were ordered",
        "Something else, or a line that is missing: There is no room",
    ):
        assert words in ann.sees
        assert words in in_space(stage)
    ann.says("withdraw a flag")
    assert ann.title == "Which flag do you want to withdraw?"
    ann.says("1")
    assert "The flag is withdrawn." in ann.sees
    assert "50 were ordered" not in ann.sees
    assert "There is no room" in ann.sees


def test_what_is_missing_is_asked_for(reviewing: Actor) -> None:
    ann = reviewing
    ann.says("this is wrong, we ordered 50")
    ann.presses("Flag it", forged=True, words="Wrong")
    assert ann.title == "What is wrong with the subscription?"
    assert ann.sees.startswith("Choose the line that is wrong.")
    ann.says("back")
    assert ann.title == "Subscription details"
    assert "Flagged: " not in ann.sees


def test_one_can_go_on_and_is_warned_before_billing_starts(stage: Stage, reviewing: Actor) -> None:
    ann = reviewing
    ann.says("something is wrong").says("2\n50, not 5")
    ann.presses("Next")
    fill_calling(ann)
    ann.presses("Save", site="contosodental")
    ann.presses("Back")
    assert "Subscription details: Flagged" in ann.sees
    ann.presses("Next").presses("Save", subdomain="contosodental")

    assert ann.title == "Provision and start billing"
    assert "You flagged something that is not settled yet" in ann.sees
    ann.presses("Provision", consent="true")
    assert stage.order("90417263").state is OrderState.PROVISIONED


def test_the_flag_is_withdrawn_and_the_call_is_closed(stage: Stage, reviewing: Actor) -> None:
    ann = reviewing
    ann.presses("Something is wrong").presses("Flag it", line="1", words="Not ours")
    ann.presses("Withdraw a flag")

    assert ann.title == "Subscription details"
    assert "The flag is withdrawn." in ann.sees
    assert "Flagged: " not in ann.sees
    space = "\n".join(bare(message.words) for message in stage.world.transcript(stage.space))
    assert "Ann Archer has withdrawn a flag on order 90417263: Line 1 (A-FLEX-3): “Not ours”" in space
    with stage.bot.store.reading() as uow:
        assert uow.escalations.get("90417263") is None


def test_a_rep_answers_and_settles_it(stage: Stage, reviewing: Actor, rita: Actor) -> None:
    ann = reviewing
    ann.presses("Something is wrong").presses("Flag it", line="2", words="50, not 5")
    rita.says_in_space("/claim 90417263")
    assert "Line 2 (A-FLEX-NUM): 50, not 5" in in_space(stage)
    rita.says_in_space("/reply 90417263 Thank you, 50 it is.")
    assert "Thank you, 50 it is." in ann.sees

    rita.says_in_space("/resolve 90417263")

    assert "Rita Rep, Cisco representative, has seen to what you flagged in order 90417263" in ann.answers[-2].text
    assert ann.title == "Subscription details"
    assert "Flagged: " not in ann.sees
    ann.presses("Next")
    assert ann.title == "Calling settings"


def test_a_line_is_flagged_in_arabic(stage: Stage, reviewing: Actor) -> None:
    ann = reviewing.says("language ar")
    ann.says("هناك خطأ")
    assert at(ann, "What is wrong with the subscription?")
    ann.says("٢؛ طُلب ٥٠ وليس ٥")

    assert at(ann, "Subscription details")
    assert "طُلب ٥٠ وليس ٥" in ann.sees
    assert "طُلب ٥٠ وليس ٥" in in_space(stage)
    ann.says(AR("Withdraw a flag"))
    assert AR("The flag is withdrawn.") in bare(ann.sees)
