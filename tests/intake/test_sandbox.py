"""Reading files apart: the same comes out as if they were read here, and what is too much is refused in words."""

import subprocess
import sys
from io import BytesIO

import pytest
from openpyxl import Workbook

from bot.intake import sandbox
from bot.intake.directory import read_directory
from bot.intake.orders import read_orders
from bot.intake.problems import UnreadableFile
from bot.intake.sandbox import ROOT, directory_of, orders_of, packed, unpacked
from bot.intake.workbooks import file_rows

ORDERS = """WEB ORDER ID,ORDERED ITEM,REQUESTED START DATE,PROVISIONING CONTACT EMAIL,END CUSTOMER NAME,SERVICES
90417263,A-FLEX-3,2026-03-02,ann@northwind.example.com,Contoso Dental,"calling, meetings"
90417264,A-WX,02-Mar-2026,omar@northwind.example.com,مجموعة الأفق,
90417265,A-WX,yesterday,nobody,,
90417266,SOMETHING,2026-03-02,ann@northwind.example.com,Fabrikam,
"""
DIRECTORY = "ORG ID,NAME,KIND,ADMINS\norg-1,Contoso,customer,carla@contoso.example.com\norg-2,,partner,\n"


def as_workbook(text: str) -> bytes:
    workbook, content = Workbook(), BytesIO()
    for line in text.splitlines():
        workbook.active.append([cell.strip('"') for cell in line.split(",")][:5])
    workbook.create_sheet("Notes")
    workbook.save(content)
    return content.getvalue()


def test_what_is_read_apart_is_what_is_read_here() -> None:
    workbook = as_workbook(ORDERS)
    here = read_orders(workbook, "طلبات.xlsx", rows_of=file_rows)
    assert (len(here.orders), len(here.problems), len(here.remarks)) == (2, 4, 2)
    assert orders_of(workbook, "طلبات.xlsx") == here


def test_a_large_text_is_read_apart_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SMALL_TEXT", 0)
    assert orders_of(ORDERS.encode(), "orders.csv") == read_orders(ORDERS.encode(), "orders.csv")
    assert directory_of(DIRECTORY.encode(), "d.csv") == read_directory(DIRECTORY.encode(), "d.csv")


def test_what_is_found_waits_in_a_form_that_is_read_at_once() -> None:
    file = read_orders(ORDERS.encode(), "orders.csv")
    assert unpacked(packed(file)) == file
    for other in (ORDERS.encode(), as_workbook(ORDERS), b"{}"):
        with pytest.raises(ValueError, match="validation error"):
            unpacked(other)


def test_a_refusal_comes_back_in_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for smallest in (sandbox.SMALL_TEXT, 0):
        monkeypatch.setattr(sandbox, "SMALL_TEXT", smallest)
        with pytest.raises(UnreadableFile) as refused:
            orders_of(ORDERS.encode(), "orders.csv", most_rows=3)
        assert refused.value.text == "The file has more than {limit} rows."
        assert refused.value.values == {"limit": 3}


EXCESSES = {
    "memory": "mmap(-1, 2 * reader.MOST_MEMORY)",
    "disk": "file = TemporaryFile(); file.seek(reader.LARGEST_OUTCOME); file.write(b'x'); file.flush()",
}


@pytest.mark.parametrize("excess", EXCESSES.values(), ids=EXCESSES)
def test_the_process_that_reads_can_take_no_more_than_it_may(excess: str) -> None:
    begin = "from mmap import mmap; from tempfile import TemporaryFile; from bot.intake import reader"
    assert is_done(f"{begin}; {excess}")
    assert not is_done(f"{begin}; reader.allowance(1000).apply(); {excess}")


def is_done(program: str) -> bool:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
