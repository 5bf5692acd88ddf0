"""Rows become orders: offers, services, lines that agree or do not, whole files in any order, and the samples."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.domain.orders import OrderState, Service
from bot.intake.orders import HEADINGS, OrdersFile, read_orders
from bot.intake.workbooks import file_rows
from bot.language.texts import texts
from tests.intake.order_rows import CONTOSO, FABRIKAM, Cells, complaint, complaints, only, read

SAMPLES = Path(__file__).resolve().parents[2] / "playground" / "samples"


@pytest.mark.parametrize(
    ("item", "offer"),
    [
        ("A-WX", "A-WX"),
        ("a-wx", "A-WX"),
        ("A-SPK", "A-SPK"),
        ("A-SPK-NAMED-USER", "A-SPK"),
        ("A-FLEX", "A-FLEX"),
        ("A-FLEX-NU", "A-FLEX"),
        ("A-FLEX-3", "A-FLEX-3"),
        ("A-FLEX-3-CC", "A-FLEX-3"),
    ],
)
def test_an_item_belongs_to_the_longest_offer_that_begins_it(item: str, offer: str) -> None:
    assert only(CONTOSO | {"ORDERED ITEM": item}).offer == offer


@pytest.mark.parametrize("item", ["A-FLEXIBLE", "A-WXYZ", "SVS-A-FLEX-3", "FLEX"])
def test_an_order_without_an_offer_is_named(item: str) -> None:
    sentence = complaint({"ORDERED ITEM": item})
    assert sentence == "No line of this order has an item that begins with A-WX, A-SPK, A-FLEX, A-FLEX-3."


@pytest.mark.parametrize(
    ("lines", "offer"),
    [
        ([("SVS-SUPPORT", ""), ("A-SPK-NU-M3", ""), ("A-SPK", "")], "A-SPK"),
        ([("A-FLEX-NU", ""), ("A-FLEX-3", "")], "A-FLEX-3"),
        ([("A-WX", "Cancelled"), ("A-FLEX", "Booked")], "A-FLEX"),
        ([("A-FLEX", "Cancelled"), ("A-WX", "Booked")], "A-WX"),
        ([("A-FLEX", "Cancelled"), ("SVS-SUPPORT", "Booked")], "A-FLEX"),
        ([("A-WX", ""), ("A-FLEX", "")], "A-FLEX"),
    ],
)
def test_the_parent_line_gives_the_offer(lines: list[tuple[str, str]], offer: str) -> None:
    rows = [CONTOSO | {"ORDERED ITEM": item, "CCW LINE STATUS": status} for item, status in lines]
    assert only(*rows).offer == only(*reversed(rows)).offer == offer


def test_services_by_every_word_and_mark() -> None:
    order = only(CONTOSO | {"SERVICES": "Contact Center، MEETINGS ;calling, contact-center;"})
    assert order.services == (Service.MEETINGS, Service.CALLING, Service.CONTACT_CENTER)


def test_services_of_all_live_lines_come_together() -> None:
    rows = [
        CONTOSO | {"SERVICES": "calling"},
        CONTOSO | {"SERVICES": "meetings", "ORDERED ITEM": "A-FLEX-3-X"},
        CONTOSO | {"SERVICES": "messaging", "ORDERED ITEM": "A-FLEX-3-Y", "CCW LINE STATUS": "Canceled"},
    ]
    assert only(*rows).services == (Service.MEETINGS, Service.CALLING)


def test_the_contact_center_item_brings_contact_center() -> None:
    contact_center = CONTOSO | {"ORDERED ITEM": "A-FLEX-3-CC"}
    assert only(CONTOSO, contact_center).services == tuple(Service)
    assert only(CONTOSO | {"SERVICES": "calling"}, contact_center).services == (
        Service.CALLING,
        Service.CONTACT_CENTER,
    )


def test_it_is_told_whose_services_are_assumed() -> None:
    assert read(CONTOSO, FABRIKAM | {"SERVICES": "meetings"}).assumed == {"90417263"}


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["Booked"], OrderState.SCHEDULED),
        ([""], OrderState.SCHEDULED),
        (["Cancelled", "CANCELED"], OrderState.CANCELLED),
        (["Cancelled", "Booked"], OrderState.SCHEDULED),
        (["Cancelled", ""], OrderState.SCHEDULED),
        (["Closed"], OrderState.CLOSED),
        (["Closed", "Cancelled"], OrderState.CLOSED),
        (["Closed", "Booked"], OrderState.SCHEDULED),
        (["Pending Cancellation"], OrderState.SCHEDULED),
    ],
)
def test_an_order_is_over_when_all_its_lines_are(statuses: list[str], state: OrderState) -> None:
    assert only(*(CONTOSO | {"CCW LINE STATUS": status} for status in statuses)).state is state


@pytest.mark.parametrize("slip", [{"COUNTRY": "Atlantis"}, {"MAGIC KEY": "K" * 2001}])
def test_a_slip_in_the_live_line_does_not_cancel_the_order(slip: Cells) -> None:
    file = read(CONTOSO | {"CCW LINE STATUS": "Cancelled"}, CONTOSO | {"CCW LINE STATUS": "Booked"} | slip)
    assert file.orders == ()
    assert [problem.row for problem in file.problems] == [3]
    assert file.held == {"90417263": (3,)}


@pytest.mark.parametrize(
    "bad",
    [
        {"REQUESTED START DATE": "2-3-27"},
        {"PROVISIONING CONTACT EMAIL": "ben@other.example.com"},
        {"REP EMAIL": "dana@"},
        {"HOLD NAME": "#N/A"},
        {"SERVICES": "contact-centre-xl"},
        # Some sheets name an order in the first of its rows only.
        {"WEB ORDER ID": ""},
    ],
)
def test_an_order_loads_whole_or_waits_for_its_rows(bad: Cells) -> None:
    """Without the row it would lose the service that was bought with it, and nobody would see."""
    file = read(CONTOSO, CONTOSO | {"ORDERED ITEM": "A-FLEX-3-CC"} | bad, FABRIKAM)
    assert [order.number for order in file.orders] == ["90417310"]
    assert {problem.row for problem in file.problems} == {3}
    assert file.held == {"90417263": (3,)}
    assert [remark.say(texts("en")) for remark in file.remarks] == [
        "These orders stay as they are until their rows are corrected: 90417263 (3)."
    ]


def test_orders_in_rows_that_run_together_wait_too() -> None:
    heading, row = ",".join(CONTOSO), ",".join(CONTOSO.values())
    torn = row.replace("Contoso", '"Contoso', 1)
    other = ",".join(FABRIKAM.values())
    file = read_orders("\n".join([heading, row, torn, other, row.replace("Contoso", 'Contoso"', 1), other]).encode())
    assert file.orders == ()
    assert file.held == {"90417263": (3,), "90417310": (3,)}


@pytest.mark.parametrize("number", ["web90431", "WEB90431", "#Web90431", "WEB90431.", " #web90431. "])
def test_an_order_id_is_one_however_it_is_written(number: str) -> None:
    [order] = read(CONTOSO | {"WEB ORDER ID": "WEB90431"}, CONTOSO | {"WEB ORDER ID": number}).orders
    assert (order.number, len(order.lines)) == ("WEB90431", 2)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "UTC+99", "AST"])
def test_a_time_zone_that_nobody_knows_holds_up_nothing(zone: str) -> None:
    file = read(CONTOSO | {"TIME ZONE": zone}, FABRIKAM | {"TIME ZONE": "Riyadh"})
    assert [order.zone for order in file.orders] == ["", "Asia/Riyadh"]
    assert file.problems == ()
    assert [remark.say(texts("en")) for remark in file.remarks] == [
        f"The time zone “{zone}” is not known, so these rows load without one: 2."
    ]


def test_a_column_of_dates_in_doubt_is_remarked_upon_once() -> None:
    file = read(*(CONTOSO | {"REQUESTED START DATE": date} for date in ("02/03/27", "04/05/27", "06/07/27")))
    assert {problem.row for problem in file.problems} == {2, 3, 4}
    assert file.remarks[0].say(texts("en")) == (
        "No date of the column REQUESTED START DATE is certain: 2, 3, 4. "
        "Write them as 2026-03-02, or let one date have a day after the 12th."
    )


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [
        ("REQUESTED START DATE", "2026-03-02", "2026-03-09"),
        ("PROVISIONING CONTACT EMAIL", "a@northwind.example.com", "b@northwind.example.com"),
        ("END CUSTOMER NAME", "Contoso", "Fabrikam"),
        ("PARTNER NAME", "Northwind", "Proseware"),
        ("COUNTRY", "SA", "AE"),
    ],
)
def test_a_later_row_that_disagrees_is_named(column: str, first: str, second: str) -> None:
    file = read(CONTOSO | {column: first}, CONTOSO | {column: second}, CONTOSO | {column: first})
    assert complaints(file) == [(3, column, f"Row 2 of the same order has {first}.")]
    assert file.held == {"90417263": (3,)}


def test_rows_agree_in_what_they_mean_and_blanks_say_nothing() -> None:
    order = only(
        CONTOSO | {"REQUESTED START DATE": "2026-03-02", "COUNTRY": "", "REP EMAIL": ""},
        CONTOSO | {"REQUESTED START DATE": "02-Mar-2026", "COUNTRY": "SA", "REP EMAIL": "D@cisco.example.com"},
        CONTOSO | {"COUNTRY": "Saudi Arabia", "REP EMAIL": "d@cisco.example.com"},
    )
    assert (order.country, order.rep, len(order.lines)) == ("SA", "d@cisco.example.com", 3)


def test_one_plain_date_settles_all_orders_of_a_file() -> None:
    file = read(
        CONTOSO | {"REQUESTED START DATE": "02/03/2026"},
        FABRIKAM | {"REQUESTED START DATE": "16/03/2026"},
    )
    assert [order.start_date for order in file.orders] == [date(2026, 3, 2), date(2026, 3, 16)]


def test_a_workbook_gives_the_same_orders() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title() for column in CONTOSO])
    sheet.append([90417263.0, "A-FLEX-3", date(2026, 3, 2), *list(CONTOSO.values())[3:]])
    content = BytesIO()
    book.save(content)
    assert read_orders(content.getvalue(), "orders.xlsx", rows_of=file_rows).orders == read(CONTOSO).orders


LINES = [
    CONTOSO | {"CCW LINE STATUS": "Booked", "SUBSCRIPTION ID": "Sub1"},
    CONTOSO | {"ORDERED ITEM": "A-FLEX-3-CC", "CCW LINE STATUS": "Booked", "SUBSCRIPTION ID": "Sub2", "COUNTRY": "SA"},
    CONTOSO | {"ORDERED ITEM": "SVS-SUPPORT", "SUBSCRIPTION ID": "Sub3", "REP EMAIL": "dana@cisco.example.com"},
    FABRIKAM | {"REQUESTED START DATE": "02/03/2026", "SERVICES": "meetings"},
    FABRIKAM | {"ORDERED ITEM": "A-WX-1", "REQUESTED START DATE": "02/03/2026", "SERVICES": "calling"},
    FABRIKAM | {"WEB ORDER ID": "3", "REQUESTED START DATE": "17/03/2026", "COUNTRY": "Atlantis"},
]


@given(st.permutations(LINES))
def test_any_order_of_rows_gives_the_same_orders(rows: list[Cells]) -> None:
    file = read(*rows)
    assert file.orders == read(*LINES).orders
    assert [problem.column for problem in file.problems] == ["COUNTRY"]


@given(st.lists(st.dictionaries(st.sampled_from(HEADINGS), st.text(max_size=30)), max_size=5))
def test_any_cells_are_orders_or_problems(rows: list[Cells]) -> None:
    file = read(dict.fromkeys(HEADINGS, "") | CONTOSO, *(CONTOSO | row for row in rows))
    assert all(problem.say(texts("en")) and problem.say(texts("ar")) for problem in file.problems)
    assert [order.number for order in file.orders] == sorted({order.number for order in file.orders})


def sample(name: str) -> OrdersFile:
    return read_orders((SAMPLES / name).read_bytes(), name)


def test_the_sample_report_shows_every_kind_of_order() -> None:
    file = sample("orders.csv")
    assert not file.problems
    assert not file.remarks
    assert [(order.number, order.offer, order.state.value) for order in file.orders] == [
        ("90416988", "A-SPK", "closed"),
        ("90417263", "A-FLEX-3", "scheduled"),
        ("90417310", "A-WX", "scheduled"),
        ("90417622", "A-FLEX-3", "cancelled"),
        ("90417733", "A-FLEX", "scheduled"),
    ]


def test_the_sample_in_windows_1256_is_read_in_arabic() -> None:
    file = sample("orders-arabic-1256.csv")
    assert not file.problems
    assert [(order.customer_name, order.start_date, order.country) for order in file.orders] == [
        ("مجموعة عيادات أداتوم", date(2027, 1, 3), "SA"),
        ("فابريكام للشحن؛ فرع جدة", date(2027, 1, 17), "SA"),
        ("مدارس تيلسبن", date(2027, 2, 1), "JO"),
    ]
    assert {order.language for order in file.orders} == {"ar"}


@pytest.mark.parametrize("name", ["TRUE", "False", "VRAI", "faux"])
@pytest.mark.parametrize("column", ["END CUSTOMER NAME", "PARTNER NAME"])
def test_a_truth_value_is_no_company(column: str, name: str) -> None:
    assert complaint({column: name}).startswith("The spreadsheet has TRUE or FALSE here")
