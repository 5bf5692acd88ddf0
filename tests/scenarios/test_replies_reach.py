"""Replies reach: what contacts and representatives write to one another arrives whole, and what did not is said."""

from datetime import UTC, datetime

import pytest

from cards.pressing import buttons
from tests.staging.actors import Actor
from tests.staging.rep_space import N, cards_to_press, last_in_space, live_cards, space, space_presses
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_service_setup, begun, fill_sections, invited

IN_LINES = "Two things:\n\n- the name\n- the “site”, 50 % of it"
REP = "rana@cisco.example.com"


def thread(stage: Stage) -> list[str]:
    """Return what stands under the card in the rep space."""
    return [each.words for each in stage.world.transcript(stage.space) if each.parent_id]


def says_under_the_card(stage: Stage, rep: Actor, words: str) -> None:
    stage.world.says(rep.person, stage.space, words, mentions=(stage.me,), parent=cards_to_press(stage)[-1])
    stage.settle()


def test_words_arrive_in_their_lines_both_ways(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says(f"rep {IN_LINES}")
    assert IN_LINES in live_cards(stage)[-1]
    rita.says_in_space(f"/reply {N} {IN_LINES}")
    assert IN_LINES in ann.sees
    rita.says_in_space(f"/note {N}\n{IN_LINES}")
    rita.says(f"/notes {N}")
    assert rita.sees.count(IN_LINES) == 3


def test_a_question_is_answered_on_its_card(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says("rep Which one is ours?")
    space_presses(stage, rita, "Claim")
    assert "“Which one is ours?”" in live_cards(stage)[0], "whoever claims it still sees what is asked"
    space_presses(stage, rita, "Reply")
    assert "Write your answer into the field" in last_in_space(stage)
    space_presses(stage, rita, "Reply", words="The second one.")
    assert "Rita Rep, Cisco representative, writes about order" in ann.sees
    assert "The second one." in ann.sees
    assert "Nudge the contact" not in {each["title"] for each in buttons(cards_to_press(stage)[-1].card)}


@pytest.mark.parametrize("how", ["rep {}", f"/note {N} {{}}", f"/reply {N} {{}}", f"/nudge {N} {{}}"])
def test_every_word_can_be_read_somewhere(stage: Stage, ann: Actor, rita: Actor, how: str) -> None:
    begun(stage, ann)
    words = [f"word{n}" for n in range(780)]
    long = "\n".join(" ".join(words[n : n + 20]) for n in range(0, len(words), 20))
    (ann if how.startswith("rep") else rita).says(how.format(long))
    if how.startswith("rep"):
        ann.says(how.format(long))
    read = "\n".join([*space(stage), *(each.words for each in ann.answers)]).replace("“", "").replace("”", "")
    if not how.startswith("/note"):
        assert set(words) <= set(read.split())
    rita.says(f"/notes {N}")
    shown = " ".join(each.words for each in rita.answers[-2:])
    assert set(words) <= set(shown.split())
    rita.says(f"/order {N}")
    assert f"/notes {N}" in rita.sees


def test_a_plain_answer_goes_back_for_a_day(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    rita.says_in_space(f"/reply {N} Is it the first one?")
    ann.says("Yes it is, and order matters")
    assert "Yes it is, and order matters" in space(stage)[-1]
    assert "Rita Rep wrote to you about order" in ann.sees
    ann.says("stauts")
    assert "Did you mean" in ann.sees
    ann.says("Northwind Collab\nUS\nadmin@northwind.example.com")
    assert ann.title == "Customer administrator"
    ann.says("it@contoso")
    assert "Yes it is" in "".join(space(stage)[-1:]), "an address that is wrong is an answer to the step"

    stage.wait(days=1, minutes=1)
    said = len(space(stage))
    ann.says("And now something else entirely")
    assert len(space(stage)) == said


def test_an_answer_in_the_thread_of_the_card_goes_to_who_asked(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says("rep Which one?")
    says_under_the_card(stage, rita, "The second one, please")
    assert "The second one, please" in ann.sees
    assert "Rita Rep" in ann.sees
    rita.says_in_space("Anywhere else it is said to nobody")
    assert "said to nobody" not in ann.sees


def test_a_representative_named_on_the_order_answers_plainly(stage: Stage, ann: Actor) -> None:
    rana = stage.person(REP, "Rana Rep")
    begun(stage, ann, CONTOSO.replace(",UTC,,,", f",UTC,,{REP},"))
    ann.says("rep Which one?")
    rana.says("The third\nfrom above")
    assert "The third\nfrom above" in ann.sees
    assert f"writes to {ann.email}" in rana.sees
    stage.import_orders(CONTOSO.replace(",UTC,,,", ",UTC,,omar@cisco.example.com,"))
    ann.says("Thank you so much")
    assert "Thank you" not in rana.sees, "who is a representative of the order no more gets nothing"
    assert "Thank you so much" in space(stage)[-1]


def test_what_is_not_understood_can_be_asked(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    ann.says("where is my parcel?!")
    ann.says("Ask a representative")
    assert "where is my parcel?!" in live_cards(stage)[-1]
    ann.says("hello? anybody?")
    ann.presses("Ask a representative")
    assert "hello? anybody?" in space(stage)[-1]


def test_help_is_called_after_the_end_and_after_a_hand_over(stage: Stage, ann: Actor, rita: Actor) -> None:
    carla = stage.person("carla@contoso.example.com", "Carla")
    invited(stage, ann)
    ann.presses("Set Up Now").presses("Next", role="partner").presses("Next", owner="customer")
    ann.presses("Hand over for good", email=carla.email, understood="true")
    ann.says("rep that was the wrong address")
    assert "that was the wrong address" in live_cards(stage)[-1]
    rita.says_in_space(f"/reply {N} We change it")
    assert "We change it" in ann.sees
    assert "We change it" not in carla.heard


def test_help_is_called_once_it_is_ready_at_cisco(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.restart(PROVISIONING="control-hub")
    at_service_setup(stage, ann)
    fill_sections(ann)
    ann.says("yes")
    assert stage.order(N).state.value == "ready at Cisco"
    ann.says("rep where do I press?")
    assert "where do I press?" in live_cards(stage)[-1]
    ann.says("it is done").says("yes")
    assert stage.order(N).state.value == "provisioned"
    ann.says("rep billing looks wrong")
    assert "billing looks wrong" in "".join(space(stage))


def test_a_representative_hears_what_did_not_arrive(stage: Stage, rita: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@", "orders-alias@"))
    stage.go_to(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    rita.says_in_space(f"/claim {N}")
    for words in (f"/reply {N} hello", f"/nudge {N}"):
        rita.says_in_space(words)
        assert "did not" in space(stage)[-1]
        assert thread(stage)[-1] == space(stage)[-1]
    rita.says(f"/reply {N} hello again")
    assert "did not arrive" in rita.sees
    ada.says(f"/remind {N}")
    assert "did not reach orders-alias@northwind.example.com" in ada.sees

    stage.world.person("orders-alias@northwind.example.com", "Orders")
    ada.says(f"/remind {N}")
    assert "can be reached on Webex after all" in "".join(space(stage))


def test_who_hands_over_hears_that_nobody_is_there(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now").presses("Next", role="partner").presses("Next", owner="colleague")
    ann.presses("Next", email="nobody@northwind.example.com")
    assert "nobody@northwind.example.com has not heard of order" in ann.sees
    assert "type the right one here, or “Take it back”" in ann.sees

    omar = stage.person("omar@northwind.example.com", "Omar Odeh")
    ann.says("sorry, its omar@northwind.example.com").says("yes")
    assert "omar@northwind.example.com has been asked" in ann.sees
    assert omar.title == "Set up your Webex order"


def test_what_was_handed_to_a_customer_whom_nobody_knows_is_for_a_representative(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    invited(stage, ann)
    ann.says("set up now").says("partner").says("the customer").says("nobody@contoso.example.com\nyes")
    assert "type rep and the right one" in ann.sees
    assert "Take it back" not in ann.sees


def test_who_asks_is_told_truly_where_nobody_can_hear(stage: Stage, ann: Actor) -> None:
    stage.restart(REP_SPACE_ID="", ADMIN_EMAILS="")
    begun(stage, ann, CONTOSO.replace(",UTC,,,", ",UTC,,ann@northwind.example.com,"))
    ann.says("rep please help me")
    assert "I do not know any representative" in ann.sees


def test_admins_hear_where_the_representative_is_the_contact(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.restart(REP_SPACE_ID="")
    begun(stage, ann, CONTOSO.replace(",UTC,,,", ",UTC,,ann@northwind.example.com,"))
    ann.says("rep please help me")
    assert "please help me" in ada.heard


def test_an_answer_comes_in_the_thread_in_which_was_asked(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says("rep please")
    for words in ("/board", f"/claim {N}0", "/ordr"):
        says_under_the_card(stage, rita, words)
        assert stage.world.transcript(stage.space)[-1].parent_id, words


def test_addresses_are_read_in_their_own_letters(stage: Stage, rita: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@northwind.example.com", "jana@bücher.example"))
    stage.go_to(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    ada.says(f"/order {N}")
    ada.says(f"/remind {N}")
    for said in (
        "".join(space(stage)),
        ada.heard,
        str(cards_to_press(stage)[-1].card),
    ):
        assert "jana@bücher.example" in said
        assert "xn--" not in said
