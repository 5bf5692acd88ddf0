"""A rehearsal has orders as they stand, changes them at will, holds nobody up, and leaves nothing behind."""

import sqlite3
from dataclasses import replace

import pytest

from bot.domain.outgoing import Lane
from bot.reminders.reminder import Reminder
from store import Store
from tests.store.things import ANN, NOON, after, order, owe


@pytest.fixture
def orders(store: Store) -> tuple[str, ...]:
    """Two orders of Ann's, each with a card, a reminder and a line in the audit log."""
    numbers = ("90017", "90018")
    with store.unit_of_work() as uow:
        for number in numbers:
            uow.orders.save(order(number))
            uow.reminders.plan(Reminder(number, "invite", "2026-12-01", NOON))
            uow.audit.add(NOON, "", "invited", order=number)
            card = owe(uow, f"about {number}", lane=Lane.REMINDER, order=number)
            uow.live_cards.replace(f"wizard:{number}:{ANN.email}", card)
    return numbers


def test_orders_are_as_they_stand_and_all_else_is_read_in_the_file(store: Store, orders: tuple[str, ...]) -> None:
    one, other = orders
    with store.unit_of_work() as uow:
        uow.notes.add(one, "rita@cisco.example", "Called", NOON)
    with store.rehearsing([one], NOON) as rehearsed, store.reading() as kept:
        assert rehearsed.orders.get(one) == kept.orders.get(one)
        assert rehearsed.orders.get(other) is None
        assert rehearsed.reminders.due_by(NOON) == kept.reminders.due_of(one, NOON)
        assert rehearsed.audit.of_order(one) == kept.audit.of_order(one)
        assert rehearsed.live_cards.keys_of(f"wizard:{one}") == kept.live_cards.keys_of(f"wizard:{one}")
        assert rehearsed.posted.unasked(ANN.email, after(hours=-1)) == 2, "what people had today counts, whatever about"
        assert rehearsed.notes.of_order(one) == kept.notes.of_order(one)


def test_nothing_of_it_stays_and_nobody_waits_for_it(store: Store, orders: tuple[str, ...]) -> None:
    number, _other = orders
    with store.rehearsing(orders, NOON) as rehearsed:
        for reminder in rehearsed.reminders.due_by(NOON):
            rehearsed.reminders.fire(reminder, NOON)
        owe(rehearsed, "only tried", order=number)
        rehearsed.audit.add(NOON, "", "escalated", order=number)
        with store.unit_of_work() as uow:
            uow.orders.save(order(number, customer_name="Fabrikam"))
        before = rehearsed.orders.get(number)
        assert before == order(number), "it goes on from the moment at which it began"
    with store.reading() as kept:
        assert kept.orders.get(number) == replace(before, customer_name="Fabrikam")
        assert len(kept.reminders.due_by(NOON)) == len(kept.backlog.oldest_messages(9)) == 2
        assert [line.verb for line in kept.audit.of_order(number)] == ["invited"]


def test_what_it_does_not_know_how_to_take_back_fails(store: Store, orders: tuple[str, ...]) -> None:
    with store.rehearsing(orders, NOON) as rehearsed, pytest.raises(sqlite3.OperationalError, match="readonly"):
        rehearsed.notes.add(orders[0], "rita@cisco.example", "Called", NOON)
