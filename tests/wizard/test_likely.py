"""What is likely: the countries that are offered, by what is known of an order and of its people."""

from dataclasses import replace

import pytest

from bot.domain.organizations import OrgKind
from bot.wizard.likely import likely_countries
from tests.fakes.directories import Directory
from tests.wizard.walking import NOBODY, organization, situation

PARTNERS = Directory(
    replace(organization("org-n", "Northwind", OrgKind.PARTNER, "a@northwind.example.com"), country="FR")
)


@pytest.mark.parametrize(
    ("country", "zone", "address", "first"),
    [
        ("SA", "Europe/Paris", "it@contoso.de", ["SA", "DE", "FR"]),
        ("", "Asia/Dubai", "it@contoso.co.uk", ["GB", "AE"]),
        ("", "", "it@contoso.io", ["US"]),
        ("", "UTC", "somebody@yahoo.fr", ["US"]),
        ("", "Africa/Cairo", "", ["EG", "US"]),
    ],
)
def test_the_strongest_sign_comes_first(country: str, zone: str, address: str, first: list[str]) -> None:
    here = situation(NOBODY)
    here = replace(here, order=replace(here.order, country=country, zone=zone))

    likely = likely_countries(here, address)

    assert list(likely[: len(first)]) == first
    assert len(likely) <= 6
    assert len(set(likely)) == len(likely)


def test_an_organization_at_the_same_domain_is_a_sign() -> None:
    assert likely_countries(situation(PARTNERS), "boss@northwind.example.com")[:2] == ("SA", "FR")


def test_the_countries_of_a_language_fill_the_list() -> None:
    arabic = replace(situation(NOBODY), language="ar")
    assert likely_countries(arabic, "")[:3] == ("SA", "AE", "EG")
