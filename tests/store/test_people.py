"""People, the spaces they are in, and the processes that serve them."""

from bot.domain.people import Person
from bot.domain.processes import Neighbour
from store import UnitOfWork
from tests.store.things import NOON, after

ANN = Person("P1", "ann@partner.example", "Ann")


def test_who_was_met_is_known_by_id_and_address(uow: UnitOfWork) -> None:
    assert uow.people.by_id("P1") is None
    assert uow.people.meet(Person("P1", " Ann@Partner.example", "Ann")) == ANN
    assert uow.people.by_id("P1") == ANN
    assert uow.people.by_email("ANN@partner.example") == ANN


def test_meeting_again_keeps_what_a_person_chose(uow: UnitOfWork) -> None:
    uow.people.meet(ANN)
    uow.people.set_language(ANN.email, "ar")
    uow.people.set_room(ANN.email, "R1")
    uow.people.set_wants_reminders("ANN@partner.example", False)

    met = uow.people.meet(Person("P1", "ann@new.example", "Ann B."))

    assert met == Person("P1", "ann@new.example", "Ann B.", False, "ar", "R1", False)
    assert uow.people.by_email(ANN.email) is None
    assert uow.people.meet(Person("P1", "ann@new.example")) == met, "Webex did not say the name this time"


def test_a_known_address_under_a_new_id_is_somebody_new(uow: UnitOfWork) -> None:
    uow.people.meet(ANN)
    uow.people.set_language(ANN.email, "ar")

    assert uow.people.meet(Person("P2", ANN.email, "Anna")).language is None
    assert uow.people.by_id("P1") is None
    assert uow.people.by_email(ANN.email) == Person("P2", ANN.email, "Anna")


def test_bots_without_an_address_do_not_push_each_other_out(uow: UnitOfWork) -> None:
    uow.people.meet(Person("B1", "", is_bot=True))
    uow.people.meet(Person("B2", "", is_bot=True))

    assert uow.people.by_id("B1")
    assert uow.people.by_id("B2")
    assert uow.people.by_email("") is None


def test_nothing_is_chosen_for_who_was_never_met(uow: UnitOfWork) -> None:
    uow.people.set_room("nobody@example.net", "R1")
    assert uow.people.by_email("nobody@example.net") is None


def test_members_of_a_space_come_and_go(uow: UnitOfWork) -> None:
    uow.spaces.set_members("S1", ["Rita@cisco.example", "rita@cisco.example", "ray@cisco.example"])
    uow.spaces.add("S1", "Rosa@cisco.example")
    uow.spaces.add("S1", "rosa@cisco.example")
    uow.spaces.remove("S1", "RAY@cisco.example")
    uow.spaces.add("S2", "ann@partner.example")

    assert uow.spaces.members("S1") == {"rita@cisco.example", "rosa@cisco.example"}
    assert uow.spaces.is_in_one(["S1"], "RITA@cisco.example")
    assert not uow.spaces.is_in_one(["S1"], "ann@partner.example")

    uow.spaces.set_members("S1", [])
    assert uow.spaces.members("S1") == frozenset()


def test_heartbeats_of_the_others_are_counted(uow: UnitOfWork) -> None:
    uow.processes.enter("me", "here", 1, "10:00", NOON)
    uow.processes.enter("other", "there", 2, "09:00", NOON)

    assert uow.processes.others("me") == [Neighbour("other", "there", 2, "09:00", 0)]
    assert uow.processes.beat("other", NOON)
    assert uow.processes.beat("other", after(hours=-1)), "whatever its clock says"
    assert [each.beats for each in uow.processes.others("me")] == [2]


def test_a_process_that_left_is_nobody_to_bury(uow: UnitOfWork) -> None:
    uow.processes.enter("other", "here", 2, "10:00", NOON)
    uow.processes.leave("other")

    assert uow.processes.others("me") == []
    assert not uow.processes.beat("other", NOON)
