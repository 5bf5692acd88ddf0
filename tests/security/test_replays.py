"""Deliveries that somebody kept, and sends again after their keys were forgotten; and clocks that are wrong."""

from datetime import timedelta

from bot.operations.housekeeping import Keeping, tidy_up
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun

N = "90417263"
KEPT = timedelta(days=30)
FIFTY_YEARS = timedelta(days=50 * 365)


def tidy(stage: Stage) -> None:
    tidy_up(
        stage.bot.store, stage.clock.now(), Keeping(events=KEPT, orders=timedelta(days=900), audit=timedelta(days=900))
    )


def known_events(stage: Stage) -> int:
    with stage.bot.store.reading() as uow:
        return uow.inbox.counts()["done"]


def replay(stage: Stage, since: int = 0) -> None:
    for each in stage.world.deliveries.log[since:]:
        stage.world.deliveries.replay(each)
    stage.settle()


def notes(stage: Stage) -> int:
    with stage.bot.store.reading() as uow:
        return len(uow.notes.of_order(N))


def test_what_was_forgotten_is_not_handled_again(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    rita.says(f"/note {N} Ann is on holiday")
    stage.clock.passes(days=40)
    ann.says("status")
    said = len(rita.answers), len(ann.answers)
    old = len(stage.world.deliveries.log)
    tidy(stage)
    assert known_events(stage) < old / 2, "their keys are forgotten"

    replay(stage)
    assert notes(stage) == 1
    assert (len(rita.answers), len(ann.answers)) == said
    rita.says(f"/note {N} Ann is back")
    assert notes(stage) == 2, "what is new is handled"


def test_a_clock_that_is_wrong_has_no_true_event_refused_and_no_key_forgotten(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    """Webex goes on by its own clock, while ours is far ahead, is put right, and falls far behind."""
    begun(stage, ann)
    webex = StandingClock(stage.clock.now())
    stage.world.ground.clock = webex
    for jump in (FIFTY_YEARS, -FIFTY_YEARS, -FIFTY_YEARS, FIFTY_YEARS):
        stage.clock.move_to(stage.clock.now() + jump)
        webex.passes(minutes=1)
        told, noted = len(stage.world.deliveries.log), notes(stage)
        rita.says(f"/note {N} by whichever clock")
        tidy(stage)
        assert notes(stage) == noted + 1
        replay(stage, told)
        assert notes(stage) == noted + 1
