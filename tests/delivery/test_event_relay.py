"""Events reach the partner's own system at least once, each under one id, whatever dies and whoever is away."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from bot.delivery.event_relay import EventRelay, next_try
from bot.domain.provisioning import EventType, PartnerEvent
from bot.errors import RateLimited, Unreachable
from store import Store
from tests.fakes.clocks import StandingClock
from tests.fakes.systems import FickleSystem

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AWAY = Unreachable("503")


def relay(store: Store, system: FickleSystem, clock: StandingClock, owner: str) -> EventRelay:
    return EventRelay(store, system, clock, owner, after=lambda: None)


@pytest.fixture
def owed(store: Store) -> Store:
    """A store in which one event is owed."""
    with store.unit_of_work() as uow:
        uow.partner_events.add(PartnerEvent("msg_1", EventType.SETUP_FINISHED, "1", '{"a":1}'), NOON)
    return store


def test_a_process_that_dies_after_delivering_delivers_again_under_the_same_id(owed: Store) -> None:
    system, clock = FickleSystem("dies after"), StandingClock(NOON)
    with pytest.raises(KeyboardInterrupt):
        relay(owed, system, clock, "dead")()
    assert not relay(owed, system, clock, "us")()

    with owed.unit_of_work() as uow:
        uow.release_leases("dead")
    assert relay(owed, system, clock, "us")()
    assert not relay(owed, system, clock, "us")()

    first, again = system.arrived
    assert (first.event_id, first.body) == (again.event_id, again.body)


def test_what_fails_waits_longer_each_time_and_is_given_up_after_a_day(owed: Store) -> None:
    system, clock = FickleSystem(*["503"] * 100), StandingClock(NOON)
    tries = []
    with owed.reading() as uow:
        due = uow.partner_events.next_due()
    while due is not None:
        clock.move_to(due)
        relay(owed, system, clock, "us")()
        tries.append(due - NOON)
        with owed.reading() as uow:
            due = uow.partner_events.next_due()

    waits = [after - before for before, after in pairwise(tries)]
    assert waits[0] < timedelta(seconds=10)
    assert max(waits) <= timedelta(hours=2.5)
    assert tries[-1] == timedelta(days=1)
    assert len(tries) < 25
    with owed.reading() as uow:
        [letter] = uow.dead_letters.all()
        assert (letter.reference, letter.order) == ("E1", "1")


def test_a_system_that_asks_for_peace_gets_it() -> None:
    event = PartnerEvent("msg_1", EventType.SETUP_FINISHED, "1", "{}", attempts=1, created_at=NOON)

    asked = next_try(event, RateLimited("429", wait=timedelta(minutes=20)), NOON, Random(1))
    assert asked == NOON + timedelta(minutes=20)
    assert next_try(event, AWAY, NOON + timedelta(days=1), Random(1)) is None


def test_a_system_that_wants_no_more_gets_no_more(owed: Store) -> None:
    system = FickleSystem("gone")
    assert relay(owed, system, StandingClock(NOON), "us")()

    with owed.reading() as uow:
        assert uow.partner_events.next_due() is None
        assert uow.dead_letters.count() == 1
