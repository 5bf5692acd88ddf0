"""The clock is set: by an hour, a day or fifty years, once and again. Nothing comes twice, and nothing waits for it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SteadyClock, is_within
from bot.domain.outgoing import Address, Lane, Message
from bot.scheduling.sweep import MOST_A_DAY
from playground.patience import PATIENCE
from store.running.moments import ENDS, HAPPENED
from tests.fakes.clocks import StandingClock
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine

HOUR, DAY, FIFTY_YEARS = timedelta(hours=1), timedelta(days=1), timedelta(days=50 * 365.25)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

# Columns that say when something is to come, or only how things stand, whatever the clock says.
OF_THE_FUTURE = {
    ("reminders", "due_at"),
    ("reminders", "missed_at"),
    ("reminders", "snoozed_until"),
}
# Webex's clock is not ours: what it says stays as it is.
OF_WEBEX = {("inbox", "happened_at")}


def set_clock(stage: Stage, by: timedelta) -> None:
    """Set the clock, and let the bot find out."""
    heartbeat = stage.bot.lifecycle.heartbeat
    heartbeat.beat()
    stage.clock.move_to(stage.clock.now() + by)
    heartbeat.beat()
    assert by > timedelta() or heartbeat.replanning.wait(PATIENCE)
    stage.settle()


@pytest.mark.parametrize("jump", [HOUR, DAY, FIFTY_YEARS])
def test_nothing_comes_twice_and_what_comes_after_is_in_time(stage: Stage, ann: Actor, jump: timedelta) -> None:
    later = FABRIKAM.replace("2026-03-02", "2026-03-09").replace("ann@", "ben@")
    ben = stage.person("ben@northwind.example.com", "Ben Bell")
    stage.import_orders(CONTOSO, later)
    at_nine(stage)
    assert ann.title == "Set up your Webex order"
    for _ in range(3):
        set_clock(stage, jump)
        set_clock(stage, -jump)
    assert len({each.text for each in ann.answers}) == len(ann.answers), "nothing came twice"

    stage.go_to(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    assert len(ben.answers) == 1, "it came once, by whichever clock"
    ann.says("status")
    assert "1826" not in ann.sees, "no line closes in fifty years"


@pytest.mark.parametrize("leap", [FIFTY_YEARS, -FIFTY_YEARS])
def test_a_clock_that_leaps_while_webexs_stands_closes_no_order_line(stage: Stage, ann: Actor, leap: timedelta) -> None:
    stage.import_orders(CONTOSO, FABRIKAM)
    at_nine(stage)
    told = len(ann.answers)
    stage.world.ground.clock = StandingClock(stage.clock.now())
    set_clock(stage, leap)
    stage.bot.reminders.sweep()
    stage.settle()
    assert len(ann.answers) == told
    set_clock(stage, -leap)
    stage.world.ground.clock = stage.clock
    stage.go_to(stage.clock.now() + timedelta(days=8))
    assert "has closed" in "".join(each.words for each in ann.answers[told:]), "in its time"


def test_a_clock_that_is_put_right_by_years_is_believed_where_webex_agrees(stage: Stage, ann: Actor) -> None:
    later = CONTOSO.replace("2026-03-02", "2036-03-02")
    stage.import_orders(later)
    stage.go_to(datetime(2036, 3, 2, 9, tzinfo=UTC))
    assert ann.title == "Set up your Webex order"


def test_a_reminder_that_a_clock_ahead_has_put_off_comes_when_it_should(stage: Stage, ann: Actor) -> None:
    """By a clock that is most of a day ahead it is late, and night: so the invitation would wait for the morning."""
    stage.import_orders(CONTOSO)
    set_clock(stage, timedelta(hours=18))
    assert ann.answers == []
    set_clock(stage, timedelta(hours=-18))
    assert ann.answers == []
    at_nine(stage)
    assert len(ann.answers) == 1


def test_who_had_enough_by_a_clock_ahead_is_not_silenced_for_fifty_years(stage: Stage, ann: Actor) -> None:
    with stage.bot.store.unit_of_work() as uow:
        for _ in range(MOST_A_DAY):
            ahead = stage.clock.now() + FIFTY_YEARS
            uow.outbox.post(Address(email=ann.email), Message("Hello"), Lane.REMINDER, ahead)
    stage.settle()
    stage.clock.passes(hours=-1)
    stage.import_orders(CONTOSO)
    set_clock(stage, -HOUR)
    stage.go_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert len(ann.answers) == MOST_A_DAY + 1


def test_a_bot_that_starts_with_a_clock_set_back_waits_for_nothing(stage: Stage, ann: Actor, ada: Actor) -> None:
    ada.says("help")
    set_clock(stage, FIFTY_YEARS)
    stage.world.faults.failing(503, 1, method="POST", path="/messages")
    ada.says("order 5")
    stage.clock.move_to(stage.clock.now() - FIFTY_YEARS)
    stage.begin_again()
    stage.bot.lifecycle.heartbeat.enter()
    stage.settle()
    stage.wait(seconds=10)
    assert "order 5" in ada.sees


def test_every_moment_of_the_database_is_thought_of(stage: Stage) -> None:
    with closing(sqlite3.connect(stage.database)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {(table, row[1]) for table in tables for row in db.execute(f"PRAGMA table_info({table})")}
    own = {each for each in columns if each[1] == "at" or each[1].endswith(("_at", "_since", "_until"))}
    own = {each for each in own if not each[0].startswith(("sqlite_", "_sqlite"))}
    assert own == {*HAPPENED, *ENDS, *OF_THE_FUTURE, *OF_WEBEX}


def test_a_span_is_measured_by_a_clock_that_nobody_sets() -> None:
    wall, stopwatch = StandingClock(NOON), [100.0]
    steady = SteadyClock(wall, lambda: stopwatch[0])
    wall.move_to(NOON - FIFTY_YEARS)
    stopwatch[0] += 90
    assert steady.now() == NOON + timedelta(seconds=90)


def test_what_was_noted_by_a_clock_that_was_ahead_holds_nobody_up() -> None:
    assert is_within(HOUR, NOON, NOON)
    assert is_within(HOUR, NOON, NOON + HOUR - timedelta(seconds=1))
    assert not is_within(HOUR, NOON, NOON + HOUR)
    assert not is_within(HOUR, NOON, NOON - timedelta(seconds=1))
