"""One question has one card: an answer that cannot be taken changes it, and leaves no row of used ones."""

from collections.abc import Callable

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


def press(actor: Actor, words: str) -> None:
    actor.presses("Next", email=words, forged=True)


def say(actor: Actor, words: str) -> None:
    actor.says(words)


@pytest.mark.parametrize(("answer", "edits_refused"), [(press, False), (press, True), (say, False)])
def test_wrong_answers_leave_one_card_that_says_so(
    stage: Stage, asked: Actor, answer: Callable[[Actor, str], None], edits_refused: bool
) -> None:
    stage.world.faults.card_edits_refused = edits_refused
    before = len(asked.answers)
    for words in ("anna@", "@contoso.example", "nobody@"):
        answer(asked, words)
        assert asked.sees.startswith("Enter an email address, such as name@example.com.")
        assert f"Email address: {words}" in asked.sees
    assert asked.chat[-1].person_id == stage.me.id, "the card is below what was written"
    assert len(asked.answers) == before
    assert len(cards_to_press(asked)) == 1

    asked.says("bob@contoso.example.com")
    assert "bob@contoso.example.com has been asked" in str([message.text for message in asked.answers])


def test_what_the_card_shows_counts(asked: Actor) -> None:
    asked.says("anna@").says("nobody@").says("next")
    assert "Email address: nobody@" in asked.sees


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
