"""Files of text: encodings, delimiters, quotation marks, headings, limits."""

import pytest

from bot.language.texts import texts
from tests.intake.sheets import read, refusal

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
        "If that is wrong, save it as UTF-8."
    )
    assert read(ARABIC).remarks == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_not_guessed_at(encoding: str) -> None:
    content = "WEB ORDER ID,NAME\n1,Contoso\n".encode(encoding)
    assert refusal(content) == "This file cannot be read as text. Save it as UTF-8."


def test_a_mark_is_a_promise() -> None:
    assert refusal(b"\xef\xbb\xbfWEB ORDER ID,NAME\n1,\xff\n").startswith("This file cannot be read as text")


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
    assert all(each.replace(",", delimiter) in sheet.broken[3] for each in swallowed)


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


def test_a_title_may_stand_above_the_header_and_lines_part_cells() -> None:
    titled = "Orders of November\n\nRun by Ann;;\nWEB ORDER ID;NAME\n1;Contoso, Inc.\n"
    sheet = read(titled)
    assert sheet.column("NAME") == ("Contoso, Inc.",)
    assert [row.number for row in sheet.rows] == [5]
    assert [each.say(texts("en")) for each in sheet.remarks] == [
        "The header was found in row 4. What stands above it was not read."
    ]
    assert read("WEB ORDER ID|NAME\n1|Contoso\n").column("NAME") == ("Contoso",)


@pytest.mark.parametrize("name", ["Caf\ufffd Bleu", "Soci??t??", "?? Contoso??"])
def test_a_cell_whose_letters_were_lost_is_named(name: str) -> None:
    sheet = read(f"WEB ORDER ID,NAME\n1,{name}\n2,Who? Contoso?\n")
    assert [problem.row for problem in sheet.problems] == [2]
    assert sheet.problems[0].say(texts("en")).startswith("Letters of this cell were lost")
    assert sheet.column("NAME") == ("Who? Contoso?",)
