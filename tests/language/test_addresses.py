"""Email addresses: one rule for a card, a typed answer, a file and HTTP, and one form for each person."""

import pytest

from bot.domain.addresses import written_address
from bot.errors import InvalidAnswer
from bot.language.addresses import (
    AROUND_ADDRESSES,
    domain_of,
    email_address,
    in_own_letters,
    is_free_mail,
    is_mistakable,
    normal_email,
    own_letters,
    validated,
)
from bot.settings import checks
from tests.tables import each_row

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
    assert written_address(written) == JANA


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
        written_address(written)


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


@each_row(
    "written",
    [
        "\u0430nn@northwind.example",
        "ann.arch\u0435r@northwind.example",
        "\u0430\u0440\u0441@northwind.example",
        "\u03bfmar@northwind.example",
        "\u0251nn@northwind.example",
        "\uff41\uff4e\uff4e@northwind.example",
        "\U0001d4b6\U0001d4c3\U0001d4c3@northwind.example",
        "omar\u0639@northwind.example",
    ],
)
def test_an_address_that_could_be_taken_for_somebody_elses_is_not_taken(written: str) -> None:
    """Letters of Cyrillic, Greek, phonetics, full width and mathematics among Latin ones, or in place of them."""
    with pytest.raises(InvalidAnswer):
        written_address(written)
    with pytest.raises(ValueError, match="look like others"):
        checks.email(written)


@each_row(
    "written",
    [
        "jos\u00e9.nu\u00f1ez@northwind.example",
        "\u0639\u0645\u0631.\u0639\u0644\u064a@northwind.example",
        "\u0438\u0432\u0430\u043d.petrov@northwind.example",
        "\u043e\u0441\u0430@\u0441\u0430\u0439\u0442.\u0440\u0444",
        "\u5f20\u4f1f+1@northwind.example",
        "ann_archer-2@northwind.example",
    ],
)
def test_an_address_in_the_letters_of_any_language_is(written: str) -> None:
    assert written_address(written) == normal_email(written)
    assert not is_mistakable(written)


NAMES = ("a", "Ann.Lee", "ann_lee-2", "ann.lee.ray.fox", "o'neil", "ann..lee", ".ann", "ann-", "\u212ann", "x" * 65, "")
DOMAINS = (
    "northwind.example",
    "NORTHWIND.Example",
    "bücher.example",
    "localhost",
    "-x.example",
    "x..example",
    "[10.0.0.1]",
    "xn--0.example",
    f"{'x' * 60}.{'y' * 60}.{'z' * 60}.{'w' * 60}.example",
    "a b.example",
    "x.example>",
    "1.2.3.4",
    "",
)


def test_where_only_the_domain_is_looked_at_the_whole_address_would_be_taken_alike() -> None:
    written = [f"{name}@{domain}" for name in NAMES for domain in DOMAINS]
    assert [email_address(each) for each in written] == [validated(each.strip(AROUND_ADDRESSES)) for each in written]
