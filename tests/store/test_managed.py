"""What Webex Admin told, as kept: found, unknown or failed, with its moment; what both lists know is one."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.lookups import LookUpResult, Membership
from bot.domain.organizations import ManagedOrganization, MatchKind, Organization, OrgKind, match
from playground.ids import mint
from store import UnitOfWork

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CARLA = "carla@contoso.example"
AT_WEBEX = ManagedOrganization(
    mint("ORGANIZATION", "c1"), "Contoso Dental", OrgKind.CUSTOMER, created=date(2022, 1, 10)
)


def result(uow: UnitOfWork, address: str) -> LookUpResult | None:
    found = uow.directory.looked_up(address)
    return found.finding if found else None


def test_an_address_is_found_unknown_or_not_looked_up(uow: UnitOfWork) -> None:
    assert result(uow, CARLA) is None
    uow.managed.note_failed(CARLA, NOON)
    assert result(uow, CARLA) is LookUpResult.FAILED
    uow.managed.keep_person(CARLA, [], NOON)
    assert result(uow, CARLA) is LookUpResult.UNKNOWN
    uow.managed.keep(AT_WEBEX, NOON)
    uow.managed.keep_person("Carla@Contoso.example", [Membership(AT_WEBEX.id, is_admin=True)], NOON)
    assert result(uow, CARLA) is LookUpResult.FOUND
    uow.managed.note_failed(CARLA, NOON + timedelta(days=3))
    assert result(uow, CARLA) is LookUpResult.FOUND

    found = match(uow.directory, OrgKind.CUSTOMER, "Contoso", CARLA)
    assert (found.kind, found.only) == (MatchKind.EXACT, uow.directory.get(AT_WEBEX.id))
    uow.managed.prune(NOON + timedelta(days=1))
    assert result(uow, CARLA) is None


def test_a_name_alone_makes_a_candidate_and_never_a_certainty(uow: UnitOfWork) -> None:
    uow.managed.keep_list([AT_WEBEX], NOON)

    found = match(uow.directory, OrgKind.CUSTOMER, "Contoso Dental Group", "new@elsewhere.example")
    assert (found.kind, [org.name for org in found.organizations]) == (MatchKind.CANDIDATES, ["Contoso Dental"])
    assert match(uow.directory, OrgKind.CUSTOMER, "Tailspin", "new@elsewhere.example").kind is MatchKind.NONE


def test_what_both_lists_know_is_one_organization(uow: UnitOfWork) -> None:
    ours = Organization("c1", "Contoso Dental", OrgKind.CUSTOMER, "SA", users=frozenset({"dan@contoso.example"}))
    uow.organizations.save(ours)
    uow.managed.keep_list([AT_WEBEX], NOON)
    uow.managed.keep_person(CARLA, [Membership(AT_WEBEX.id, is_admin=True)], NOON)

    [found] = match(uow.directory, OrgKind.CUSTOMER, "Contoso Dental", "new@contoso.example").organizations
    assert (found.id, found.country, found.admins) == ("c1", "SA", frozenset({CARLA}))


def test_the_list_forgets_what_is_not_in_it_any_more(uow: UnitOfWork) -> None:
    uow.managed.keep_list([AT_WEBEX], NOON)
    uow.managed.keep_list([], NOON + timedelta(days=1))

    assert uow.managed.named_like("Contoso Dental") == []
    assert uow.managed.listed_at() == NOON + timedelta(days=1)
    uow.managed.keep(AT_WEBEX, NOON)
    uow.managed.forget_all()
    assert uow.directory.get(AT_WEBEX.id) is None
