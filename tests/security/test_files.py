"""Files that are made to be read for ever: their sender is told no, and everybody else is answered meanwhile."""

import os
import signal
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from playground.messages import Upload
from tests.staging.besieged import Besieged

ROWS = 3_000_000


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    with Besieged(tmp_path_factory.mktemp("bot")) as bot:
        yield bot


def workbook_of_rows(count: int) -> bytes:
    """Return a small workbook with very many rows in which nothing stands."""
    plain, content = BytesIO(), BytesIO()
    Workbook().save(plain)
    with ZipFile(plain) as parts, ZipFile(content, "w", ZIP_DEFLATED) as packed:
        for part in parts.infolist():
            text = parts.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b"<sheetData>", b"<sheetData>" + b"<row><c/></row>" * count)
                assert len(text) > count
            packed.writestr(part.filename, text)
    return content.getvalue()


def test_everybody_is_answered_while_a_workbook_without_end_is_read(bot: Besieged) -> None:
    ada, ann = bot.world.person("ada@cisco.example.com"), bot.world.person("ann@example.com")
    bot.answers_to(ada, "help")
    before, content = len(bot.chat(ada)), workbook_of_rows(ROWS)
    assert len(content) < 200_000
    bot.world.says(ada, bot.me, "/import", file=Upload("orders.xlsx", content))
    bot.until(lambda: bool(bot.helpers()) or len(bot.chat(ada)) > before)
    [reader] = bot.helpers()
    os.kill(reader, signal.SIGSTOP)
    assert all(bot.answers_to(ann, words) for words in ("help", "orders", "help"))
    assert len(bot.chat(ada)) == before
    os.kill(reader, signal.SIGCONT)
    bot.until(lambda: len(bot.chat(ada)) > before)
    # A fast machine comes to the end of it in time.
    assert any(words in bot.chat(ada)[-1] for words in ("too much time or memory", "The file is empty"))
    assert bot.helpers() == []
