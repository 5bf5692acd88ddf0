"""The sandbox: files are read in a process of their own, so that a hostile one harms nobody but its sender.

The process runs `bot.intake.reader`. What the file holds comes back as JSON, which is also how it waits for an admin's
decision. A small text is read right here, which costs less than a process.
"""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

from pydantic import TypeAdapter

from bot.intake.delimited import text_rows
from bot.intake.directory import DirectoryFile, read_directory
from bot.intake.orders import OrdersFile, read_orders
from bot.intake.problems import UnreadableFile
from bot.intake.rows import ZIP_MARK, ReadRows
from bot.intake.sheets import MOST_ROWS
from bot.intake.tidying import cleaned
from bot.language.texts import _

# A thousand rows or so; reading it takes a few hundredths of a second.
SMALL_TEXT = 64 * 1024
# A thousand rows take a fifth of a second, the program itself half of one.
CPU_SECONDS, ROWS_A_CPU_SECOND = 3, 1000
PATIENCE = 20
MOST_AT_ONCE = 2
READER = "bot.intake.reader"
ROOT = Path(__file__).resolve().parents[2]

TOO_MUCH = _(
    "This file takes too much time or memory to read. Save its first sheet as CSV, or split it into several files."
)

_places = BoundedSemaphore(MOST_AT_ONCE)


class Kind(StrEnum):
    """What a file may be about."""

    ORDERS = "orders"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What came of reading: what a file holds, or the marked sentence that says why it cannot be read."""

    orders: OrdersFile | None = None
    directory: DirectoryFile | None = None
    refusal: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


OUTCOME = TypeAdapter(ReadOutcome)
ORDERS = TypeAdapter(OrdersFile)


def orders_of(content: bytes, filename: str, most_rows: int = MOST_ROWS) -> OrdersFile:
    """Read a CSV or XLSX file of orders; raises UnreadableFile when nothing of it can be read."""
    outcome = read(Kind.ORDERS, content, filename, most_rows)
    if outcome.orders is None:
        raise UnreadableFile(outcome.refusal, **outcome.values)
    return outcome.orders


def directory_of(content: bytes, filename: str) -> DirectoryFile:
    """Read a CSV or XLSX file of organizations; raises UnreadableFile when nothing of it can be read."""
    outcome = read(Kind.DIRECTORY, content, filename, MOST_ROWS)
    if outcome.directory is None:
        raise UnreadableFile(outcome.refusal, **outcome.values)
    return outcome.directory


def packed(file: OrdersFile) -> bytes:
    """Return what a file of orders holds in a form that is read at once."""
    return ORDERS.dump_json(file)


def unpacked(content: bytes) -> OrdersFile:
    """Return what was packed. Raises ValueError for anything else."""
    return ORDERS.validate_json(content)


def read(kind: Kind, content: bytes, filename: str, most_rows: int) -> ReadOutcome:
    """Read a file where it can do no harm."""
    if len(content) <= SMALL_TEXT and not content.startswith(ZIP_MARK):
        return read_here(kind, content, filename, most_rows)
    with _places, TemporaryFile() as given, TemporaryFile() as found:
        given.write(content)
        given.seek(0)
        if not read_apart(given, found, (kind, cleaned(filename), most_rows)):
            return ReadOutcome(refusal=TOO_MUCH)
        found.seek(0)
        return OUTCOME.validate_json(found.read())


def read_apart(given: IO[bytes], found: IO[bytes], task: tuple[Kind, str, int]) -> bool:
    """Have a process read a file within its allowance; return whether that was enough.

    The process does not get our environment: no setting, no secret.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module; the name of the file is an argument, read by no shell
        [sys.executable, "-m", READER, *map(str, task)],
        cwd=ROOT,
        env={"PYTHONUTF8": "1"},
        stdin=given,
        stdout=found,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            return process.wait(PATIENCE * cpu_seconds(task[-1])) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            return False


def read_here(kind: Kind, content: bytes, filename: str, most_rows: int, rows_of: ReadRows = text_rows) -> ReadOutcome:
    """Read a file in this process: a text, unless `rows_of` reads more."""
    try:
        if kind is Kind.ORDERS:
            return ReadOutcome(orders=read_orders(content, filename, most_rows, rows_of))
        return ReadOutcome(directory=read_directory(content, filename, rows_of))
    except UnreadableFile as unreadable:
        return ReadOutcome(refusal=unreadable.text, values=unreadable.values)


def cpu_seconds(most_rows: int) -> int:
    """Return how many seconds of a processor a file with this many rows may take."""
    return CPU_SECONDS + most_rows // ROWS_A_CPU_SECOND
