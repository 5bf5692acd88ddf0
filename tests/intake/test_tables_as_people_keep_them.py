"""Tables as people keep them: with totals, notes, titles, hidden rows, several in one file; and what is no table."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from bot.intake.documents import read_document
from bot.intake.orders import OrdersFile, read_orders
from bot.intake.problems import UnreadableFile
from bot.intake.workbooks import file_rows
from bot.language.texts import texts
from tests.tables import each_row

HEAD = (
    "WEB ORDER ID,ORDERED ITEM,REQUESTED START DATE,PROVISIONING CONTACT EMAIL,END CUSTOMER NAME,SERVICES,ORDER VALUE"
)
ONE = "90500001,A-WX,2027-03-01,ann@northwind.example,Contoso Ltd,meetings,1200.50"
TWO = "90500002,A-FLEX-3,2027-03-15,bob@fabrikam.example,Fabrikam SA,calling,99"
BOTH = ["90500001", "90500002"]


def read(*lines: str) -> OrdersFile:
    return read_orders("\n".join(lines).encode(), "orders.csv", rows_of=file_rows)


def numbers(file: OrdersFile) -> list[str]:
    return [order.number for order in file.orders]


def remarks(file: OrdersFile) -> str:
    return "\n".join(remark.say(texts("en")) for remark in file.remarks)


ASIDES = (
    "Total,,,,,,1299.50",
    "Total général,,,,2,,",
    "المجموع,,,,٢,,2598",
    ",,,,,,1299.50",
    "Grand total: 2,,,,,,",
    "2 orders,,,,,,",
    ",,,,,,99 %",
    "Please note that the second order is urgent",
    "* Dates are in UTC,,,,,,",
    "المجموع,,,,,,1299.50",
)


@each_row("line", ASIDES)
def test_a_total_or_a_note_holds_no_order_and_stops_none(line: str) -> None:
    file = read(HEAD, ONE, TWO, "", line)
    assert (numbers(file), file.problems) == (BOTH, ())
    assert "These rows hold a total or a note, not an order: 5." in remarks(file)


@each_row(
    "line",
    [
        ",,,,,calling,",
        "90500001,,,,,,",
        "90500003,,,,,,12",
        ",A-FLEX-3,,,,,",
        ",,,ann@northwind.example,,,",
        ",,,,Contoso Ltd,,",
    ],
)
def test_a_row_that_may_be_of_an_order_is_named(line: str) -> None:
    assert read(HEAD, ONE, TWO, line).problems


@each_row("rule", ["|---|:--|--:|:-:|---|---|---|", "+---+----+", "=======", "─────────"])
def test_lines_that_are_drawn_are_no_rows(rule: str) -> None:
    table = [f"| {line.replace(',', ' | ')} |" for line in (HEAD, ONE, TWO)]
    file = read(table[0], rule, *table[1:], rule)
    assert (numbers(file), file.problems) == (BOTH, ())


def test_tables_below_one_another_are_read_where_their_columns_stand_alike() -> None:
    assert numbers(read(HEAD, ONE, "", HEAD, TWO)) == BOTH
    turned = read(HEAD, ONE, "", "END CUSTOMER NAME,WEB ORDER ID,ORDERED ITEM", "Fabrikam,90500002,A-WX")
    assert numbers(turned) == BOTH[:1]
    assert [problem.row for problem in turned.problems] == [4]
    assert "Another table begins here" in turned.problems[0].reason


@each_row("nothing", ["N/A", "n.a.", "NULL", "none", "TBD", "-", "–", "s.o.", "à définir", "لا يوجد"])
def test_words_for_nothing_leave_a_cell_blank(nothing: str) -> None:
    file = read(HEAD, ONE.replace("meetings", nothing), TWO.replace("Fabrikam SA", nothing))
    assert numbers(file) == BOTH[:1]
    assert file.assumed == {"90500001"}
    assert [problem.column for problem in file.problems] == ["END CUSTOMER NAME"]

    document = {
        "number": "90500001",
        "revision": 1,
        "start_date": "2027-03-01",
        "contact": "ann@northwind.example",
        "customer_name": "Contoso Ltd",
        "lines": [{"item": "A-WX", "subscription": nothing}],
    }
    assert not read_document(document).order.subscription, "nor is it anything over HTTP"


@each_row("word", ["WAHR", "Falsch", "VERDADERO", "VERO", "YANLIŞ", "ИСТИНА", "VRAI", "خطأ"])
def test_a_truth_value_is_no_company(word: str) -> None:
    assert not read(HEAD, ONE.replace("Contoso Ltd", word)).orders


@each_row("name", ["SociÃ©tÃ© Contoso", "MÃ¼ller GmbH", "Ø´Ø±ÙƒØ©", "Contoso â€“ Nord", "ÐœÐ¸Ñ€"])
def test_letters_that_were_read_in_a_wrong_code_page_are_named(name: str) -> None:
    [problem] = read(HEAD, ONE.replace("Contoso Ltd", name)).problems
    assert "garbled" in problem.reason


@each_row(
    "name", ["Société Müller", "CAFÉ® Ltd", "«CAFÉ» SA", "NESTLÉ™ 2026", "São João", "ÅÄÖ AB", "Đặng Ltd", "شركة النور"]
)
def test_letters_with_accents_are_not_taken_for_garbled(name: str) -> None:
    assert read(HEAD, ONE.replace("Contoso Ltd", name)).orders[0].customer_name == name


def test_numbers_as_programs_write_them() -> None:
    assert numbers(read(HEAD, ONE.replace("90500001", "90500001.0"))) == ["90500001"]
    marked = ",".join(f"'{cell}" for cell in ONE.split(","))
    [order] = read(HEAD, marked).orders
    assert (order.number, order.contact, order.customer_name) == ("90500001", "ann@northwind.example", "Contoso Ltd")
    assert (
        read(HEAD, ONE.replace("Contoso Ltd", "'s-Hertogenbosch BV")).orders[0].customer_name == "'s-Hertogenbosch BV"
    )
    for number in ("90.500.001", "90 500 001", "90'500'001", "'90500001", '"90,500,001"'):
        assert numbers(read(HEAD, ONE.replace("90500001", number))) == ["90500001"], number
    for number in ("9.0500001", "90.50.0001", "90 500"):
        assert read(HEAD, ONE.replace("90500001", number)).orders[:0] == ()


@each_row(
    "said, services",
    [
        ("Meetings & Calling / Messaging", 3),
        ("Webex Calling and Webex Meetings", 2),
        ("Réunions et appels", 2),
        ("الاجتماعات والمكالمات", 2),
        ("Meetings Contact Center", 2),
    ],
)
def test_services_are_named_as_people_list_them(said: str, services: int) -> None:
    assert len(read(HEAD, ONE.replace("meetings", said)).orders[0].services) == services


@each_row("said", ["Webex", "and", "Meetings and more", "Meetings Calling Hybrid"])
def test_what_is_no_service_is_named(said: str) -> None:
    [problem] = read(HEAD, ONE.replace("meetings", said)).problems
    assert problem.column == "SERVICES"


@each_row(
    "header",
    [
        "رقم الطلب,البند المطلوب,تاريخ البدء,بريد جهة الاتصال,العميل,الخدمات,قيمة الطلب",
        "N° de commande,Article,Date de début,E-mail du contact,Client final,Services,Valeur de la commande",
        "N° de commande,Article,Date de début,Contact,Client,Services,Valeur de la commande",
        "Order no.,Item,Start date,Contact email,Customer,Services,Value",
        "Web Order ID (WOID),SKU,Requested start date,Provisioning contact,End customer,Services,Value",
    ],
)
def test_headings_have_more_than_one_name_in_each_language(header: str) -> None:
    assert numbers(read(header, ONE, TWO)) == BOTH


def test_a_column_under_its_own_name_leaves_other_names_alone() -> None:
    assert numbers(read(f"{HEAD},Article", f"{ONE},x")) == BOTH[:1]


def workbook(*sheets: Sequence[Sequence[Any]], hidden: int = 0) -> bytes:
    book, content = Workbook(), BytesIO()
    book.remove(book.worksheets[0])
    for n, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {n}")
        for row in rows:
            sheet.append(list(row))
        if hidden:
            sheet.row_dimensions[hidden].hidden = True
    book.save(content)
    return content.getvalue()


def test_the_first_sheet_with_orders_is_read_and_hidden_rows_are_told() -> None:
    table = [line.split(",") for line in (HEAD, ONE, TWO)]
    file = read_orders(workbook([["Report of March"], ["Ann"]], table, table[:2]), rows_of=file_rows)
    assert (numbers(file), remarks(file)) == (BOTH, "Only this sheet was read: Sheet 1.")
    filtered = read_orders(workbook(table, hidden=3), rows_of=file_rows)
    assert numbers(filtered) == BOTH
    assert "These rows are hidden in the workbook, and were read all the same: 3." in remarks(filtered)
    with pytest.raises(UnreadableFile, match="lacks these columns"):
        read_orders(workbook([["Report"]], [["More"]]), rows_of=file_rows)


@each_row(
    "content, sentence",
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"<html><table><tr><td>WEB ORDER ID", "web page"),
        (b'\n<?xml version="1.0"?><Workbook/>', "XML"),
        (b'\xef\xbb\xbf[ {"number": "90500001"}]', "JSON"),
        (b"{\\rtf1", "document"),
        (b"\x1f\x8b\x08", "is an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or protected Excel"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_orders(content, rows_of=file_rows)
    assert sentence in refused.value.text


@each_row(
    "header",
    [
        "N° commande;Article commandé;Date début;Mail contact;Nom client;Services;Valeur commande",
        "Numéro de la commande;Article;Date du début;E-mail du contact d’approvisionnement;Client;Services;Valeur",
        "Web order number;Item;Start date;Email of the contact;Customer;Services;Value of the order",
        "رقم الطلب;المنتج;تاريخ البداية;بريد جهة الاتصال;العميل;الخدمات;القيمة",
    ],
)
def test_a_heading_is_known_with_and_without_what_links_its_words(header: str) -> None:
    assert numbers(read(header, ONE.replace(",", ";"), TWO.replace(",", ";"))) == BOTH
