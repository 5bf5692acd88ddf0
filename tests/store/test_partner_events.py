"""Events for the partner's own system: one after the other for an order, and none lost with whoever had it in hand."""

from datetime import UTC, datetime, timedelta

from bot.domain.provisioning import EventType, PartnerEvent, SystemAnswer, Verdict
from store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def owe(store: Store, name: str, order: str) -> None:
    with store.unit_of_work() as uow:
        uow.partner_events.add(PartnerEvent(name, EventType.SETUP_FINISHED, order, "{}"), NOON)


def leased(store: Store, owner: str = "us", at: datetime = NOON) -> PartnerEvent | None:
    with store.unit_of_work() as uow:
        return uow.partner_events.lease(owner, at)


def test_an_order_s_events_go_one_by_one_and_orders_side_by_side(store: Store) -> None:
    for name, order in (("first", "1"), ("second", "1"), ("other", "2")):
        owe(store, name, order)

    first, other = leased(store), leased(store)
    assert first is not None
    assert other is not None
    assert (first.event_id, other.event_id, leased(store)) == ("first", "other", None)

    with store.unit_of_work() as uow:
        assert uow.partner_events.retry(first, "us", NOON + timedelta(minutes=1), "503")
    assert leased(store) is None
    again = leased(store, at=NOON + timedelta(minutes=1))
    assert again is not None
    assert (again.event_id, again.attempts) == ("first", 2)


def test_what_a_dead_process_had_in_hand_goes_out_again_and_it_settles_nothing_any_more(store: Store) -> None:
    owe(store, "first", "1")
    dead = leased(store, "dead")
    assert dead is not None
    with store.unit_of_work() as uow:
        assert uow.release_leases("dead") == 1

    taken_over = leased(store)
    assert taken_over is not None
    assert taken_over.event_id == dead.event_id
    with store.unit_of_work() as uow:
        assert not uow.partner_events.sent(dead, "dead", NOON)
        assert uow.partner_events.sent(taken_over, "us", NOON)


def test_an_answer_says_that_an_event_has_arrived(store: Store) -> None:
    owe(store, "first", "1")
    with store.unit_of_work() as uow:
        uow.partner_events.answered("first", SystemAnswer(Verdict.ACCEPTED), NOON)
        latest = uow.partner_events.latest("1")

    assert latest is not None
    assert (latest.status, latest.answer) == ("sent", Verdict.ACCEPTED)
    assert leased(store) is None


def test_what_was_never_tried_can_be_taken_back(store: Store) -> None:
    owe(store, "first", "1")
    with store.unit_of_work() as uow:
        assert uow.partner_events.withdraw_unsent("1", NOON) == 1
        assert uow.partner_events.latest("1") is None
        uow.partner_events.prune(NOON + timedelta(days=31))
    assert leased(store) is None
