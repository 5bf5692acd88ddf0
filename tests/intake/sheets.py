"""Sheets to read, and what they are refused for."""

import pytest

from bot.intake.problems import UnreadableFile
from bot.intake.sheets import Sheet, read_sheet
from bot.intake.workbooks import file_rows
from bot.language.texts import texts

KNOWN = ("WEB ORDER ID", "NAME", "NOTE")
REQUIRED = frozenset({"WEB ORDER ID", "NAME"})


def read(content: bytes | str) -> Sheet:
    return read_sheet(content.encode() if isinstance(content, str) else content, KNOWN, REQUIRED, rows_of=file_rows)


def refusal(content: bytes | str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    return texts("en")(refused.value.text, **refused.value.values)
