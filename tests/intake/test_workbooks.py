"""Workbooks give their cells as a person sees them, and a damaged one is read or refused."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.intake import workbooks
from bot.intake.problems import UnreadableFile
from bot.intake.sheets import read_sheet
from bot.language.texts import texts
from tests.intake.sheets import KNOWN, REQUIRED, read, refusal


def workbook(*rows: Sequence[object], more_sheets: Sequence[str] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Orders"
    for row in rows:
        sheet.append(list(row))
    for name in more_sheets:
        book.create_sheet(name).append(["another", "sheet"])
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def rewritten(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a workbook whose first sheet says something else."""
    packed, changed = ZipFile(BytesIO(content)), BytesIO()
    with ZipFile(changed, "w", ZIP_DEFLATED) as repacked:
        for name in packed.namelist():
            part = packed.read(name)
            repacked.writestr(name, part.replace(old, new) if name.endswith("sheet1.xml") else part)
    return changed.getvalue()


def test_a_workbook_gives_its_cells_as_a_person_sees_them() -> None:
    sheet = read(
        workbook(
            ["Web Order ID", "Name", "Note"],
            [90417263, "مجموعة", datetime.fromisoformat("2026-03-02")],
            [],
            [90417310.0, 12.5, date(2026, 3, 16)],
            ["0090", True, datetime.fromisoformat("2026-03-02T09:30")],
        )
    )
    assert [(row.number, *row.cells.values()) for row in sheet.rows] == [
        (2, "90417263", "مجموعة", "2026-03-02"),
        (4, "90417310", "12.5", "2026-03-16"),
        (5, "0090", "TRUE", "2026-03-02 09:30:00"),
    ]


def test_only_the_first_sheet_is_read_and_that_is_told() -> None:
    content = workbook(["WEB ORDER ID", "NAME"], ["1", "a"], more_sheets=["Later"])
    sheet = read(content)
    assert sheet.column("NAME") == ("a",)
    assert [remark.say(texts("en")) for remark in sheet.remarks] == ["Only this sheet was read: Orders."]


def test_a_hidden_sheet_is_not_read() -> None:
    book = Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["WEB ORDER ID", "NAME"])
    hidden.append(["1", "last month's"])
    hidden.sheet_state = "veryHidden"
    shown = book.create_sheet("المبيعات")
    shown.append(["WEB ORDER ID", "NAME"])
    shown.append(["2", "this month's"])

    sheet = read(saved(book))

    assert sheet.column("NAME") == ("this month's",)
    assert [remark.say(texts("en")) for remark in sheet.remarks] == ["Only this sheet was read: المبيعات."]


def test_a_formula_whose_value_the_file_lacks_is_named_in_any_column() -> None:
    content = workbook(
        ["WEB ORDER ID", "NAME", "NOTE"],
        ["1", '=UPPER("contoso")', None],
        ["2", "Fabrikam", "=A2&A3"],
        ["3", "Adatum", None],
    )
    sheet = read(content)

    assert [(problem.row, problem.column, problem.value) for problem in sheet.problems] == [
        (2, "NAME", '=UPPER("contoso")'),
        (3, "NOTE", "=A2&A3"),
    ]
    assert "formula" in sheet.problems[0].say(texts("en"))
    assert sheet.column("NAME") == ("Adatum",)


def test_a_formula_that_came_to_an_empty_text_is_blank() -> None:
    content = workbook(["WEB ORDER ID", "NAME", "NOTE"], ["1", "Contoso", '=IF(A2="1","","x")'])
    with_value = rewritten(content, b"<v></v>", b"<v />")
    with_text = rewritten(with_value, b'<c r="C2">', b'<c r="C2" t="str">')

    assert [problem.column for problem in read(with_value).problems] == ["NOTE"]
    assert read(with_text).problems == ()
    assert read(with_text).rows[0]["NOTE"] == ""


def test_zeros_that_a_format_shows_are_digits() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["WEB ORDER ID", "NAME"])
    sheet.append([90417263, "Contoso"])
    sheet["A2"].number_format = "0000000000"

    assert read(saved(book)).column("WEB ORDER ID") == ("0090417263",)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#VALEUR!", "#NOM?", "########"])
@pytest.mark.parametrize("column", ["WEB ORDER ID", "NAME", "NOTE"])
def test_what_a_spreadsheet_left_instead_of_a_value_is_no_value(error: str, column: str) -> None:
    cells = {"WEB ORDER ID": "1", "NAME": "Contoso", "NOTE": ""} | {column: error}
    for content in (
        workbook(list(cells), list(cells.values())),
        ",".join(cells) + "\n" + ",".join(cells.values()) + "\n",
    ):
        sheet = read(content)
        assert sheet.rows == ()
        assert [(problem.row, problem.column, problem.value) for problem in sheet.problems] == [(2, column, error)]


@pytest.mark.parametrize("name", ["# Hash", "#1 Trading", "3. Dimension", "- Dash Ltd"])
def test_a_name_may_begin_with_a_sign(name: str) -> None:
    assert read(f"WEB ORDER ID,NAME\n1,{name}\n").column("NAME") == (name,)


def test_a_number_kept_as_text_by_a_formula_keeps_its_zeros() -> None:
    assert read('WEB ORDER ID,NAME\n="0090417263",a\n"=""0090417264""",b\n').column("WEB ORDER ID") == (
        "0090417263",
        "0090417264",
    )


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n'])
def test_a_line_that_names_the_delimiter_is_no_header(first: str) -> None:
    sheet = read(f"{first}WEB ORDER ID;NAME\r\n1;a,b\r\n")
    assert [(row.number, row["NAME"]) for row in sheet.rows] == [(3, "a,b")]


def test_a_number_with_more_digits_than_a_workbook_keeps_shows_that_it_was_rounded() -> None:
    sheet = read(workbook(["WEB ORDER ID", "NAME"], [12345678901234567890, "a"], [123456789012345, "b"]))
    assert [row["WEB ORDER ID"] for row in sheet.rows] == ["1.23456789012346e+19", "123456789012345"]


def test_a_workbook_keeps_the_limit_of_rows() -> None:
    rows: list[list[object]] = [["WEB ORDER ID", "NAME"], *([number, "a"] for number in range(4))]
    assert len(read_sheet(workbook(*rows[:-1]), KNOWN, REQUIRED, 3, workbooks.file_rows).rows) == 3
    with pytest.raises(UnreadableFile, match="more than"):
        read_sheet(workbook(*rows), KNOWN, REQUIRED, 3, workbooks.file_rows)


def test_a_row_far_down_the_sheet_costs_no_more_than_a_near_one() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["WEB ORDER ID", "NAME"])
    sheet.cell(1_048_576, 1, "1")
    sheet.cell(1_048_576, 2, "a")
    content = BytesIO()
    book.save(content)
    assert [row.number for row in read(content.getvalue()).rows] == [1_048_576]


def zipped(**parts: bytes) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("readme", "is an archive"),
        ("content.xml", "LibreOffice"),
        ("Index/Document.iwa", "Numbers"),
        ("word/document.xml", "document or a presentation"),
        ("ppt/slides/slide1.xml", "document or a presentation"),
    ],
)
def test_what_is_packed_and_no_workbook_is_named(part: str, sentence: str) -> None:
    assert sentence in refusal(zipped(**{part: b"hello"}))


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500])
def test_what_is_packed_but_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content) == "This workbook cannot be opened. Save it again as XLSX, or as CSV."


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    assert refusal(zipped(**{"xl/bomb": b"\0" * (workbooks.LARGEST_UNPACKED + 1)})) == "The file is larger than 100 MB."


def test_an_old_excel_file_is_told_apart() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).startswith("This is an old or protected")


def read_or_refused(content: bytes) -> None:
    try:
        read(content)
    except UnreadableFile as refused:
        texts("ar")(refused.text, **refused.values)


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


@given(st.binary(), st.sampled_from([b",", b";", b"\t"]))
def test_any_bytes_under_a_good_header_are_read_or_refused(content: bytes, delimiter: bytes) -> None:
    read_or_refused(delimiter.join([b"WEB ORDER ID", b"NAME"]) + b"\n" + content)


SOUND = workbook(["WEB ORDER ID", "NAME"], [1, "a"], [2, date(2026, 3, 2)])


@given(st.lists(st.tuples(st.integers(4, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(damages: list[tuple[int, int]]) -> None:
    content = bytearray(SOUND)
    for at, byte in damages:
        content[at] = byte
    read_or_refused(bytes(content))
