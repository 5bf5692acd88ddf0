"""Used cards are edited as often as Webex allows, and then the message goes."""

from datetime import timedelta
from typing import Any

from bot.domain.outgoing import Address, Lane, Message
from tests.delivery.owing import owe, texts
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun


def test_ten_edits_and_then_the_message_goes(stage: Stage, ann: Actor) -> None:
    owe(stage, ann, "card")
    with stage.bot.store.reading() as uow:
        [post] = [each for n in range(1, 9) if (each := uow.outbox.get(n)) and each.message.text == "card"]
    for n in range(11):
        with stage.bot.store.unit_of_work() as uow:
            to_ann = Address(email=ann.email)
            uow.outbox.edit(post.id, to_ann, Message(f"edit {n}"), Lane.TIDYING, stage.clock.now())
        stage.settle()
        assert texts(ann) == ([f"edit {n}"] if n < 10 else [])
    with stage.bot.store.reading() as uow:
        assert uow.dead_letters.all() == []


def test_where_cards_cannot_be_edited_that_is_tried_once(stage: Stage, ann: Actor) -> None:
    stage.world.faults.card_edits_refused = True
    begun(stage, ann)
    with stage.bot.store.reading() as uow:
        assert str(uow.bot_state.get("cards_can_be_edited")).startswith("no ")
    stage.world.faults.card_edits_refused = False
    before = len(ann.answers)
    ann.presses("Back")
    stage.wait(seconds=1)
    assert len(ann.answers) <= before + 1
    assert not [each for each in ann.answers if each.edits]


def posted_card(stage: Stage, actor: Actor, text: str) -> int:
    """Owe a card to somebody and send it; returns its entry."""
    with stage.bot.store.unit_of_work() as uow:
        card = {"type": "AdaptiveCard", "version": "1.3", "body": [{"type": "TextBlock", "text": text}]}
        to = Address(email=actor.email)
        entry = uow.outbox.post(to, Message(text, card), Lane.REPLY, stage.clock.now())
    stage.settle()
    return entry


def edit(stage: Stage, actor: Actor, about: int, text: str) -> None:
    with stage.bot.store.unit_of_work() as uow:
        card = {"type": "AdaptiveCard", "version": "1.3", "body": [{"type": "TextBlock", "text": text}]}
        to = Address(email=actor.email)
        uow.outbox.edit(about, to, Message(text, card), Lane.TIDYING, stage.clock.now())
    stage.settle()


EDITS: dict[str, Any] = {"method": "PUT", "path": "/messages/"}


def test_one_refused_edit_says_nothing_of_all_others(stage: Stage, ann: Actor, ada: Actor) -> None:
    hers, of_ada = posted_card(stage, ann, "card"), posted_card(stage, ada, "card")
    stage.world.faults.failing(400, 1, **EDITS)
    edit(stage, ann, hers, "edited")
    edit(stage, ada, of_ada, "edited")
    assert (texts(ann), texts(ada)) == ([], ["edited"])


def test_a_refused_second_edit_says_nothing_either(stage: Stage, ann: Actor, ada: Actor) -> None:
    entries = {each: posted_card(stage, each, "card") for each in (ann, ada)}
    for each, entry in entries.items():
        edit(stage, each, entry, "edited")
    stage.world.faults.failing(400, 2, **EDITS)
    for each, entry in entries.items():
        edit(stage, each, entry, "edited again")
    again = posted_card(stage, ann, "another")
    edit(stage, ann, again, "another, edited")
    assert texts(ann) == ["another, edited"]


def test_cards_that_are_gone_and_two_refusals_in_one_chat_say_nothing_either(
    stage: Stage, ann: Actor, ada: Actor
) -> None:
    gone = {each: posted_card(stage, each, "card") for each in (ann, ada)}
    stage.world.faults.failing(404, 2, **EDITS)
    for each, entry in gone.items():
        edit(stage, each, entry, "edited")
    in_one_chat = [posted_card(stage, ann, "card") for _ in range(2)]
    stage.world.faults.failing(400, 2, **EDITS)
    for entry in in_one_chat:
        edit(stage, ann, entry, "edited")
    edit(stage, ann, posted_card(stage, ann, "another"), "another, edited")
    assert texts(ann)[-1] == "another, edited"


def test_the_refused_first_edits_of_two_chats_say_that_webex_takes_none_until_it_is_asked_again_the_next_day(
    stage: Stage, ann: Actor, ada: Actor
) -> None:
    entries = {each: [posted_card(stage, each, "card") for _ in range(2)] for each in (ann, ada)}
    stage.world.faults.failing(400, 2, **EDITS)
    for each, [entry, _] in entries.items():
        edit(stage, each, entry, "edited")
    edit(stage, ann, entries[ann][1], "edited")
    assert texts(ann) == [], "it was not tried, and taken away"
    stage.clock.move_to(stage.clock.now() + timedelta(days=1))
    edit(stage, ada, entries[ada][1], "edited")
    assert texts(ada) == ["edited"]


def test_an_edit_whose_answer_was_lost_counts_and_the_eleventh_is_never_tried(stage: Stage, ann: Actor) -> None:
    entry = posted_card(stage, ann, "card")
    [message] = ann.answers
    stage.world.faults.cut_off(4, **EDITS)
    for n in range(6):
        edit(stage, ann, entry, f"edit {n}")
        stage.wait(minutes=10)
    assert stage.world.messages.get(message.id).edits == 10
    stage.world.faults.failing(400, 1, **EDITS)
    edit(stage, ann, entry, "one too many")
    assert texts(ann) == []
    assert stage.world.faults.planned == 1, "no call was made that could fail"
    with stage.bot.store.reading() as uow:
        assert uow.bot_state.get("cards_can_be_edited") == "yes"
