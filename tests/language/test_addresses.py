"""Email addresses: one rule for a card, a typed answer, a file and HTTP, and one form for each person."""

import pytest

from bot.errors import InvalidAnswer
from bot.intake import cells
from bot.language.addresses import domain_of, email_address, in_own_letters, is_free_mail, normal_email, own_letters

JANA = "jana@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "written",
    [
        "jana@bücher.example",
        "Jana@BÜCHER.example",
        "jana@xn--bcher-kva.example",
        "JANA@XN--BCHER-KVA.EXAMPLE",
        "jana@bu\u0308cher.example",
        "mailto:jana@bücher.example",
        " <jana@bücher.example>, ",
        "Jana Novak <jana@bücher.example>",
    ],
)
def test_both_spellings_are_one_person(written: str) -> None:
    assert email_address(written) == JANA
    assert cells.email(written) == JANA


@pytest.mark.parametrize("known", ["jana@bücher.example", "JANA@xn--bcher-kva.example "])
def test_what_another_system_calls_them_is_compared_in_the_same_form(known: str) -> None:
    assert normal_email(known) == JANA
    assert domain_of(known) == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("domain", "written"),
    [("xn--bcher-kva.example", "bücher.example"), ("northwind.example", "northwind.example"), ("xn--0", "xn--0")],
)
def test_a_domain_is_read_in_its_own_letters(domain: str, written: str) -> None:
    assert own_letters(domain) == written


@pytest.mark.parametrize(
    "written", ["ann", "ann@", "@northwind.example", "ann@northwind", "a b@x.example", "ann@@x.example"]
)
def test_what_is_no_address(written: str) -> None:
    assert email_address(written) == ""
    with pytest.raises(InvalidAnswer):
        cells.email(written)


@pytest.mark.parametrize(
    "domain",
    [
        *(
            "gmail.com",
            "yahoo.co.uk",
            "yahoo.com.sa",
            "yahoo.fr",
            "hotmail.fr",
            "hotmail.sa",
            "outlook.ae",
            "live.com.sa",
        ),
        *("maktoob.com", "laposte.net", "orange.fr", "sfr.fr", "gmx.at", "web.de", "qq.com", "mail.ru", "icloud.com"),
    ],
)
def test_free_mail_is_known_in_every_country(domain: str) -> None:
    assert is_free_mail(f"omar@{domain}")


@pytest.mark.parametrize(
    "domain", ["contoso.example", "live.example", "yahoo-inc.com", "mail.gmail.example.com", "stc.com.sa"]
)
def test_a_companys_own_domain_is_no_free_mail(domain: str) -> None:
    assert not is_free_mail(f"omar@{domain}")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("jana@xn--bcher-kva.example", "jana@bücher.example"),
        ("a.b@mail.xn--80aswg.xn--p1ai", "a.b@mail.сайт.рф"),
        ("x@xn--mgbh0fb.example", "x@مثال.example"),
        ("x@xn--fsqu00a.example", "x@例子.example"),
        ("x@xn--dsseldorf-q9a.xn--bcher-kva.example", "x@düsseldorf.bücher.example"),
        # Cyrillic letters that look like "apple", a mixture of two scripts, and a letter of phonetics.
        ("x@xn--80ak6aa92e.example", "x@xn--80ak6aa92e.example"),
        ("x@xn--pypal-4ve.example", "x@xn--pypal-4ve.example"),
        ("x@xn--gogle-b5b.example", "x@xn--gogle-b5b.example"),
        ("https://xn--bcher-kva.example/x", "https://xn--bcher-kva.example/x"),
        ("x@contoso.example", "x@contoso.example"),
    ],
)
def test_people_read_domains_in_letters_that_cannot_be_mistaken(address: str, shown: str) -> None:
    assert in_own_letters(f"Please ask {address}, today.") == f"Please ask {shown}, today."
