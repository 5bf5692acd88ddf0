"""Matching: which organization a company name and an address stand for."""

from datetime import date

import pytest

from bot.domain.organizations import MatchKind, Organization, OrgKind, match
from bot.language.companies import match_key
from bot.wizard.fields import suggested_for, suggested_name
from tests.fakes.directories import Directory


def customer(org_id: str, name: str, admin: str, *users: str, created: date | None = None) -> Organization:
    return Organization(org_id, name, OrgKind.CUSTOMER, "SA", created, frozenset({admin}), frozenset(users))


CONTOSO = customer("contoso", "Contoso Dental Group", "carla@contoso.example", "dan@contoso.example")
LABS = customer("labs", "Contoso Labs", "lab@contoso.example")
TAILSPIN = customer("tailspin", "Tailspin", "t@contoso.example")
NORTHWIND = Organization("north", "Northwind", OrgKind.PARTNER, "US", None, frozenset({"ann@northwind.example"}))
DIRECTORY = Directory(CONTOSO, LABS, TAILSPIN, NORTHWIND)


@pytest.mark.parametrize(
    ("company", "address", "kind", "found"),
    [
        # An administrator's address maps to the administrator's organization, whatever the name.
        ("Something else", "carla@contoso.example", MatchKind.EXACT, ["contoso"]),
        ("Something else", "Carla@CONTOSO.example", MatchKind.EXACT, ["contoso"]),
        # A plain user's address is a conflict; so is the partner's own.
        ("Contoso", "dan@contoso.example", MatchKind.CONFLICT, ["contoso"]),
        ("Contoso", "ann@northwind.example", MatchKind.CONFLICT, ["north"]),
        # Else: the first five characters and the domain, both.
        ("Contoso Dental", "it@contoso.example", MatchKind.CANDIDATES, ["contoso", "labs"]),
        ("CONTOSÖ dental", "it@contoso.example", MatchKind.CANDIDATES, ["contoso", "labs"]),
        ("The Contoso Group", "it@contoso.example", MatchKind.CANDIDATES, ["contoso", "labs"]),
        ("Contoso Dental", "it@elsewhere.example", MatchKind.NONE, []),
        ("Fabrikam", "it@contoso.example", MatchKind.NONE, []),
    ],
)
def test_a_customer_is_matched(company: str, address: str, kind: MatchKind, found: list[str]) -> None:
    outcome = match(DIRECTORY, OrgKind.CUSTOMER, company, address)

    assert (outcome.kind, [org.id for org in outcome.organizations]) == (kind, found)


def test_a_partner_who_is_a_plain_user_finds_their_own_organization() -> None:
    home = Organization("home", "Home", OrgKind.PARTNER, users=frozenset({"omar@home.example"}))

    assert match(Directory(home), OrgKind.PARTNER, "Whatever", "omar@home.example").only == home


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("ABC Ltd", "ABC Inc.", True),
        ("ABC", "ABCDE Trading", False),
        ("IBM", "ibm deutschland gmbh", True),
        ("شركة النور للاتصالات", "النور للاتصالات", True),
        ("شركة النور", "شركة الواحة", False),
        ("مؤسسة الأفق للتقنية", "موسسه الافق للتقنيه", True),
        ("الهدى", "الهدي", True),
        ("نور الخليج", "النور", True),
        ("Société Générale", "Societe X", True),
        ("SARL Martin et Fils", "Martin", True),
        ("L’Atelier du Lac", "Atelier", True),
        ("La Fabrique", "Le Fabricant SASU", True),
        ("شركة", "شركة", True),
    ],
)
def test_corner_cases_of_company_names_are_matched(one: str, other: str, *, alike: bool) -> None:
    directory = Directory(customer("x", other, "boss@x.example"))

    outcome = match(directory, OrgKind.CUSTOMER, one, "it@x.example")

    assert (outcome.kind is MatchKind.CANDIDATES) is alike


def test_a_free_mail_domain_finds_nobody() -> None:
    directory = Directory(customer("x", "Contoso", "boss@gmail.com"))

    assert match(directory, OrgKind.CUSTOMER, "Contoso", "it@gmail.com").kind is MatchKind.NONE


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("  The   Contoso, Ltd. ", "contoso"),
        ("الـواحة", "واحه"),
        ("...", ""),
        ("The", "the"),
        ("Łódź AG", "lodz"),
        ("Sørensen A/S", "sorensen"),
        ("Straße GmbH", "strasse"),
    ],
)
def test_how_names_are_compared(name: str, key: str) -> None:
    assert match_key(name) == key


@pytest.mark.parametrize(
    ("company", "suggested"),
    [("Contoso Dental Group", "contosodentalgroup"), ("Ärzte Köln", "arztekoln"), ("...", ""), ("x" * 80, "x" * 63)],
)
def test_a_name_is_suggested_from_the_company(company: str, suggested: str) -> None:
    assert suggested_name(company) == suggested


@pytest.mark.parametrize("company", ["مجموعة الواحة الطبية", "株式会社", "Ελλάδα"])
def test_a_name_is_suggested_from_any_script(company: str) -> None:
    name = suggested_name(company)

    assert name.isascii()
    assert name.isalnum()


@pytest.mark.parametrize(
    ("address", "suggested"),
    [
        ("it@waha.com.sa", "waha"),
        ("it@mail.waha-clinics.example", "wahaclinics"),
        ("it@gmail.com", ""),
        ("", ""),
        ("it@localhost", ""),
    ],
)
def test_an_arabic_company_gets_its_domain_suggested(address: str, suggested: str) -> None:
    assert suggested_for("مجموعة الواحة الطبية", address) == suggested
    assert suggested_for("Waha Clinics", address) == "wahaclinics"
