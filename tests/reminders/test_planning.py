"""The table of rules: what an order calls for as it stands. The dates beside each case are worked out by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.domain.escalations import Escalation, Reason
from bot.domain.orders import OFFERS, Order, OrderState
from bot.reminders.calendar import QUIET_FROM, QUIET_UNTIL, Calendar
from bot.reminders.reminder import Reminder
from bot.reminders.rule import Audience
from bot.reminders.rules import NUDGE, RULES, planned
from bot.reminders.standing import Standing, Timing
from bot.scheduling.sweep import most_useful

TIMING = Timing(time(9), "UTC", 1)
MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SCHEDULED = Order("1", "A-FLEX-3", MONDAY, "ann@x.example", "Contoso", holder="ann@x.example")
INVITED = replace(SCHEDULED, state=OrderState.INVITED, invited_at=NINE)
BEGUN = replace(INVITED, state=OrderState.STARTED, begun_at=NINE)


def dates(order: Order, rule: str, **more: object) -> list[str]:
    """Return the local days of a rule's moments."""
    standing = Standing(order, TIMING, NINE, **more)  # type: ignore[arg-type]
    zone = standing.persons_zone if RULES[rule].audience is Audience.PERSON else standing.zone
    return [f"{each.due_at.astimezone(zone):%a %d %b %H:%M}" for each in planned(standing) if each.rule == rule]


def test_before_the_start_date_the_invitation_and_the_escalation_are_promised() -> None:
    assert {each.rule for each in planned(Standing(SCHEDULED, TIMING, NINE))} == {"invite", "escalate"}
    assert dates(SCHEDULED, "invite") == ["Mon 02 Mar 09:00"]
    assert dates(SCHEDULED, "escalate") == ["Tue 03 Mar 09:00"]


@pytest.mark.parametrize(
    ("offer", "country", "expected"),
    [
        # Day 5 is a Saturday and the line closes on Monday: both last nudges come back to Friday, as one.
        ("A-FLEX-3", "DE", ["Tue 03 Mar 09:00", "Thu 05 Mar 09:00", "Fri 06 Mar 09:00"]),
        # Sunday to Thursday: Saturday's nudge moves to Sunday, where that of day 6 is already.
        ("A-FLEX", "SA", ["Tue 03 Mar 09:00", "Thu 05 Mar 09:00", "Sun 08 Mar 09:00"]),
        (
            "A-WX",
            "DE",
            ["Tue 03 Mar 09:00", "Mon 09 Mar 09:00", "Mon 16 Mar 09:00", "Mon 23 Mar 09:00", "Mon 30 Mar 09:00"],
        ),
        # Eid al-Fitr from Thursday 19 to Tuesday 24 March: Monday's nudge waits until Wednesday.
        (
            "A-WX",
            "SA",
            ["Tue 03 Mar 09:00", "Mon 09 Mar 09:00", "Mon 16 Mar 09:00", "Wed 25 Mar 09:00", "Mon 30 Mar 09:00"],
        ),
    ],
)
def test_nudges_move_to_working_days(offer: str, country: str, expected: list[str]) -> None:
    assert dates(replace(INVITED, offer=offer, country=country), "nudge") == expected


def test_nudges_come_by_the_clock_of_the_person_and_the_rest_by_that_of_the_order() -> None:
    order = replace(INVITED, zone="Asia/Riyadh")
    standing = Standing(order, TIMING, NINE, person_zone="America/New_York")

    hours = {each.rule: each.due_at.hour for each in planned(standing)}
    # New York is five hours behind Greenwich in the first week of March, and Riyadh three ahead.
    assert hours["nudge"] == 14
    assert hours["closing"] == 6


@pytest.mark.parametrize(
    ("country", "expected"), [("DE", ["Thu 05 Mar 09:00"]), ("SA", ["Thu 05 Mar 09:00"]), ("EG", ["Thu 05 Mar 09:00"])]
)
def test_three_working_days_of_silence_are_a_stall(country: str, expected: list[str]) -> None:
    assert dates(replace(BEGUN, country=country), "stalled") == expected


def test_silence_over_a_weekend_takes_longer() -> None:
    thursday = datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert dates(replace(BEGUN, country="DE", offer="A-WX"), "stalled", last_answer=thursday) == ["Tue 10 Mar 09:00"]
    assert dates(replace(BEGUN, country="SA", offer="A-WX"), "stalled", last_answer=thursday) == ["Tue 10 Mar 09:00"]
    assert dates(replace(BEGUN, country="AE", offer="A-WX"), "stalled", last_answer=thursday) == ["Tue 10 Mar 09:00"]


def test_a_warning_of_the_end_comes_on_the_last_working_day_that_is_early_enough() -> None:
    # The line closes on Monday 9 March; 48 hours before is a Saturday.
    assert dates(replace(INVITED, country="DE"), "closing") == ["Fri 06 Mar 09:00"]
    assert dates(replace(INVITED, country="SA"), "closing") == ["Thu 05 Mar 09:00"]
    assert dates(INVITED, "closed") == ["Mon 09 Mar 09:00"]


def test_whoever_is_invited_in_the_afternoon_has_until_the_afternoon() -> None:
    late = replace(INVITED, invited_at=NINE.replace(hour=15, minute=30))
    night = replace(INVITED, invited_at=NINE.replace(hour=23))
    assert dates(late, "closed") == ["Mon 09 Mar 15:30"]
    assert dates(night, "closed") == ["Mon 09 Mar 19:59"]


@pytest.mark.parametrize(("comes_in", "called"), [(0, 1), (0.9, 1), (1.1, 2), (4, 5)])
def test_the_escalation_keeps_its_date_unless_that_was_over_before_the_order_came_in(
    comes_in: float, called: int
) -> None:
    standing = Standing(SCHEDULED, TIMING, NINE + timedelta(days=comes_in))
    [escalation] = [each for each in planned(standing) if each.rule == "escalate"]
    assert escalation.due_at == NINE + timedelta(days=called)


@pytest.mark.parametrize("state", list(OrderState))
def test_nothing_is_promised_about_an_order_that_is_over(state: OrderState) -> None:
    order = replace(BEGUN, state=state)
    rules = {each.rule for each in planned(Standing(order, TIMING, NINE))}
    assert (rules == set()) is state.is_over


def test_while_cisco_has_to_act_the_person_is_left_in_peace() -> None:
    rules = {each.rule for each in planned(Standing(replace(BEGUN, state=OrderState.STOPPED), TIMING, NINE))}
    assert rules == {"closing", "closed"}


def test_who_wants_no_reminders_is_still_invited() -> None:
    assert dates(SCHEDULED, "invite", wants_reminders=False)
    assert not dates(INVITED, "nudge", wants_reminders=False)


def test_a_claimed_order_is_not_warned_of_again() -> None:
    claimed = Escalation("1", NINE, Reason.NOT_BEGUN, owner="rita@x.example")
    assert not dates(INVITED, "closing", escalation=claimed)
    assert dates(INVITED, "closing", escalation=claimed.released())


def test_who_was_asked_to_take_over_is_reminded_instead() -> None:
    asked = replace(BEGUN, nominee="omar@x.example")
    promises = NUDGE.promises(Standing(asked, TIMING, NINE))
    assert promises
    assert all(each.occurrence.endswith(":omar@x.example") for each in promises)


def test_whatever_the_order_nudges_are_by_day_on_working_days_and_before_the_end() -> None:
    starts = [MONDAY + timedelta(days=n) for n in range(0, 365, 3)]
    zones = ["Europe/London", "America/Los_Angeles", "Asia/Riyadh", "Pacific/Auckland"]
    for offer, country, zone, start in product(OFFERS, ["", "DE", "SA", "EG", "US"], zones, starts):
        order = replace(SCHEDULED, offer=offer, country=country, zone=zone, start_date=start)
        day = order.at_local(start, time(9), "UTC")
        standing = Standing(replace(order, invited_at=day, state=OrderState.INVITED), TIMING, day)
        nudges = NUDGE.promises(standing)
        local = [each.due_at.astimezone(standing.zone) for each in nudges]

        between = [start + timedelta(days=n) for n in range(1, order.closes_after.days)]
        # In a week of holidays there is no day for a nudge; the reps are warned before it.
        assert bool(nudges) is any(Calendar(country).is_working(each) for each in between)
        assert all(QUIET_UNTIL <= each.time() < QUIET_FROM for each in local)
        assert all(Calendar(country).is_working(each.date()) for each in local)
        assert all(start < each.date() < standing.closes_on for each in local)
        assert len({each.date() for each in local}) == len(local)
        assert all(each.due_at < standing.closes_at for each in nudges)


def test_of_several_that_are_late_the_most_useful_one_speaks_for_all() -> None:
    def late(rule: str, hours: int = 0) -> Reminder:
        return Reminder("1", rule, f"{hours}:ann", NINE + timedelta(hours=hours))

    def chosen(*reminders: Reminder) -> set[tuple[str, int]]:
        return {(each.reminder.rule, len(each.also)) for each in most_useful(list(reminders), "ann", ZoneInfo("UTC"))}

    assert chosen(late("invite"), late("escalate")) == {("invite", 0), ("escalate", 0)}
    assert chosen(late("nudge", 1), late("nudge", 2), late("stalled")) == {("nudge", 1), ("stalled", 0)}
    assert chosen(late("nudge"), late("closing"), late("closed"), late("unclaimed")) == {("closed", 3)}
    assert chosen(late("review"), late("closed")) == {("review", 0), ("closed", 0)}
    [newest] = most_useful([late("nudge", 1), late("nudge", 2)], "ann", ZoneInfo("UTC"))
    assert newest.reminder == late("nudge", 2)


def test_words_and_weights_are_clear() -> None:
    weights = [(rule.audience, rule.weight) for rule in RULES.values()]
    assert len(set(weights)) == len(weights), "two rules for one audience weigh the same: which of them would speak?"
