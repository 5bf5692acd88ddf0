"""What reps and admins look at: escalations, notes, the audit log, and the bot's own settings."""

from dataclasses import replace

import pytest

from bot.domain.escalations import Escalation, Reason
from store import Store, UnitOfWork
from tests.store.things import NOON, after, together

CALL = Escalation("90017", NOON, Reason.NOT_BEGUN)


def test_one_escalation_is_open_for_an_order(uow: UnitOfWork) -> None:
    assert uow.escalations.get("90017") is None
    assert uow.escalations.open(CALL)
    assert not uow.escalations.open(replace(CALL, reason=Reason.ASKED_FOR_REP))
    assert uow.escalations.get("90017") == CALL


def test_a_resolved_one_makes_room_for_the_next(uow: UnitOfWork) -> None:
    uow.escalations.open(CALL)
    assert uow.escalations.save(replace(CALL, resolved_at=NOON, resolution="done"))

    assert uow.escalations.get("90017") is None
    assert not uow.escalations.save(replace(CALL, owner="late@cisco.example"))
    assert uow.escalations.open(CALL)


def test_the_open_ones_come_oldest_first(uow: UnitOfWork) -> None:
    for number, hours in (("2", 2), ("1", 1), ("3", 3)):
        uow.escalations.open(replace(CALL, order=number, opened_at=after(hours=hours)))
    uow.escalations.save(replace(CALL, order="1", resolved_at=NOON))

    assert [each.order for each in uow.escalations.open_ones()] == ["2", "3"]


def test_a_claim_stands_until_it_is_released(uow: UnitOfWork) -> None:
    uow.escalations.open(CALL)

    first = uow.escalations.claim("90017", "Rita@cisco.example", "Rita", NOON)
    assert (first.owner, first.owner_name) == ("rita@cisco.example", "Rita")
    assert uow.escalations.claim("90017", "ray@cisco.example", "Ray", NOON) == first

    uow.escalations.save(first.released())
    assert uow.escalations.claim("90017", "ray@cisco.example", "Ray", NOON).owner_name == "Ray"


def test_only_what_is_open_can_be_claimed(uow: UnitOfWork) -> None:
    with pytest.raises(LookupError):
        uow.escalations.claim("90017", "rita@cisco.example", "Rita", NOON)


def test_of_many_reps_one_gets_the_claim(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.escalations.open(CALL)

    def claim(n: int) -> str:
        with store.unit_of_work() as uow:
            return uow.escalations.claim("90017", f"rep{n}@cisco.example", f"Rep {n}", NOON).owner

    assert len(set(together(8, claim))) == 1


def test_notes_stay_in_order(uow: UnitOfWork) -> None:
    uow.notes.add("90017", "rita@cisco.example", "Called, no answer", NOON)
    uow.notes.add("90017", "ray@cisco.example", "يتصل غداً", NOON)

    assert [(note.author, note.text) for note in uow.notes.of_order("90017")] == [
        ("rita@cisco.example", "Called, no answer"),
        ("ray@cisco.example", "يتصل غداً"),
    ]
    assert uow.notes.of_order("90018") == []


def test_the_log_is_read_by_order_and_from_its_end(uow: UnitOfWork) -> None:
    uow.audit.add(NOON, "rita@cisco.example", "claim", order="90017", detail={"step": "role", "at": NOON})
    uow.audit.add(after(hours=1), "ann@partner.example", "begun", order="90017")
    uow.audit.add(after(hours=2), "eve@else.example", "refused", outcome="refused")

    assert [line.verb for line in uow.audit.of_order("90017")] == ["claim", "begun"]
    assert [line.verb for line in uow.audit.recent(2)] == ["refused", "begun"]
    claim = uow.audit.of_order("90017")[0]
    assert (claim.at, claim.actor, claim.order, claim.outcome) == (NOON, "rita@cisco.example", "90017", "ok")
    assert claim.detail == {"step": "role", "at": "2026-11-22T12:00:00.000000+00:00"}
    assert uow.audit.of_order("") == []


def test_settings_are_kept_and_made_once(uow: UnitOfWork) -> None:
    assert uow.bot_state.get("key") is None
    assert uow.bot_state.get_or_create("key", lambda: "made") == "made"
    assert uow.bot_state.get_or_create("key", lambda: "made again") == "made"
    uow.bot_state.set("key", "")
    assert uow.bot_state.get_or_create("key", lambda: "made again") == ""


def test_processes_that_start_at_once_share_what_one_makes(store: Store) -> None:
    def secret(n: int) -> str:
        with store.unit_of_work() as uow:
            return uow.bot_state.get_or_create("signing_key", lambda: f"made by {n}")

    assert len(set(together(8, secret))) == 1
