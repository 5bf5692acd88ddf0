"""Files as they come: encodings, delimiters, headers, workbooks, and what is refused as a whole."""

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
from bot.intake.sheets import Sheet, read_sheet
from bot.language.texts import texts

KNOWN = ("WEB ORDER ID", "NAME", "NOTE")
REQUIRED = frozenset({"WEB ORDER ID", "NAME"})


def read(content: bytes | str) -> Sheet:
    return read_sheet(content.encode() if isinstance(content, str) else content, KNOWN, REQUIRED)


def refusal(content: bytes | str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    return texts("en")(refused.value.text, **refused.value.values)


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


# --- text -------------------------------------------------------------------------------------------------

ARABIC = "WEB ORDER ID,NAME\n1,مجموعة عيادات\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_arabic_comes_out_right(encoding: str) -> None:
    sheet = read(ARABIC.encode(encoding))
    assert sheet.rows[0]["NAME"] == "مجموعة عيادات"
    assert sheet.rows[0]["WEB ORDER ID"] == "1"


def test_big_endian_utf_16_is_read_by_its_mark() -> None:
    assert read(b"\xfe\xff" + ARABIC.encode("utf-16-be")).column("NAME") == ("مجموعة عيادات",)


def test_a_guessed_encoding_is_told() -> None:
    [remark] = read(ARABIC.encode("cp1256")).remarks
    assert remark.say(texts("en")) == (
        "Read as Windows-1256 text, because it is not UTF-8, with words such as “مجموعة”. "
        "Is that wrong? Save it as UTF-8."
    )
    assert read(ARABIC).remarks == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_not_guessed_at(encoding: str) -> None:
    content = "WEB ORDER ID,NAME\n1,Contoso\n".encode(encoding)
    assert refusal(content) == "This is not text we can read. Save the file as UTF-8."


def test_a_mark_is_a_promise() -> None:
    assert refusal(b"\xef\xbb\xbfWEB ORDER ID,NAME\n1,\xff\n").startswith("This is not text")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end(delimiter: str, end: str) -> None:
    sheet = read(end.join([f"WEB ORDER ID{delimiter}NAME", f'1{delimiter}"a{delimiter} b"', ""]))
    assert [dict(row.cells) for row in sheet.rows] == [
        {"WEB ORDER ID": "1", "NAME": " ".join(f"a{delimiter} b".split())}
    ]


def test_a_quoted_cell_may_hold_line_breaks_and_quotes() -> None:
    sheet = read('WEB ORDER ID,NAME\n1,"Contoso ""Dental""\r\nGroup"\n2,Fabrikam\n')
    assert sheet.column("NAME") == ('Contoso "Dental" Group', "Fabrikam")
    assert [row.number for row in sheet.rows] == [2, 3]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('WEB ORDER ID,NAME\n1,a\n2,"b\n3,c\n', 3),
        ('WEB ORDER ID,NAME\n1,a\n2,b\n3,"c', 4),
        ('WEB ORDER ID,NAME\n1,"' + "x" * 200_000, 2),
    ],
)
def test_an_open_quotation_mark_swallows_nothing_in_silence(text: str, row: int) -> None:
    assert refusal(text) == f"In row {row} a cell does not end. Is a quotation mark missing?"


def test_what_cannot_be_seen_goes() -> None:
    sheet = read("WEB ORDER ID,NAME\n\x001\x07,\u202eCon\u200btoso\xa0 \x1b[31mDental\n")
    assert dict(sheet.rows[0].cells) == {"WEB ORDER ID": "1", "NAME": "Contoso [31mDental"}


def test_empty_rows_are_skipped_and_counted() -> None:
    sheet = read("\nWEB ORDER ID,NAME\n\n1,a\n , \n,\n2,b\n\n")
    assert [row.number for row in sheet.rows] == [4, 7]


# --- quotation marks out of place -------------------------------------------------------------------------


def complaints(text: str) -> list[tuple[int, str]]:
    return [(problem.row, problem.say(texts("en"))) for problem in read(text).problems]


def run_together(row: int, first: int, last: int) -> tuple[int, str]:
    told = "A quotation mark is out of place, and lines {} to {} of the file run together: none was read."
    return row, told.format(first, last)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "swallowed",
    [
        # A quotation mark opens and another cell's ends it.
        ['2,Fabrikam,"on hold', "3,Tailspin,", '4,"Adatum Inc.",'],
        # One that was forgotten on this side and one on that.
        ['2,"Fabrikam,', "3,Tailspin,", '4,Adatum",'],
        ['2,"Fabrikam,', '3,Adatum",'],
        ['2,Fabrikam,"', '3,Adatum,"'],
        # The Arabic row and the one beneath it.
        ['2,"شركة النور,', '3,الواحة",ملاحظة'],
    ],
)
def test_rows_that_run_together_are_named_and_none_of_them_is_guessed(swallowed: list[str], delimiter: str) -> None:
    text = "\n".join(["WEB ORDER ID,NAME,NOTE", "1,Contoso,", *swallowed, "9,Wide World,ok", ""]).replace(
        ",", delimiter
    )

    sheet = read(text)

    assert sheet.column("WEB ORDER ID") == ("1", "9")
    assert complaints(text) == [run_together(3, 3, 2 + len(swallowed))]
    assert [row.number for row in sheet.misfits] == [3]
    assert all(each.replace(",", delimiter) in sheet.broken[0] for each in swallowed)


def test_a_quotation_mark_inside_a_quoted_cell_has_to_be_doubled() -> None:
    assert complaints('WEB ORDER ID,NAME\n1,"Contoso "Dental" Group"\n2,Fabrikam\n') == [
        (2, "A quotation mark is out of place: line 2 of the file was not read.")
    ]


def test_a_quotation_mark_in_a_cell_without_them_is_a_letter() -> None:
    assert read('WEB ORDER ID,NAME\n1,19" Racks\n').column("NAME") == ('19" Racks',)


@pytest.mark.parametrize(
    "cell", ["12 King Road,\nRiyadh, KSA", "a@x.example;\nb@x.example", "Contoso\n\nDental", "شارع الملك،\nالرياض"]
)
def test_a_cell_of_several_lines_is_no_row(cell: str) -> None:
    assert read(f'WEB ORDER ID,NAME,NOTE\n1,Contoso,"{cell}"\n2,Fabrikam,\n').column("WEB ORDER ID") == ("1", "2")


def test_a_header_with_a_quotation_mark_out_of_place_is_refused() -> None:
    assert refusal('WEB ORDER ID,"NAME" x,NOTE\n1,a,\n').startswith("A quotation mark is out of place")


# --- the header -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "WEB ORDER ID,NAME",
        "name,web order id",
        "Web_Order_ID,Name",
        " web\xa0order  id , NAME ",
        '"WEB\nORDER ID",name',
        "WebOrderId,Name,",
    ],
)
def test_headings_are_forgiving(header: str) -> None:
    assert set(read(f"{header}\nx,x\n").rows[0].cells) == {"WEB ORDER ID", "NAME"}


def test_unknown_columns_are_named_and_left_out() -> None:
    sheet = read("Colour,WEB ORDER ID,,NAME,Smell\nred,1,?,a,sweet\n")
    assert dict(sheet.rows[0].cells) == {"WEB ORDER ID": "1", "NAME": "a"}
    assert [remark.say(texts("en")) for remark in sheet.remarks] == [
        "Columns that are not known were left out: Colour, Smell."
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("\n\n , \n", "The file is empty."),
        ("NAME,NOTE\na,b\n", "The header lacks these columns: WEB ORDER ID."),
        ("hello", "The header lacks these columns: WEB ORDER ID, NAME."),
        ("NAME,WEB ORDER ID,name\na,1,b\n", "The header has a column twice: NAME."),
        ("WEB ORDER ID,NAME,NOTE,note\n", "The header has a column twice: NOTE."),
    ],
)
def test_a_header_that_will_not_do(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


# --- limits -----------------------------------------------------------------------------------------------


def test_ten_megabytes_and_no_more() -> None:
    head = b"WEB ORDER ID,NAME\n1,a\n"
    fits = (head + (b" " * 999 + b"\n") * 11_000)[: 10 * 1024 * 1024]
    assert len(read(fits).rows) == 1
    assert refusal(fits + b"\n") == "The file is larger than 10 MB."


def test_fifty_thousand_rows_and_no_more() -> None:
    fits = "WEB ORDER ID,NAME\n" + "1,a\n" * 50_000
    assert len(read(fits).rows) == 50_000
    assert refusal(fits + "1,a\n") == "The file has more than 50000 rows."


def test_a_long_cell_costs_its_row_only() -> None:
    sheet = read(f"WEB ORDER ID,NAME,Colour\n1,{'a' * 2000},\n2,{'b' * 2001},\n3,c,{'d' * 2001}\n")
    assert [row.number for row in sheet.rows] == [2, 4]
    (problem,) = sheet.problems
    assert (problem.row, problem.column) == (3, "NAME")
    assert problem.say(texts("en")) == "This cell has 2001 characters; 2000 are allowed."
    assert problem.value == "b" * 59 + "…"


def test_a_row_wider_than_the_header_is_not_read_shifted() -> None:
    sheet = read("WEB ORDER ID,NAME\n1,Fabrikam, Inc.\n2,a,,\n3\n")
    assert [(problem.row, problem.column, problem.value) for problem in sheet.problems] == [(2, "", "Inc.")]
    assert [row.number for row in sheet.rows] == [3, 4]
    assert sheet.rows[1]["NAME"] == ""


# --- workbooks --------------------------------------------------------------------------------------------


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
    assert len(read_sheet(workbook(*rows[:-1]), KNOWN, REQUIRED, most_rows=3).rows) == 3
    with pytest.raises(UnreadableFile, match="more than"):
        read_sheet(workbook(*rows), KNOWN, REQUIRED, most_rows=3)


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


@pytest.mark.parametrize("content", [zipped(readme=b"hello"), b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500])
def test_what_is_packed_but_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content) == "This workbook cannot be opened. Save it again as XLSX, or as CSV."


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    assert refusal(zipped(bomb=b"\0" * (workbooks.LARGEST_UNPACKED + 1))) == "The file is larger than 100 MB."


def test_an_old_excel_file_is_told_apart() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).startswith("This is an old or protected")


# --- whatever comes ---------------------------------------------------------------------------------------


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
