"""One question has one card: an answer that cannot be taken changes it, and leaves no row of used ones."""

import pytest

from cards.pressing import buttons
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun


@pytest.fixture
def asked(stage: Stage, ann: Actor) -> Actor:
    """Ann is asked for an address, and Webex is known to take edits of cards."""

    begun(stage, ann)
    ann.presses("Back").presses("Next", owner="colleague")
    assert ann.title == "Who in your company will set up?"
    return ann


def cards_to_press(actor: Actor) -> list[str]:
    """Return the text of every card of a chat that still has buttons."""
    return [message.text for message in actor.answers if message.card and any(buttons(message.card))]


def test_wrong_presses_change_the_card_where_it_stands(stage: Stage, asked: Actor) -> None:
    before = len(asked.answers)
    for words in ("anna@", "@contoso.example", "a b@c"):
        asked.presses("Next", email=words, forged=True)
        assert asked.sees.startswith("Enter an email address, such as name@example.com.")
        assert f"Email address: {words}" in asked.sees
    assert len(asked.answers) == before
    assert len(cards_to_press(asked)) == 1
    asked.says("bob@contoso.example.com")
    assert "bob@contoso.example.com has been asked" in str([message.text for message in asked.answers])


def test_wrong_words_leave_one_card_below_them(stage: Stage, asked: Actor) -> None:
    before = len(asked.answers)
    for words in ("anna@", "@contoso.example", "nobody@"):
        asked.says(words)
        assert asked.sees.startswith("Enter an email address")
    assert asked.chat[-1].person_id == stage.me.id
    assert len(asked.answers) == before
    assert len(cards_to_press(asked)) == 1
    asked.says("next")
    assert f"Email address: {words}" in asked.sees, "what the card shows counts"


def test_where_cards_cannot_be_edited_there_is_one_card_all_the_same(stage: Stage, asked: Actor) -> None:
    stage.world.faults.card_edits_refused = True
    before = len(asked.answers)
    for words in ("anna@", "@contoso.example", "nobody@"):
        asked.presses("Next", email=words, forged=True)
        assert asked.sees.startswith("Enter an email address")
        assert f"Email address: {words}" in asked.sees
    assert len(asked.answers) == before
    assert len(cards_to_press(asked)) == 1
    asked.presses("Next", email="bob@contoso.example.com")
    assert "bob@contoso.example.com has been asked" in str([message.text for message in asked.answers])


def test_a_card_that_somebody_deleted_comes_again(stage: Stage, asked: Actor) -> None:
    card = asked.card
    stage.world.faults.failing(404, 1, method="PUT", path="/messages/")
    asked.presses("Next", email="anna@", forged=True)
    assert asked.card.id != card.id
    assert asked.sees.startswith("Enter an email address")


def test_many_wrong_presses_are_all_answered(stage: Stage, asked: Actor) -> None:
    for n in range(14):
        asked.presses("Next", email=f"anna{n}@", forged=True)
        assert f"Email address: anna{n}@" in asked.sees
    assert len(cards_to_press(asked)) == 1
