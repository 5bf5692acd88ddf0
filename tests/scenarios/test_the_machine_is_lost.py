"""The machine is lost with its last hours or seconds: from a copy of before the bot goes on, and says nothing twice."""

from pathlib import Path

from tests.staging.actors import Actor, order_named_in
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, invited


def kept(stage: Stage) -> Path:
    """Return a copy of the file as it is now."""
    copy = stage.folder / "kept.db"
    stage.bot.store.backup(copy)
    return copy


def test_what_was_answered_after_the_copy_is_not_answered_again(stage: Stage, ada: Actor) -> None:
    ada.says("help")
    copy = kept(stage)
    stage.wait(minutes=1)
    ada.says("order 1")
    ada.says("/orders")
    before = [each.text for each in ada.answers]
    stage.wait(minutes=5)

    stage.begin_on_another_machine(copy)
    assert [each.text for each in ada.answers] == before

    ada.says("order 1")
    assert len(ada.answers) == len(before) + 1, "what is asked anew is answered anew"


def test_what_was_owed_and_not_sent_is_sent_and_what_nobody_heard_is_heard(stage: Stage, ada: Actor) -> None:
    ada.person.says(stage.me, "order 1")
    stage.world.settle()
    copy = kept(stage)
    stage.world.faults.drop = 1
    ada.person.says(stage.me, "order 2")
    stage.world.settle()

    stage.begin_on_another_machine(copy)
    assert [order_named_in(each.text) for each in ada.answers] == ["1", "2"]


def test_an_invitation_that_was_sent_after_the_copy_comes_once_also_where_it_would_come_late(
    stage: Stage, ann: Actor
) -> None:
    stage.import_orders(CONTOSO)
    copy = kept(stage)
    invited(stage, ann)
    stage.wait(hours=2)

    stage.begin_on_another_machine(copy)
    assert len(ann.answers) == 1
    ann.presses("Set Up Now")
    assert ann.title == "What is your role?"


def test_the_bot_of_before_finds_itself_replaced(stage: Stage, ada: Actor) -> None:
    copy = kept(stage)
    before = stage.bot.lifecycle.guard
    stage.begin_on_another_machine(copy)
    assert not stage.bot.lifecycle.guard.ending.is_set()

    stage.world.settle()
    before.check()
    assert before.ending.is_set()
    assert before.trouble == "another bot serves in our place"
    stage.bot.lifecycle.guard.check()
    ada.says("help")
    assert len(ada.answers) == 1


def test_a_copy_that_was_restored_by_a_clock_years_ahead_gives_way_to_the_next(stage: Stage, ada: Actor) -> None:
    """Nobody restores later than that within these years, so that no other machine could ever serve."""
    copy, now = kept(stage), stage.clock.now()
    stage.clock.passes(days=3650)
    stage.begin_on_another_machine(copy)
    stage.clock.move_to(now)
    stage.bot.lifecycle.heartbeat.enter()
    before = stage.bot.lifecycle.guard
    before.check()
    assert not before.ending.is_set(), "it goes on where no other serves"

    stage.begin_on_another_machine(kept(stage))
    guard = stage.bot.lifecycle.guard
    assert not guard.ending.is_set()
    before.check()
    assert before.ending.is_set()
    guard.check()
    assert not guard.ending.is_set()
    ada.says("help")
    assert len(ada.answers) == 1


def test_what_answered_a_question_that_is_lost_is_taken_as_no_answer_to_another(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    copy = kept(stage)
    stage.wait(minutes=1)
    ann.presses("Next", role="partner")
    assert ann.title == "Who will set up the services?"
    stage.wait(minutes=1)
    ann.says("2")
    assert ann.title == "Who in your company will set up?"
    stage.wait(minutes=10)

    stage.begin_on_another_machine(copy)
    assert ann.title == "What is your role?"
    assert "the last part of what we did here is lost" in ann.sees
    with stage.bot.store.reading() as uow:
        progress = uow.progress.get("90417263", ann.email)
    assert progress
    assert not progress.answers
    assert len([each for each in ann.answers if each.card and "What is your role?" in each.text]) == 1


def test_what_was_typed_one_after_another_is_taken_as_it_was(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    copy = kept(stage)
    stage.wait(minutes=1)
    ann.says("1")
    stage.wait(minutes=1)
    ann.says("2")
    assert ann.title == "Who in your company will set up?"
    said = [each.text for each in ann.answers]
    stage.wait(minutes=10)

    stage.begin_on_another_machine(copy)
    assert [each.text for each in ann.answers] == said
    with stage.bot.store.reading() as uow:
        progress = uow.progress.get("90417263", ann.email)
    assert progress
    assert set(progress.answers) == {"role", "owner"}
