"""Orders, and how far people are with them."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.orders import Order, OrderState
from bot.wizard.engine import Progress
from store import UnitOfWork
from tests.store.things import NOON, ORDER, order

ANN, OMAR, RITA = "ann@partner.example", "omar@customer.example", "rita@cisco.example"


def test_an_order_comes_back_as_it_was(uow: UnitOfWork) -> None:
    assert uow.orders.get("90017") is None
    uow.orders.save(ORDER)
    assert uow.orders.get("90017") == ORDER

    begun = replace(ORDER, state=OrderState.STARTED, begun_at=NOON, nominee=OMAR, with_customer=True)
    uow.orders.save(begun)
    assert list(uow.orders.each()) == [begun]


def test_addresses_are_found_in_any_case(uow: UnitOfWork) -> None:
    uow.orders.save(order("1", contact=" Ann@Partner.Example", holder="ANN@partner.example"))

    [found] = uow.orders.held_by("ann@PARTNER.example")
    assert (found.contact, found.holder) == (ANN, ANN)


def test_people_find_their_orders(uow: UnitOfWork) -> None:
    uow.orders.save(order("1", holder=ANN, contact=ANN))
    uow.orders.save(order("2", holder=OMAR, contact=ANN))
    uow.orders.save(order("3", holder=OMAR, contact=OMAR, nominee=ANN, rep=ANN))
    uow.orders.save(order("4", holder=OMAR, contact=OMAR))

    def numbers(found: list[Order]) -> list[str]:
        return [each.number for each in found]

    assert numbers(uow.orders.held_by(ANN)) == ["1"]
    assert numbers(uow.orders.of_person(ANN)) == ["1", "2", "3"]
    assert numbers(uow.orders.of_rep(ANN)) == ["3"]
    assert numbers(uow.orders.of_rep(RITA)) == ["1", "2", "4"]
    assert uow.orders.name_rep(ANN)
    assert uow.orders.name_person(ANN)
    assert not uow.orders.name_rep(OMAR)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["2", "3", "90017"]),
        ("generale", ["90017"]),
        ("GÉNÉRALE eau", ["90017"]),
        ("النور", ["2"]),
        ("eau النور", []),
        ("٩٠٠١٧", ["90017"]),
        ("ann@partner", ["2", "3", "90017"]),
        ("100%", ["3"]),
        ("a-flex ann", ["2", "3", "90017"]),
        ("_", []),
    ],
)
def test_a_search_finds_every_word_in_any_script(uow: UnitOfWork, words: str, found: list[str]) -> None:
    facts = {"partner_name": "", "subscription": ""}
    uow.orders.save(order("90017", **facts))
    uow.orders.save(order("2", **facts | {"partner_name": "شركة النُّور"}, customer_name="", start_date=date(2026, 1, 1)))
    uow.orders.save(order("3", **facts, customer_name="100% Ltd"))

    assert [each.number for each in uow.orders.search(words)] == found


def test_a_search_within_a_state_and_a_limit(uow: UnitOfWork) -> None:
    for n in range(5):
        uow.orders.save(order(f"{n}", state=OrderState.INVITED if n % 2 else OrderState.STARTED))

    assert [each.number for each in uow.orders.search(state=OrderState.INVITED)] == ["1", "3"]
    assert len(uow.orders.search(limit=3)) == 3
    counts = uow.orders.counts()
    assert (counts[OrderState.STARTED], counts[OrderState.INVITED], counts[OrderState.CLOSED]) == (3, 2, 0)


PROGRESS = Progress("90017", ANN, {"role": {"role": "partner"}}, ("role",), "owner", True, False, 1)


def test_progress_comes_back_as_it_was(uow: UnitOfWork) -> None:
    assert uow.progress.get("90017", ANN) is None
    assert uow.progress.save(PROGRESS, expected_revision=0)
    assert uow.progress.get("90017", ANN) == PROGRESS
    assert uow.progress.get("90017", OMAR) is None


def test_nobody_writes_over_what_they_have_not_seen(uow: UnitOfWork) -> None:
    uow.progress.save(PROGRESS, expected_revision=0)

    assert not uow.progress.save(replace(PROGRESS, cursor="late"), expected_revision=0)
    assert not uow.progress.save(replace(PROGRESS, revision=3), expected_revision=2)
    assert uow.progress.save(replace(PROGRESS, revision=2), expected_revision=1)

    kept = uow.progress.get("90017", ANN)
    assert kept
    assert (kept.revision, kept.cursor) == (2, "owner")


def test_there_is_nothing_to_change_where_nothing_is_kept(uow: UnitOfWork) -> None:
    assert not uow.progress.save(PROGRESS, expected_revision=4)
    assert uow.progress.get("90017", ANN) is None


def test_an_unanswered_progress_can_be_kept_and_answered(uow: UnitOfWork) -> None:
    assert uow.progress.save(Progress("90017", ANN), expected_revision=0)
    assert uow.progress.save(PROGRESS, expected_revision=0)
    assert uow.progress.get("90017", ANN) == PROGRESS


def test_dropped_progress_is_gone(uow: UnitOfWork) -> None:
    uow.progress.save(PROGRESS, expected_revision=0)
    uow.progress.drop("90017", ANN)
    assert uow.progress.get("90017", ANN) is None


def test_answers_are_handed_over_past_every_old_card(uow: UnitOfWork) -> None:
    uow.progress.save(PROGRESS, expected_revision=0)
    uow.progress.save(Progress("90017", OMAR, {"role": {"role": "customer"}}, revision=7), expected_revision=0)

    carried = uow.progress.carry("90017", ANN, OMAR)

    assert carried == replace(PROGRESS, person=OMAR, revision=8)
    assert uow.progress.get("90017", ANN) is None


def test_without_answers_there_is_nothing_to_hand_over(uow: UnitOfWork) -> None:
    uow.progress.save(replace(PROGRESS, person=OMAR), expected_revision=0)

    kept = uow.progress.get("90017", OMAR)
    assert uow.progress.carry("90017", ANN, OMAR) == kept
    assert uow.progress.carry("90017", OMAR, OMAR) == kept
    assert uow.progress.carry("90018", ANN, OMAR) is None


def test_nobody_is_on_no_order(uow: UnitOfWork) -> None:
    """Many orders have no nominee and no representative; that makes nobody the person of all of them."""
    uow.orders.save(order("90017", nominee="", rep=""))

    assert uow.orders.of_person("") == []
    assert uow.orders.of_rep("") == []
    assert not uow.orders.name_rep("")


@pytest.mark.parametrize(
    ("customer", "searches"),
    [
        ("Sørensen Dental", ["sorensen", "SÖRENSEN", "Sørensen dental"]),
        ("Łódź Telekom", ["lodz", "łódź telekom", "Telekom Lodz"]),
        ("Al Rajhi Telecom", ["alrajhi", "al-rajhi", "rajhi", "Al Rajhi"]),
        ("شركة عبد الله للتقنية", ["عبدالله", "عبد الله", "للتقنيه", "عبدالله شركه"]),
        ("Coca-Cola Gulf", ["cocacola", "coca cola", "COCA-COLA"]),
    ],
)
def test_a_search_finds_a_name_however_it_is_parted_and_marked(
    uow: UnitOfWork, customer: str, searches: list[str]
) -> None:
    uow.orders.save(order("90417263", customer_name=customer))
    uow.orders.save(order("90417310", customer_name="Fabrikam"))

    for words in searches:
        assert [found.number for found in uow.orders.search(words)] == ["90417263"], words


def test_an_order_is_found_however_its_number_is_written(uow: UnitOfWork) -> None:
    uow.orders.save(order("WEB90431"))

    for written in ("web90431", "WEB90431", "#Web90431", "web90431.", "WEB٩٠٤٣١"):
        assert uow.orders.get(written) == order("WEB90431")
