"""People say yes, no and the like to whatever stands before them, in their language, and are understood."""

from datetime import UTC, datetime

from bot.domain.orders import OrderState
from tests.staging.actors import Actor
from tests.staging.rep_space import N, space
from tests.staging.stage import Stage
from tests.staging.stories import (
    CONTOSO,
    CONTOSO_ORG,
    FABRIKAM,
    NORTHWIND_ORG,
    begun,
    invited,
)

ROLE, OWNER = "What is your role?", "Who will set up the services?"
START = "Set up your Webex order"


def test_an_order_is_taken_over_or_declined_by_a_word(stage: Stage, ann: Actor, omar: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG)
    invited(stage, ann)
    ann.says("ok").says("partner")
    for no in ("no", "No, thanks!", "not me", "لا", "لا أستطيع", "non", "pas moi", "👎"):
        assert ann.title == OWNER
        ann.says("another person").says(omar.email)
        assert omar.title == START
        omar.says(no)
        assert f"You declined order {N}" in omar.sees, no
        assert stage.order(N).holder == ann.email
    for yes in (
        "yes please",
        "ok",
        "I accept",
        "👍🏽",
        "نعم",
        "موافق",
        "oui",
        "d'accord",
        "je m'en occupe",
        "configurer",
    ):
        to, by = (omar, ann) if stage.order(N).holder == ann.email else (ann, omar)
        if by.title != OWNER:
            by.says("back")
        by.says("another person").says(to.email)
        to.says(yes)
        assert stage.order(N).holder == to.email, yes
        assert to.title == "Your partner organization", yes


def test_a_word_leads_in_and_back_in(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("no")
    assert "nothing has happened" in ann.sees
    ann.says("wrong person")
    assert "type rep and your words" in ann.sees
    ann.says("d'accord")
    for word in ("yes", "next", "Let's go!", "start", "setup", "configurer", "إعداد", "أكيد", "oui, merci"):
        ann.says("exit").says("setup")
        assert ann.title == START
        ann.says(word)
        assert ann.title == ROLE, word
    ann.says("setup").says("start over")
    assert ann.title == ROLE, "nothing was answered that could be forgotten"
    ann.says("ok")
    assert ann.title == OWNER
    ann.says("exit").says("start over")
    assert ann.title == "Start over?"
    ann.says("setup")
    assert "Resume" in ann.sees

    stage.go_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert ann.title == "Go on with your Webex order"
    ann.says("not now")
    assert "I will remind you of order" in ann.sees
    ann.says("👍")
    assert ann.title == OWNER


def test_a_list_is_opened_by_a_word(stage: Stage, ann: Actor) -> None:
    invited(stage, ann, CONTOSO, FABRIKAM)
    for word in ("yes", "Open", "1", "d'accord"):
        ann.says("orders").says(word)
        assert ann.title == START, word
        assert N in ann.sees
    ann.says("orders").says("setup")
    assert ann.title == "Your orders"


def test_no_to_what_is_shown_leads_to_what_is_right(stage: Stage, ann: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.says("non merci")
    assert ann.title == "Stop the setup?"
    ann.says("no").says("ok")
    assert ann.title == "Customer administrator"
    ann.says("carla@contoso.example.com").says("okay").says("nope")
    assert ann.title == "Confirm customer and partner"
    assert "Which answer do you want to change?" in ann.sees
    for too_little in ("ok", "👍", "I accept", "go", "next"):
        ann.says(too_little)
        assert ann.title == "Confirm customer and partner", too_little
    ann.says("yes, please").says("ok").says("next")
    assert ann.title == "Subscription details"
    ann.says("لا")
    assert ann.title == "What is wrong with the subscription?"


def test_a_file_alone_goes_to_the_representatives_by_a_yes(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.attaches("screen.png", b"png", "")
    assert "Should I send this to the Cisco representatives" in ann.sees
    ann.says("yes")
    assert "Your message goes to the Cisco representatives" in ann.sees
    assert space(stage)[-1] == f"Ann Archer sent this file about order {N}."
    assert ann.says("1").title == "Your partner organization"


def test_a_yes_to_a_representative_confirms_nothing(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.says("next").says("carla@contoso.example.com").says("next")
    assert ann.title == "Confirm customer and partner"
    rita.says(f"/reply {N} Shall I call you before you confirm?")
    ann.says("yes")
    assert "“yes”" in space(stage)[-1]
    assert stage.order(N).state is OrderState.STARTED
    assert ann.title == "Confirm customer and partner"
    ann.says("yes")
    assert stage.order(N).state is OrderState.MAPPED


def test_who_was_asked_nothing_may_agree_all_the_same(stage: Stage, ann: Actor, omar: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says("back").says("another person").says(omar.email)
    assert ann.title == "Waiting for your colleague"
    ann.says("ok")
    assert ann.sees.startswith("All right.")
    rita.says("d'accord")
    assert rita.sees == "All right. Type help for everything you can type."
