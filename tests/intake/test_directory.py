"""The directory file becomes organizations."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.organizations import Organization, OrgKind
from bot.intake.directory import DirectoryFile, read_directory
from bot.intake.problems import UnreadableFile
from bot.intake.workbooks import file_rows
from bot.language.texts import texts

SAMPLES = Path(__file__).resolve().parents[2] / "playground" / "samples"
HEADER = "ORG ID,NAME,KIND,COUNTRY,CREATED,ADMINS,USERS"


def read(*rows: str) -> DirectoryFile:
    return read_directory("\n".join([HEADER, *rows]).encode(), "directory.csv")


def complaints(file: DirectoryFile) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.say(texts("en"))) for problem in file.problems]


def test_a_row_is_an_organization() -> None:
    file = read("org-1,Contoso,Customer,Saudi Arabia,30-Jan-2022,A@c.example.com ; b@c.example.com;,u@c.example.com")
    assert not file.problems
    assert file.organizations == (
        Organization(
            id="org-1",
            name="Contoso",
            kind=OrgKind.CUSTOMER,
            country="SA",
            created=date(2022, 1, 30),
            admins=frozenset({"a@c.example.com", "b@c.example.com"}),
            users=frozenset({"u@c.example.com"}),
        ),
    )


def test_three_columns_are_enough() -> None:
    file = read_directory(b"kind;name;org_id\npartner;Northwind;org-1\n")
    assert file.organizations == (Organization("org-1", "Northwind", OrgKind.PARTNER),)


def test_emails_may_stand_on_lines_of_their_own() -> None:
    (org,) = read('org-1,Contoso,customer,,,"a@c.example.com\nb@c.example.com",').organizations
    assert org.admins == {"a@c.example.com", "b@c.example.com"}


def test_emails_may_stand_behind_names_as_programs_for_mail_write_them() -> None:
    (org,) = read(
        "org-1,Contoso,End customer,,,Carla Cruz <a@c.example.com>; Bob <b@c.example.com>; d@c.example.com,"
    ).organizations
    assert org.admins == {"a@c.example.com", "b@c.example.com", "d@c.example.com"}


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (",Contoso,customer", "ORG ID", "This cell must not be blank."),
        ("=1+1,Contoso,customer", "ORG ID", "The file has a formula here"),
        ("a b,Contoso,customer", "ORG ID", "An organization id has letters, digits"),
        ("org-1,,customer", "NAME", "This cell must not be blank."),
        ("org-1,Contoso,supplier", "KIND", "An organization is a partner or a customer."),
        ("org-1,Contoso,customer,Atlantis", "COUNTRY", "Unknown country or region"),
        ("org-1,Contoso,customer,,01/02/2022", "CREATED", "This can be 2022-02-01 or 2022-01-02"),
        ("org-1,Contoso,customer,,,a@c.example.com;b", "ADMINS", "Enter an email address, such as"),
        ("org-1,Contoso,customer,,,,b", "USERS", "Enter an email address, such as"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_load(row: str, column: str, sentence: str) -> None:
    file = read(row, "org-2,Fabrikam,customer")
    assert [org.id for org in file.organizations] == ["org-2"]
    ((number, where, said),) = complaints(file)
    assert (number, where) == (2, column)
    assert said.startswith(sentence)


def test_of_two_rows_with_one_id_the_first_counts() -> None:
    file = read("org-1,Contoso,customer", "org-1,Fabrikam,customer")
    assert [org.name for org in file.organizations] == ["Contoso"]
    assert complaints(file) == [(3, "ORG ID", "Row 2 has the same organization.")]


@given(st.permutations(["org-1,Contoso,customer,,01/02/2022", "org-2,A,partner,,13/02/2022", "org-3,B,customer"]))
def test_any_order_of_rows_gives_the_same_organizations(rows: list[str]) -> None:
    file = read(*rows)
    assert [org.id for org in file.organizations] == ["org-1", "org-2", "org-3"]
    assert file.organizations[0].created == date(2022, 2, 1)


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for tried in (content, HEADER.encode() + b"\n" + content):
        try:
            read_directory(tried, rows_of=file_rows)
        except UnreadableFile as refused:
            texts("ar")(refused.text, **refused.values)


def test_the_sample_directory_knows_the_people_of_the_sample_orders() -> None:
    file = read_directory((SAMPLES / "directory.csv").read_bytes(), "directory.csv")
    assert not file.problems
    people = {address for org in file.organizations for address in org.people}
    assert {"noor.haddad@northwind.example.com", "it.admin@contoso-dental.example.com"} <= people
    assert {org.kind for org in file.organizations} == set(OrgKind)
