"""Large files of the bot, each made once by the bot's own import, and kept for the next run."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from store import migrations
from tests.staging.files import ORDER_COLUMNS
from tests.staging.stage import Stage

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADMIN = "ada@cisco.example.com"
KEPT = Path(gettempdir()) / "setup-now-large"
FIRST_NUMBER = 70_000_000
# So many are invited by the time of the questions; the others wait for their date, or are over.
INVITED = 300
DAYS_AHEAD = 360
# So many orders are in one report: more are more than it reads at once.
AT_ONCE = 10_000
PLACES = (("DE", "Europe/Berlin"), ("SA", "Asia/Riyadh"), ("FR", "Europe/Paris"), ("US", "America/Chicago"), ("", ""))
OFFERS = ("A-WX", "A-FLEX", "A-FLEX-3")


def row(n: int) -> str:
    """Return an order of the file: every second is over, the first are due at once, the others within a year."""
    status = "Closed" if n % 2 else "Booked"
    is_due = not n % 2 and n < 2 * INVITED
    start = NOW.date() if is_due else NOW.date() + timedelta(days=2 + n % DAYS_AHEAD)
    return _row(n, start, status)


def _row(n: int, start: date, status: str) -> str:
    country, zone = PLACES[n % len(PLACES)]
    contact, offer = f"p{n // 3}@northwind.example.com", OFFERS[n % len(OFFERS)]
    return f"{FIRST_NUMBER + n},{offer},{start},{contact},Customer {n},Northwind,meetings,{country},{zone},,,{status}"


def orders_csv(count: int, first: int = 0) -> bytes:
    """Return a report of so many orders."""
    return "\n".join((ORDER_COLUMNS, *map(row, range(first, first + count)))).encode()


@contextmanager
def empty_stage() -> Iterator[Stage]:
    """A bot of which nothing is known yet, a day before the first orders are due."""
    with TemporaryDirectory() as folder, Stage(Path(folder), NOW - timedelta(days=1)) as on:
        yield on


@contextmanager
def large_stage(count: int) -> Iterator[Stage]:
    """A bot that has so many orders, of which some have been invited; it has just been built, and not started."""
    made = large_file(count)
    with TemporaryDirectory() as folder:
        on = Stage(Path(folder), NOW)
        shutil.copyfile(made, on.database_file)
        with on:
            yield on


def large_file(count: int) -> Path:
    """Return a file of so many orders; one that was made before by the same tables and rows is taken again."""
    path = KEPT / f"{count}-{fingerprint()}.db"
    if not path.exists():
        KEPT.mkdir(exist_ok=True)
        with empty_stage() as on:
            for first in range(0, count, AT_ONCE):
                on.bot.imports.orders(orders_csv(min(AT_ONCE, count - first), first), "orders.csv")
            for number in range(min(INVITED, count) // 3 + 1):
                on.person(f"p{number}@northwind.example.com", f"Person {number}")
            on.go_to(NOW)
            unfinished = path.with_suffix(".part")
            on.bot.store.backup(unfinished)
            unfinished.replace(path)
    return path


def fingerprint() -> str:
    tables = Path(migrations.__file__).read_bytes()
    return sha256(tables + orders_csv(1000)).hexdigest()[:12]
