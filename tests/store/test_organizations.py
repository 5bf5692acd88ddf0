"""The embedded directory and provisioning: organizations, names, mappings, passwords."""

import json
from datetime import date, timedelta

import pytest

from bot.domain.orders import OrderState
from bot.domain.organizations import MatchKind, Organization, OrgKind, match
from store import Store, UnitOfWork
from store.organizations.subscriptions import Mapped
from tests.store.things import NOON, after, kept, order, together

EAU = Organization(
    id="O1",
    name="Société Générale d'Eau",
    kind=OrgKind.CUSTOMER,
    country="FR",
    created=date(2020, 1, 31),
    admins=frozenset({"omar@eau.example"}),
    users=frozenset({"omar@eau.example", "yves@eau.example"}),
)
NOUR = Organization("O2", "شركة النور", OrgKind.PARTNER, admins=frozenset({"nour@nour.example"}))


def test_an_organization_comes_back_as_it_was(uow: UnitOfWork) -> None:
    assert uow.organizations.get("O1") is None
    assert uow.organizations.save(EAU)
    assert uow.organizations.save(NOUR)

    assert uow.organizations.get("O1") == EAU
    assert uow.organizations.get("O2") == NOUR


def test_the_same_again_changes_nothing(uow: UnitOfWork) -> None:
    uow.organizations.save(EAU)
    assert not uow.organizations.save(EAU)

    smaller = Organization("O1", "Eau", OrgKind.CUSTOMER)
    assert uow.organizations.save(smaller)
    assert uow.organizations.get("O1") == smaller
    assert uow.organizations.with_person("omar@eau.example") == []


def test_people_are_found_in_their_organizations(uow: UnitOfWork) -> None:
    uow.organizations.save(EAU)
    uow.organizations.save(NOUR)

    assert uow.organizations.with_person("YVES@eau.example") == [EAU]
    assert uow.organizations.with_person("omar@eau.example") == [EAU]
    assert uow.organizations.with_person("nobody@eau.example") == []


@pytest.mark.parametrize(
    ("domain", "ids"), [("eau.example", ["O1"]), ("nour.example", ["O2"]), ("example", []), ("%", []), ("", [])]
)
def test_organizations_are_found_by_the_domains_of_their_people(uow: UnitOfWork, domain: str, ids: list[str]) -> None:
    uow.organizations.save(EAU)
    uow.organizations.save(NOUR)

    assert [org.id for org in uow.organizations.at_domain(domain)] == ids


def test_the_rules_of_matching_work_on_it(uow: UnitOfWork) -> None:
    uow.organizations.save(EAU)

    def outcome(company: str, address: str) -> MatchKind:
        return match(uow.organizations, OrgKind.CUSTOMER, company, address).kind

    assert outcome("anything", "omar@eau.example") is MatchKind.EXACT
    assert outcome("anything", "yves@eau.example") is MatchKind.CONFLICT
    assert outcome("SOCIETE Generale", "new@eau.example") is MatchKind.CANDIDATES
    assert outcome("SOCIETE Generale", "new@else.example") is MatchKind.NONE


def test_an_order_takes_one_name_of_a_kind(uow: UnitOfWork) -> None:
    assert uow.names.take("subdomain", "acme", "1")
    assert uow.names.take("site", "acme", "2")
    assert not uow.names.take("subdomain", "ACME", "2")
    assert uow.names.is_free("subdomain", "Acme", "1")
    assert not uow.names.is_free("subdomain", "acme", "2")

    assert uow.names.take("subdomain", "acme", "1"), "its own name is free to it"
    assert uow.names.take("subdomain", "acme2", "1")
    assert uow.names.taker("subdomain", "acme2") == "1"
    assert uow.names.take("subdomain", "acme", "2"), "it was given up"


@pytest.mark.parametrize(("was_provisioned", "is_free"), [(False, True), (True, False)])
def test_a_cancelled_order_gives_its_names_back_unless_it_was_provisioned(
    uow: UnitOfWork, was_provisioned: bool, is_free: bool
) -> None:
    provisioned_at = NOON if was_provisioned else None
    uow.orders.save(order("1", state=OrderState.CANCELLED, provisioned_at=provisioned_at))
    uow.names.take("site", "acme", "1")

    assert uow.names.take("site", "acme", "2") is is_free


def test_an_order_that_asks_in_vain_keeps_its_name(uow: UnitOfWork) -> None:
    uow.names.take("subdomain", "acme", "1")
    uow.names.take("subdomain", "mine", "2")

    assert not uow.names.take("subdomain", "acme", "2")
    assert uow.names.taker("subdomain", "mine") == "2"


def test_two_orders_that_take_a_name_at_once_do_not_both_get_it(store: Store) -> None:
    def take(n: int) -> list[bool]:
        taken = []
        for name in range(50):
            with store.unit_of_work() as uow:
                taken.append(uow.names.take("subdomain", f"name{name}", f"{n}-{name}"))
        return taken

    both = together(2, take)

    assert all(first != second for first, second in zip(*both, strict=True))


def test_a_password_link_works_once_and_in_time(uow: UnitOfWork) -> None:
    expires = after(minutes=30)
    uow.password_links.add("hash1", "90017", "Nour@nour.example", expires, NOON)
    uow.password_links.add("hash2", "90017", "nour@nour.example", expires, NOON)

    link = uow.password_links.get("hash1")
    assert link
    assert (link.order, link.email, link.used_at, link.is_open(NOON)) == ("90017", "nour@nour.example", None, True)
    assert not link.is_open(expires)

    assert not uow.password_links.use("unknown", NOON)
    assert not uow.password_links.use("hash1", expires)
    assert uow.password_links.use("hash1", expires - timedelta(microseconds=1))
    assert not uow.password_links.use("hash1", NOON)

    assert uow.password_links.revoke("90017") == 1
    assert uow.password_links.get("hash2") is None
    used = uow.password_links.get("hash1")
    assert used
    assert not used.is_open(NOON)


def test_two_that_use_a_link_at_once_do_not_both_succeed(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.password_links.add("hash", "90017", "nour@nour.example", after(minutes=30), NOON)

    def use(n: int) -> bool:
        with store.unit_of_work() as uow:
            return uow.password_links.use("hash", NOON)

    assert sorted(together(4, use)) == [False, False, False, True]


def test_of_an_organization_the_last_hash_is_kept(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.credentials.save("O2", "$argon2id$1", NOON)
        uow.credentials.save("O2", "$argon2id$2", NOON)
    assert kept(store.path, "SELECT org_id, hash FROM credentials") == [("O2", "$argon2id$2")]


def test_an_order_is_mapped_and_provisioned(store: Store) -> None:
    with store.unit_of_work() as uow:
        assert uow.mappings.get("90017") is None
        uow.mappings.map("90017", "O2", "O1", NOON)
        uow.mappings.provision("90017", {"site": "acme", "locations": ["دبي"]}, NOON)
        assert uow.mappings.get("90017") == Mapped("90017", "O2", "O1", NOON)
    [(number, settings)] = kept(store.path, "SELECT order_number, settings FROM provisionings")
    assert (number, json.loads(settings)) == ("90017", {"site": "acme", "locations": ["دبي"]})
