"""Workbooks: a table is written as XLSX by a process of its own because the library for it is large."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

WRITER = "bot.operations.workbook_writer"
ROOT = Path(__file__).resolve().parents[2]
# Twenty thousand rows take half a minute.
PATIENCE = 300

Row = Sequence[str | date]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The title of a workbook, the direction in which it reads, and the headings of its columns."""

    title: str
    heading: Sequence[str]
    is_right_to_left: bool


class WorkbookDraft:
    """The rows of a workbook to be written, kept in an unnamed file until then."""

    def __init__(self, look: SheetHead, kept: IO[str]) -> None:
        self._kept = kept
        self._put({"title": look.title, "heading": look.heading, "right_to_left": look.is_right_to_left})

    def add(self, row: Row) -> None:
        """Add a row."""
        self._put([[value.isoformat()] if isinstance(value, date) else value for value in row])

    def written(self) -> bytes:
        """Return the workbook; empty where it could not be written in time, and the log says why."""
        self._kept.flush()
        self._kept.seek(0)
        with TemporaryFile() as found:
            try:
                subprocess.run(  # noqa: S603 - our own module, without anybody's words
                    [sys.executable, "-m", WRITER],
                    cwd=ROOT,
                    env={"PYTHONUTF8": "1"},
                    stdin=self._kept,
                    stdout=found,
                    stderr=subprocess.DEVNULL,
                    timeout=PATIENCE,
                    check=True,
                )
            except (OSError, subprocess.SubprocessError) as error:
                # What the process said may hold words of people; how it ended does not.
                log.warning("a workbook was not written", extra={"action": "workbook_failed", "cause": str(error)})
                return b""
            found.seek(0)
            return found.read()

    def _put(self, value: object) -> None:
        self._kept.write(f"{json.dumps(value, ensure_ascii=False)}\n")
