"""Files that nobody thought of: whatever comes in, nothing breaks, and each row is loaded or named.

FUZZ_EXAMPLES in the environment makes it try more, such as 5000.
"""

import csv
import os
import struct
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.intake.directory import read_directory
from bot.intake.orders import OrdersFile, read_orders
from bot.intake.problems import UnreadableFile
from bot.intake.workbooks import file_rows
from bot.language.texts import texts

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
HEADER = ("WEB ORDER ID", "ORDERED ITEM", "PROVISIONING CONTACT EMAIL", "REQUESTED START DATE", "END CUSTOMER NAME")
GOOD = ("90417263", "A-WX", "ann@northwind.example.com", "2026-12-01", "Contoso")

# What people, spreadsheets and attackers put into cells.
odd = st.sampled_from(
    (
        *(
            '"',
            '""',
            'a "b" c',
            "'",
            "=1+1",
            "=HYPERLINK(A1)",
            "@SUM(A1)",
            "+1",
            "-1",
            "#N/A",
            "#REF!",
            "####",
            "\t",
            "\n",
        ),
        *(
            "\n",
            "\r\n",
            "a\nb",
            ";",
            ",",
            "a;b,c",
            "\x00",
            "\u202e",
            "\ufeff",
            "٩٠٤١٧٢٦٣",
            "1E+15",
            "0090417263",
            '="0090"',
        ),
        *("TRUE", "9999-12-31", "0001-01-01", "31/12/2026", "12/31/2026", "46448", "A-FLEX-3", "a@b", "x" * 2001),
    )
)
anything = st.one_of(odd, st.text(max_size=12))
rows = st.lists(
    st.tuples(*(st.one_of(st.just(good), st.just(good), anything) for good in GOOD)), min_size=1, max_size=8
)


def read(content: bytes) -> OrdersFile | None:
    """Read a file, or say why it is refused."""
    try:
        return read_orders(content, "orders.csv", rows_of=file_rows)
    except UnreadableFile as refused:
        texts("ar")(refused.text, **refused.values)
        return None


def as_csv(given_rows: Sequence[Sequence[str]], delimiter: str) -> str:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *given_rows])
    return text.getvalue()


def as_xlsx(given_rows: Sequence[Sequence[Any]]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in (HEADER, *given_rows):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def all_loaded_or_named(file: OrdersFile) -> None:
    """Fail where a filled row is neither a line of an order nor named nor held up by one that is."""
    named = {problem.row for problem in file.problems}
    lines = sum(len(order.lines) for order in file.orders)
    assert lines + len(named) <= file.rows
    assert lines + len(named) == file.rows or file.held


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read(content)
    read(",".join(HEADER).encode() + b"\n" + content)
    read(b"PK\x03\x04" + content)
    with pytest.raises(UnreadableFile):
        read_directory(content, "directory.csv", rows_of=file_rows)


@settings(max_examples=EXAMPLES)
@given(rows, st.sampled_from(",;\t"), st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
def test_each_row_of_a_text_is_loaded_or_named(
    given_rows: Sequence[Sequence[str]], delimiter: str, encoding: str
) -> None:
    file = read(as_csv(given_rows, delimiter).encode(encoding, "surrogatepass"))
    if file is not None:
        all_loaded_or_named(file)


@settings(max_examples=EXAMPLES)
@given(rows)
def test_a_row_that_is_good_by_itself_is_not_lost_beside_others(given_rows: Sequence[Sequence[str]]) -> None:
    file = read(as_csv([*given_rows, ("90990001", *GOOD[1:])], ",").encode("utf-8", "surrogatepass"))
    if file is not None:
        all_loaded_or_named(file)
        found = [order for order in file.orders if order.number == "90990001"]
        assert found or file.held or any(problem.row for problem in file.problems)


cells = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**16), 10**16), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(), st.sampled_from(("=1+1", "=A1", "#N/A", "90417263", "A-WX", "a@b.example", "2026-12-01")),
)  # fmt: skip


@settings(max_examples=max(EXAMPLES // 4, 5))
@given(st.lists(st.lists(cells, max_size=7), min_size=1, max_size=6))
def test_each_row_of_a_workbook_is_loaded_or_named(given_rows: list[list[Any]]) -> None:
    file = read(as_xlsx([*given_rows, list(GOOD)]))
    assert file is not None
    all_loaded_or_named(file)
    assert file.orders or file.problems


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 10**6), st.integers(0, 255), st.integers(0, 40))
def test_a_damaged_workbook_is_read_or_refused(at: int, byte: int, cut: int) -> None:
    content = bytearray(as_xlsx([GOOD]))
    content[at % len(content)] = byte
    read(bytes(content[: len(content) - cut]))


def workbook_with(sheet: str) -> bytes:
    """Return a workbook whose sheet has been written by somebody else."""
    file = BytesIO()
    with ZipFile(BytesIO(as_xlsx([GOOD]))) as packed, ZipFile(file, "w", ZIP_DEFLATED) as other:
        for name in packed.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            other.writestr(name, sheet.encode() if is_sheet else packed.read(name))
    return file.getvalue()


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(workbook_with("<worksheet/>" + " " * 200_000))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset : at + offset + 4] = struct.pack("<I", 10)
            at = content.find(mark, at + 4)
    with pytest.raises(UnreadableFile):
        read_orders(bytes(content), rows_of=file_rows)


NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_cells_far_to_the_right_and_rows_out_of_order_are_named_or_read() -> None:
    def row(number: int, *written: str, place: str = "") -> str:
        inline = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in written)
        return f'<row r="{number}">{inline}{place}</row>'

    far = '<c r="XFD9" t="inlineStr"><is><t>far</t></is></c>'
    sheet = row(1, *HEADER) + row(9, *GOOD, place=far) + row(4, "90417310", *GOOD[1:]) + row(1_048_577, *GOOD)
    content = workbook_with(f"<worksheet {NS}><sheetData>{sheet}</sheetData></worksheet>")
    file = read_orders(content, rows_of=file_rows)
    assert [order.number for order in file.orders] == ["90417310"]
    assert [problem.row for problem in file.problems] == [9]


def test_a_row_with_nothing_but_what_is_too_much_is_named() -> None:
    content = as_xlsx([GOOD, [None] * len(HEADER) + ["beside"], ("90417310", *GOOD[1:])])
    file = read_orders(content, rows_of=file_rows)
    assert [order.number for order in file.orders] == ["90417310"], "the order above it may lack what is in it"
    assert [problem.row for problem in file.problems] == [3]


def test_very_many_columns_cost_little() -> None:
    file = read_orders((",".join(HEADER) + "," * 100_000 + "\n" + ",".join(GOOD) + "\n").encode())
    assert len(file.orders) == 1
