"""What the row of an order says, cell by cell."""

from datetime import date

import pytest

from bot.domain.orders import OrderState, Service
from tests.intake.order_rows import CONTOSO, FABRIKAM, complaint, only, read


def test_the_five_required_columns_make_an_order() -> None:
    order = only(CONTOSO)
    assert (order.number, order.offer, order.start_date) == ("90417263", "A-FLEX-3", date(2026, 3, 2))
    assert (order.contact, order.holder) == ("noor@northwind.example.com", "noor@northwind.example.com")
    assert order.customer_name == "Contoso Dental Group"
    assert order.state is OrderState.SCHEDULED
    assert order.services == (Service.MEETINGS, Service.CALLING, Service.MESSAGING)


def test_all_columns_are_kept() -> None:
    order = only(
        CONTOSO
        | {
            "ORDER SUBMIT DATE": "12/07/2025",
            "ORDER SUBMITTED BY": "Noor Haddad",
            "CCW LINE STATUS": "Booked",
            "SUBSCRIPTION ID": "Sub104733",
            "ORDER VALUE": "54.720,00",
            "MONTHLY RECURRING REVENUE (MRC)": "1.520,00",
            "INITIAL TERM": "36",
            "HOLD NAME": "Export review",
            "MAGIC KEY": "K-1",
            "PARTNER NAME": "Northwind",
            "SERVICES": "Calling",
            "COUNTRY": "Saudi Arabia",
            "TIME ZONE": "riyadh",
            "LANGUAGE": "العربية",
            "REP EMAIL": "Dana@Cisco.example.com",
        }
    )
    (line,) = order.lines
    assert (line.item, line.status, line.hold) == ("A-FLEX-3", "Booked", "Export review")
    assert (line.value, line.monthly_revenue, line.term) == ("54.720,00", "1.520,00", "36")
    assert (line.submitted_on, line.submitted_by, line.magic_key) == ("12/07/2025", "Noor Haddad", "K-1")
    assert line.subscription == order.subscription == "Sub104733"
    assert (order.partner_name, order.services) == ("Northwind", (Service.CALLING,))
    assert (order.country, order.zone, order.language) == ("SA", "Asia/Riyadh", "ar")
    assert order.rep == "dana@cisco.example.com"


@pytest.mark.parametrize("number", ["0090417263", "ABC123", "1" * 40, "٩٠٤١٧٢٦٣"])
def test_an_order_id_is_text(number: str) -> None:
    order = only(CONTOSO | {"WEB ORDER ID": number})
    assert order.number == number.translate(str.maketrans("٩٠٤١٧٢٦٣", "90417263"))


@pytest.mark.parametrize("number", ["+1", "-1", "@x", "12 34", "1" * 41, "طلب", "ß", "ı1"])
def test_what_is_no_order_id(number: str) -> None:
    assert complaint({"WEB ORDER ID": number}).startswith("Enter an order id of 1 to 40 letters and digits")


@pytest.mark.parametrize("number", ["9.04E+07", "1,23e10", "1E+10"])
def test_an_order_id_that_a_spreadsheet_rounded_is_named_as_such(number: str) -> None:
    assert complaint({"WEB ORDER ID": number}).startswith("A spreadsheet has rounded this number.")


@pytest.mark.parametrize("column", ["WEB ORDER ID", "END CUSTOMER NAME", "HOLD NAME"])
def test_a_formula_is_no_value(column: str) -> None:
    assert complaint({column: "=cmd|' /C calc'!A0"}).startswith("The file has a formula here")


@pytest.mark.parametrize(
    "column",
    [
        "WEB ORDER ID",
        "ORDERED ITEM",
        "REQUESTED START DATE",
        "PROVISIONING CONTACT EMAIL",
        "END CUSTOMER NAME",
    ],
)
def test_required_cells_are_not_blank(column: str) -> None:
    assert complaint({column: " "}) == "This cell must not be blank."


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("PROVISIONING CONTACT EMAIL", "noor", "Enter an email address, such as"),
        ("PROVISIONING CONTACT EMAIL", "a@b.example.com; c@d.example.com", "Enter an email address, such as"),
        ("REP EMAIL", "dana@", "Enter an email address, such as"),
        ("REQUESTED START DATE", "03/04/2026", "This can be 2026-04-03 or 2026-03-04"),
        ("COUNTRY", "Atlantis", "Unknown country or region."),
        ("LANGUAGE", "Klingon", "Unknown language."),
        ("SERVICES", "meetings; fax", "“fax” is not a service. Use meetings, calling,"),
        ("END CUSTOMER NAME", "12345", "Enter a company name with at least one letter."),
        ("PARTNER NAME", "N" * 129, "Shorten this to 128 characters; it has 129."),
    ],
)
def test_a_bad_cell_is_named_with_its_reason(column: str, cell: str, sentence: str) -> None:
    assert complaint({column: cell}).startswith(sentence)


def test_all_that_is_wrong_in_a_row_is_said_at_once() -> None:
    bad = {"WEB ORDER ID": "!", "PROVISIONING CONTACT EMAIL": "!", "COUNTRY": "?" * 100}
    file = read(FABRIKAM, CONTOSO | bad)
    assert [(problem.row, problem.column, problem.value) for problem in file.problems] == [
        (3, "WEB ORDER ID", "!"),
        (3, "PROVISIONING CONTACT EMAIL", "!"),
        (3, "COUNTRY", "?" * 59 + "…"),
    ]
    assert file.rows == 2


@pytest.mark.parametrize("cell", ["en", "EN", "English", "الإنجليزية", "en-US"])
def test_english_is_known_by_each_of_its_names(cell: str) -> None:
    assert only(CONTOSO | {"LANGUAGE": cell}).language == "en"


@pytest.mark.parametrize("cell", ["ar", "Arabic", "العربية", "ar_SA"])
def test_arabic_is_known_by_each_of_its_names(cell: str) -> None:
    assert only(CONTOSO | {"LANGUAGE": cell}).language == "ar"


@pytest.mark.parametrize(
    ("cell", "zone"),
    [("Asia/Riyadh", "Asia/Riyadh"), ("asia/riyadh", "Asia/Riyadh"), ("New York", "America/New_York"), ("UTC", "UTC")],
)
def test_time_zones_by_name_and_city(cell: str, zone: str) -> None:
    assert only(CONTOSO | {"TIME ZONE": cell}).zone == zone


@pytest.mark.parametrize("column", ["PROVISIONING CONTACT EMAIL", "REP EMAIL"])
def test_a_bot_sets_up_nothing_and_represents_nobody(column: str) -> None:
    file = read(CONTOSO | {column: "setupnow@webex.bot"})
    assert file.orders == ()
    assert "bot" in file.problems[0].reason
