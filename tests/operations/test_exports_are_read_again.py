"""What an export says of orders is read again as it was, straight or by way of a spreadsheet program."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from tempfile import TemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.domain.orders import Order
from bot.intake.documents import InvalidDocument, read_document
from bot.intake.plans import Change, followed
from bot.intake.sandbox import orders_of
from bot.language.folders import LANGUAGES
from bot.language.texts import texts
from bot.operations import workbooks
from bot.operations.workbooks import SheetHead, WorkbookDraft
from bot.wizard.steps import WIZARD
from cards.export import Export, Record, table_of
from cards.spreadsheet import table_as_csv
from handlers.orders.exporting import write
from tests.logged import logged_by

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TRICKY = (
    *(
        "12000.00",
        "1,234.50",
        "1.234,50",
        "0090417263",
        "9041726390417263",
        "123456789012",
        "1E5",
        "12e3",
        "3/4",
        "1-2",
    ),
    *("10:30", "5 %", "€ 12", "$12.50", "(12)", "2026-02-20", "20/02/2026", "2 Mar 2026", "Mar 2, 2026", "mars 2026"),
    *("May 5", "=1+1", "+49 30 123", "-5", "@home", "|x|", "'=a", "''+b", "#N/A", "#1 Media", '="x"', 'a "quoted" b'),
    *(
        "a;b,c",
        "TRUE",
        "مجموعة عيادات، الرياض",
        "عبد\u200cالله",
        "José & Søn",
        "🙂",
        "١٢٣",
        '="0123"',
        "sep=;",
        "A-FLEX-3",
    ),
    *("0", "00", "Łódź", "'t Hooft", "1 000,50", "=" * 300),
)
NUMBERS = st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True)
WORDS = st.one_of(st.sampled_from(TRICKY), st.text(max_size=40))
ADDRESSES = st.sampled_from(("ann@northwind.example.com", "jana@bücher.example", "0123@a.example", "o'neil@a.example"))
SERVICES = ("meetings", "calling", "contact-center")


@st.composite
def documents(draw: st.DrawFn) -> dict[str, object]:
    names = ("subscription", "status", "hold", "value", "monthly_revenue", "term", "submitted_on", "magic_key")
    lines = [{"item": "A-FLEX-3", **draw(st.dictionaries(st.sampled_from(names), WORDS, max_size=4))}]
    lines += draw(st.lists(st.fixed_dictionaries({"item": st.sampled_from(TRICKY)}), max_size=2))
    return {
        "number": draw(NUMBERS),
        "revision": 1,
        "start_date": draw(st.dates(date(1990, 1, 1), date(2199, 12, 31))).isoformat(),
        "contact": draw(ADDRESSES),
        "customer_name": draw(WORDS),
        "partner_name": draw(WORDS),
        "services": draw(st.lists(st.sampled_from(SERVICES), unique=True)),
        "country": draw(st.sampled_from(("", "SA", "FR", "CI", "GB"))),
        "zone": draw(st.sampled_from(("", "Asia/Riyadh", "UTC+3", "UTC-03:30", "Europe/Paris"))),
        "language": draw(st.sampled_from(("", "ar", "fr"))),
        "rep": draw(st.one_of(st.just(""), ADDRESSES)),
        "lines": lines,
    }


def orders(found: list[dict[str, object]]) -> list[Order]:
    """Return those of the documents that are orders."""
    kept: dict[str, Order] = {}
    for each in found:
        try:
            order = read_document(each).order
        except InvalidDocument:
            continue
        kept[order.number] = order
    return list(kept.values())


def table(known: list[Order], language: str) -> Export:
    return table_of([Record(each, "") for each in known], WIZARD, texts(language), now=NOW, default_zone="UTC")


def differences(known: list[Order], content: bytes) -> list[str]:
    """Say what an import of the file would change, and what it complains about."""
    file = orders_of(content, "orders")
    found = {order.number: order for order in file.orders}
    wrong = [f"{each.row} {each.column}: {each.reason} {each.value}" for each in file.problems]
    wrong += [f"{order.number} is missing" for order in known if order.number not in found]
    changes = [Change(each, followed(each, found[each.number], file.assumed)) for each in known if each.number in found]
    return wrong + [
        f"{field}: {getattr(each.before, field)!r} -> {getattr(each.after, field)!r}"
        for each in changes
        for field in each.fields
    ]


def through_a_spreadsheet(text: str, show: Callable[[float], str], show_day: str) -> list[list[str]]:
    """Return the cells that a spreadsheet program writes after it was given a CSV file."""
    return [[shown(cell, show, show_day) for cell in row] for row in csv.reader(StringIO(text, newline=""))]


def shown(cell: str, show: Callable[[float], str], show_day: str) -> str:
    """Return what stands in a cell after the program has taken it for what it looks like."""
    if found := re.fullmatch(r'="((?:[^"]|"")*)"', cell):
        return found[1].replace('""', '"')
    assert not cell.startswith(("=", "+", "-", "@")), f"run as a formula: {cell}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return f"{date.fromisoformat(cell):{show_day}}"
    if re.fullmatch(r"\d+(\.\d+)?([eE]\d+)?", cell):
        return show(float(cell))
    if found := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})", cell):
        return f"{found[1]}-Mar"
    return {"true": "TRUE", "false": "FALSE"}.get(cell.lower(), cell)


def general(number: float) -> str:
    return f"{number:.0f}" if number.is_integer() and number < 1e11 else f"{number:.5E}".replace("E+0", "E+")


@settings(max_examples=25)
@given(st.lists(documents(), min_size=1, max_size=3), st.sampled_from(LANGUAGES))
def test_a_csv_file_is_read_again_straight_and_through_a_spreadsheet(
    found: list[dict[str, object]], language: str
) -> None:
    known = orders(found)
    if not known:
        return
    made = table(known, language)
    text = table_as_csv(made.heading, (row.in_csv() for row in made.rows))
    assert not differences(known, text.encode("utf-8-sig"))
    french = through_a_spreadsheet(text, lambda number: general(number).replace(".", ","), "%d/%m/%Y")
    assert not differences(known, saved(french, ";").encode("utf-8-sig"))
    american = through_a_spreadsheet(text, general, "%-m/%-d/%Y")
    assert not differences(known, saved(american, "\t").encode("utf-16"))


def saved(rows: list[list[str]], delimiter: str) -> str:
    page = StringIO()
    csv.writer(page, delimiter=delimiter).writerows(rows)
    return page.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_is_read_again(language: str) -> None:
    found = [
        {
            "number": f"00{n}{len(name)}",
            "revision": 1,
            "start_date": f"2026-03-{n % 28 + 1:02}",
            "contact": "ann@a.example",
            "customer_name": name,
            "partner_name": name,
            "zone": "UTC+3",
            "country": "CI",
            "language": "ar",
            "lines": [{"item": "A-FLEX-3", "value": words, "submitted_on": words}, {"item": words}],
        }
        for n, words in enumerate(TRICKY)
        for name in (words, "Contoso")
    ]
    known = orders(found)
    assert len(known) > len(TRICKY)
    written = write(table(known, language), texts(language))
    assert written.workbook.startswith(b"PK")
    assert not differences(known, written.workbook)
    sheet = load_workbook(BytesIO(written.workbook)).active
    assert sheet.sheet_view.rightToLeft is texts(language).is_right_to_left
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_text_of_a_workbook_is_never_a_formula() -> None:
    texts_of_people = ["=1+1", '=HYPERLINK("https://elsewhere.example","x")', "+1", "@SUM(1)", "#REF!", "TRUE", "1E5"]
    with TemporaryFile("w+", encoding="utf-8") as kept:
        draft = WorkbookDraft(SheetHead("Orders", ["Customer"], is_right_to_left=False), kept)
        for each in texts_of_people:
            draft.add([each])
        [sheet] = load_workbook(BytesIO(draft.written())).worksheets
    assert [(row[0].data_type, row[0].value) for row in sheet.iter_rows(2)] == [("s", each) for each in texts_of_people]


@pytest.mark.parametrize(("setting", "value"), [("WRITER", "no.such.writer"), ("PATIENCE", 0), ("ROOT", "/nowhere")])
def test_a_workbook_that_cannot_be_written_is_left_out_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, setting: str, value: object
) -> None:
    monkeypatch.setattr(workbooks, setting, value)
    with TemporaryFile("w+", encoding="utf-8") as kept:
        assert WorkbookDraft(SheetHead("Orders", ["Customer"], is_right_to_left=False), kept).written() == b""
    assert [vars(each)["action"] for each in logged_by("bot.operations.workbooks", caplog)] == ["workbook_failed"]
