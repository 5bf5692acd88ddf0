"""Reminders over weeks: what comes when, to whom, why, and after an outage."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.orders import OrderState
from bot.scheduling.auditor import Auditor
from tests.scenarios.weeks import INVITE, NUDGE, calls, heard
from tests.staging.actors import Actor, unfolded
from tests.staging.rep_space import cards_to_press
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine, begun, invited, march


def fired(stage: Stage, number: str) -> list[tuple[str, datetime]]:
    """Return what was sent about an order, and when."""
    with stage.bot.store.reading() as uow:
        sent = [each for each in uow.reminders.of_order(number) if each.fired_at]
    return [(each.rule, each.fired_at) for each in sent if each.fired_at]


# What an A-WX order of Monday 2 March gets when nobody ever answers: worked out by hand. Its line closes on 1 April.
ALL_OF_AWX = [
    ("invite", date(2026, 3, 2)),
    ("escalate", date(2026, 3, 3)),
    ("nudge", date(2026, 3, 3)),
    ("unclaimed", date(2026, 3, 4)),
    ("unclaimed", date(2026, 3, 5)),
    ("unclaimed", date(2026, 3, 6)),
    ("nudge", date(2026, 3, 9)),
    ("nudge", date(2026, 3, 16)),
    ("nudge", date(2026, 3, 23)),
    ("nudge", date(2026, 3, 30)),
    ("closing", date(2026, 3, 30)),
    ("closed", date(2026, 4, 1)),
]


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Riyadh", "Australia/Lord_Howe"])
def test_sixty_days_bring_exactly_what_was_expected(stage: Stage, ann: Actor, rita: Actor, zone: str) -> None:
    """Clocks change in London on 29 March, in New York on 8 March, on Lord Howe (by half an hour) on 5 April."""
    stage.clock.move_to(datetime(2026, 2, 27, 0, 0, tzinfo=ZoneInfo(zone)))
    stage.import_orders(CONTOSO.replace("A-FLEX-3", "A-WX").replace(",SA,UTC,", f",GB,{zone},"))

    for n in range(60):
        day = date(2026, 2, 27) + timedelta(days=n)
        for hour in (time(8, 59), time(9), time(21)):
            stage.go_to(datetime.combine(day, hour, ZoneInfo(zone)))

    local = sorted((at.astimezone(ZoneInfo(zone)), rule) for rule, at in fired(stage, "90417263"))
    assert sorted((rule, at.date()) for at, rule in local) == sorted(ALL_OF_AWX)
    assert all(at.time() == time(9) for at, _rule in local)
    # One message for each: the invitation, five nudges, the end; three cards for the reps.
    assert len(heard(stage, ann)) == 7
    assert calls(stage) == 3
    assert stage.order("90417263").state is OrderState.CLOSED
    with stage.bot.store.reading() as uow:
        assert uow.reminders.pending("90417263") == []


def test_the_nudges_of_somebody_midway_lead_back_to_the_very_step(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    place = ann.title
    stage.go_to(march(3))

    assert ann.title == NUDGE
    assert place in ann.sees
    assert "6 days left" in ann.sees
    ann.presses("Resume")
    assert ann.title == place


def test_an_outage_of_three_days_ends_in_one_message_and_blames_nobody_who_was_not_invited(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.import_orders(CONTOSO)
    stage.clock.move_to(march(5, 12))
    stage.restart()

    assert heard(stage, ann) == [INVITE]
    assert "This message is late" in ann.sees
    assert calls(stage) == 0
    stage.go_to(march(6))
    assert calls(stage) == 1
    assert len(stage.cards_in_space()) == 1

    # The days are counted from the invitation as it was, on Thursday; the next working day is a Sunday.
    stage.go_to(march(7))
    assert len(heard(stage, ann)) == 1
    stage.go_to(march(8))
    assert "4 days left" in ann.sees


def test_of_the_nudges_of_an_outage_the_last_one_speaks(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.clock.move_to(march(6, 12))
    stage.restart()

    assert len(heard(stage, ann)) == 2
    assert "This message is late" in ann.sees
    with stage.bot.store.reading() as uow:
        nudges = [each for each in uow.reminders.of_order("90417263") if each.rule == "nudge" and each.fired_at]
        assert len({each.envelope for each in nudges}) == 1
        assert len(nudges) == 2


def test_what_is_late_does_not_wake_anybody(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    stage.clock.move_to(march(4, 23))
    stage.restart()
    assert ann.answers == []

    stage.go_to(march(5, 7, 59))
    assert ann.answers == []
    stage.go_to(march(5, 8))
    assert heard(stage, ann) == [INVITE]
    assert "This message is late" in ann.sees


def test_an_invitation_keeps_its_date_even_late_in_the_evening(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    stage.clock.move_to(march(2, 23))
    stage.restart()

    assert ann.title == INVITE
    stage.go_to(march(2, 23, 30))
    stage.import_orders(CONTOSO.replace("90417263", "90417299").replace("2026-03-02", "2026-02-26"))
    assert "90417299" in ann.sees


def test_an_order_that_comes_in_after_its_start_date_is_invited_at_once_and_nobody_is_blamed(
    stage: Stage, ann: Actor, rita: Actor
) -> None:
    stage.go_to(march(5, 12))
    stage.import_orders(CONTOSO)

    assert ann.title == INVITE
    assert "This message is late" not in ann.sees
    assert calls(stage) == 0
    stage.go_to(march(6))
    assert calls(stage) == 1


@pytest.mark.parametrize("restarts", [0, 3])
def test_however_often_the_bot_starts_each_reminder_comes_once(
    stage: Stage, ann: Actor, rita: Actor, restarts: int
) -> None:
    stage.import_orders(CONTOSO, CONTOSO.replace("90417263", "90417264"))
    for day in (2, 3, 4):
        stage.clock.move_to(march(day))
        for _each in range(restarts + 1):
            stage.restart()
            stage.bot.reminders.replan()
            stage.settle()

    assert len(heard(stage, ann)) == 4
    assert calls(stage) == 2


def test_each_reminder_says_why_it_came(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    assert "Why did I get this? By the rule “invitation on the requested start date”" in ann.sees
    assert "requested start date of the order is Monday 2 March 2026" in ann.unfolds("Why did I get this?")

    stage.go_to(march(3))
    assert "By the rule “reminder before the order line closes”" in ann.sees
    assert "Saudi Arabia" in ann.unfolds("Why did I get this?")
    assert "Type “stop”" in ann.sees

    [call] = stage.cards_in_space()
    assert "By the rule “escalation because setup has not begun”. Claim it to stop these alerts" in call
    assert "Not started 1 day after the start date." in "\n".join(whys(stage)[-1])
    stage.go_to(march(5))
    assert "the last working day (Saudi Arabia) that leaves 48 hours" in "\n".join(whys(stage)[-1])
    stage.go_to(march(9))
    assert "By the rule “closing of the order line”" in ann.sees


def whys(stage: Stage) -> list[list[str]]:
    """Return what the cards in the rep space unfold about why they are there."""
    return [unfolded(each.card, "Why did I get this?") for each in cards_to_press(stage)]


def test_a_list_says_why_it_came(stage: Stage, ann: Actor) -> None:
    orders = [CONTOSO.replace("90417263", f"9050{n:04}") for n in range(4)]
    stage.import_orders(*orders, CONTOSO.replace("90417263", "90509999").replace(",SA,", ",DE,"))
    at_nine(stage)
    assert "By the rules: invitation on the requested start date" in ann.sees
    whole = ann.unfolds("Why did I get this?")
    assert "their requested start date is Monday 2 March 2026" in whole
    assert "working days (Saudi Arabia and Germany)" in whole
    assert "Type “stop”" in ann.sees


def test_reminders_come_by_the_clock_of_whoever_says_where_they_are(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.says("time zone america/new_york")
    assert "New York" in ann.sees

    stage.go_to(march(3, 13, 59))
    assert "New York" in ann.sees
    stage.go_to(march(3, 14))
    assert ann.title == INVITE
    ann.says("time zone Riyadh")
    assert "clock of Riyadh" in ann.sees
    ann.says("time zone Atlantis")
    assert "Unknown time zone" in ann.sees
    ann.says("time zone القاهرة")
    assert "clock of Cairo" in ann.sees


def test_many_orders_at_once_come_as_one_list(stage: Stage, ann: Actor, ada: Actor) -> None:
    rows = [CONTOSO.replace("90417263", f"9050{n:04}") for n in range(40)]
    stage.import_orders(*rows)
    at_nine(stage)

    assert len(ann.answers) == 1
    assert ann.title == "40 orders wait for you"
    assert "10 more are not shown" in ann.sees
    assert stage.order("90500007").state is OrderState.INVITED
    ann.presses("Open", order="90500007")
    assert ann.title == INVITE
    ann.says("order 90500039")
    assert "90500039" in ann.sees


def test_a_storm_of_orders_is_announced_to_the_admin(stage: Stage, ada: Actor) -> None:
    rows = [CONTOSO.replace("90417263", f"9060{n:04}").replace("ann@", f"ann{n // 2}@") for n in range(110)]
    stage.import_orders(*rows)
    for n in range(55):
        stage.person(f"ann{n}@northwind.example.com", f"Ann {n}")
    at_nine(stage)

    assert "110 reminders were due at once" in ada.sees
    assert all(stage.order(f"9060{n:04}").invited_at for n in range(110))


def test_while_reminders_are_paused_everything_else_works(stage: Stage, ann: Actor, ada: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.says("/pause reminders")
    stage.go_to(march(4))
    assert ann.answers == []
    ann.says("setup")
    assert ann.title == INVITE

    ada.says("/resume")
    assert calls(stage) == 0
    assert "This message is late" in ann.sees
    stage.go_to(march(5))
    assert calls(stage) == 1
    ada.says("/resume")
    assert "reminders are running" in ada.sees


def test_the_auditor_finds_what_did_not_run(stage: Stage, ann: Actor) -> None:
    def found() -> tuple[float, ...]:
        stage.bot.reminders.audit()
        return tuple(stage.metric(f"setup_now_reminders_{kind}") for kind in ("overdue", "unproven", "astray"))

    invited(stage, ann)
    assert found() == (0, 0, 0)

    stage.clock.move_to(march(3, 9, 4))
    assert found() == (0, 0, 0)
    stage.clock.move_to(march(3, 9, 10))
    assert found() == (2, 0, 0)
    stage.settle()
    assert found() == (0, 0, 0)

    ann.says("later")
    assert found() == (0, 0, 0), "what somebody put off is where it belongs"
    with stage.bot.store.unit_of_work() as uow:
        [closed] = [each for each in uow.reminders.of_order("90417263") if each.rule == "closed"]
        uow.reminders.plan(replace(closed, due_at=march(30)))
    assert found() == (0, 0, 1)
    with stage.bot.store.unit_of_work() as uow:
        uow.reminders.plan(closed)

    with stage.bot.store.unit_of_work() as uow:
        [first, *_others] = [each for each in uow.reminders.of_order("90417263") if each.status == "scheduled"]
        uow.reminders.fire(first, stage.clock.now(), "nothing said this")
    assert found() == (0, 1, 0)


def test_the_auditor_looks_at_all_orders_in_rounds_and_again_at_those_that_lacked_something(stage: Stage) -> None:
    numbers = [str(90417263 + n) for n in range(5)]
    stage.import_orders(*(CONTOSO.replace("90417263", number) for number in numbers))
    with stage.bot.store.unit_of_work() as uow:
        [lost, *_others] = uow.reminders.of_order(numbers[2])
        uow.reminders.take_back(lost)
    auditor = Auditor(orders_at_a_time=2)

    def astray() -> list[str]:
        with stage.bot.store.reading() as uow:
            found = auditor.look(uow, stage.clock.now(), stage.bot.reminders.timing)
        return [each.order for each in found.astray]

    assert [astray() for _look in range(4)] == [[], [numbers[2]], [numbers[2]], [numbers[2]]]
    stage.bot.reminders.replan()
    assert [astray() for _look in range(4)] == [[], [], [], []]


def test_a_start_plans_anew_what_has_changed_or_was_found_astray_and_nothing_else(stage: Stage) -> None:
    stage.import_orders(CONTOSO)
    reminders = stage.bot.reminders
    reminders.replan_if_changed()

    def lose_one() -> None:
        with stage.bot.store.unit_of_work() as uow:
            uow.reminders.take_back(uow.reminders.pending("90417263")[0])

    def planned_again() -> bool:
        before = stage.bot.reminders.next_due()
        stage.bot.reminders.replan_if_changed()
        return stage.bot.reminders.next_due() != before

    lose_one()
    assert not planned_again(), "nothing has changed"
    reminders.audit()
    assert planned_again(), "one was found astray"
    assert not planned_again()
    stage.restart(REMINDER_TIME="11:00")
    assert planned_again(), "by another hour"
    lose_one()
    assert not planned_again()
