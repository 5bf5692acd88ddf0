"""The calendar: each promise is kept once, whoever looks."""

from datetime import datetime
from pathlib import Path

from bot.reminders.reminder import Reminder
from store import Store, UnitOfWork, open_store
from tests.store.things import NOON, after, together

TOMORROW = after(days=1)
NEXT_WEEK = after(days=7)


def invite(order: str = "90017", occurrence: str = "2026-12-01", due_at: datetime = NOON) -> Reminder:
    return Reminder(order, "invite", occurrence, due_at)


def test_a_reminder_is_due_at_its_moment_and_not_before(uow: UnitOfWork) -> None:
    uow.reminders.plan(invite(due_at=TOMORROW))
    uow.reminders.plan(invite("90018", due_at=NOON))

    assert [reminder.order for reminder in uow.reminders.due_by(NOON)] == ["90018"]
    assert [reminder.order for reminder in uow.reminders.due_by(TOMORROW)] == ["90018", "90017"]
    assert uow.reminders.due_of("90017", NOON) == []
    assert uow.reminders.due_of("90018", NOON) == [invite("90018", due_at=NOON)]
    assert uow.reminders.next_due() == NOON
    assert len(uow.reminders.due_by(NOON)) == 1
    assert len(uow.reminders.due_by(NEXT_WEEK)) == 2


def test_planning_again_moves_it(uow: UnitOfWork) -> None:
    uow.reminders.plan(invite(due_at=NOON))
    uow.reminders.plan(invite(due_at=TOMORROW))

    assert uow.reminders.of_order("90017") == [invite(due_at=TOMORROW)]


def test_it_fires_once_and_stays_fired(uow: UnitOfWork) -> None:
    uow.reminders.plan(invite())
    [reminder] = uow.reminders.due_of("90017", NOON)

    assert uow.reminders.fire(reminder, NOON)
    assert not uow.reminders.fire(reminder, NOON)
    uow.reminders.plan(invite(due_at=TOMORROW))

    assert uow.reminders.pending("90017") == []
    [fired] = uow.reminders.of_order("90017")
    assert (fired.status, fired.fired_at, fired.due_at) == ("fired", NOON, NOON)
    assert uow.reminders.next_due() is None


def test_what_is_withdrawn_does_not_fire_until_it_is_planned_again(uow: UnitOfWork) -> None:
    uow.reminders.plan(invite())

    assert uow.reminders.withdraw("90017") == 1
    assert uow.reminders.withdraw("90017") == 0
    assert uow.reminders.due_of("90017", NOON) == []
    assert not uow.reminders.fire(invite(), NOON)

    uow.reminders.plan(invite(due_at=TOMORROW))
    assert uow.reminders.pending("90017") == [invite(due_at=TOMORROW)]


def test_the_reminders_of_some_rules_or_of_all_are_withdrawn(uow: UnitOfWork) -> None:
    uow.reminders.plan(invite(occurrence="old"))
    uow.reminders.plan(Reminder("90017", "nudge", "1", NOON))
    uow.reminders.plan(Reminder("90018", "nudge", "1", NOON))

    assert uow.reminders.withdraw("90017", rules=["invite", "escalate"]) == 1
    assert [each.rule for each in uow.reminders.pending("90017")] == ["nudge"]
    assert uow.reminders.withdraw("90017", rules=[]) == 0
    assert uow.reminders.withdraw("90017") == 1
    assert len(uow.reminders.pending("90018")) == 1


def test_a_snooze_puts_off_and_outlasts_the_next_plan(uow: UnitOfWork) -> None:
    uow.reminders.plan(invite())

    assert uow.reminders.snooze("90017", TOMORROW, rules=["invite"]) == 1
    uow.reminders.plan(invite())
    assert uow.reminders.next_due() == TOMORROW

    uow.reminders.plan(invite(due_at=NEXT_WEEK))
    assert uow.reminders.next_due() == NEXT_WEEK


def test_what_would_come_sooner_by_some_rules_is_snoozed(uow: UnitOfWork) -> None:
    uow.reminders.plan(invite())
    uow.reminders.plan(Reminder("90017", "nudge", "1", NEXT_WEEK))
    uow.reminders.plan(Reminder("90017", "escalate", "1", NOON))
    uow.reminders.plan(Reminder("90018", "nudge", "1", NOON))

    assert uow.reminders.snooze("90017", TOMORROW, rules=["invite", "nudge"]) == 1
    due = {each.rule: each.due_at for each in uow.reminders.pending("90017")}
    assert due == {"invite": TOMORROW, "nudge": NEXT_WEEK, "escalate": NOON}


def fire_everything(store: Store) -> int:
    with store.unit_of_work() as uow:
        return sum(uow.reminders.fire(reminder, NOON) for reminder in uow.reminders.due_by(NOON))


def test_two_processes_that_sweep_at_once_fire_each_once(store: Store, path: Path) -> None:
    with store.unit_of_work() as uow:
        for n in range(200):
            uow.reminders.plan(invite(f"{n}"))
    other = open_store(path)

    fired = together(4, lambda n: fire_everything([store, other][n % 2]))

    other.close()
    assert sum(fired) == 200


def fire_one_by_one(store: Store) -> int:
    with store.reading() as uow:
        found = uow.reminders.due_by(NOON)
    fired = 0
    for reminder in found:
        with store.unit_of_work() as uow:
            fired += uow.reminders.fire(reminder, NOON)
    return fired


def test_two_that_saw_the_same_reminders_fire_each_once(store: Store) -> None:
    with store.unit_of_work() as uow:
        for n in range(50):
            uow.reminders.plan(invite(f"{n}"))

    assert sum(together(4, lambda _: fire_one_by_one(store))) == 50
