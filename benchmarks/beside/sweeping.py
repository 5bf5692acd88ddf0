"""A sweep costs by what is due, not by what is stored; and ten thousand due at once are queued within seconds."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import thread_time

import click

from tests.staging.files import ORDER_COLUMNS
from tests.staging.stage import Stage

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY, LATER = "2026-03-02", "2026-09-01"
ORDERS_OF_ONE = 2


def swept_in(due: int, *stored: int) -> list[float]:
    """Return how many seconds of a processor a sweep takes in each of several files, where so many orders are due.

    The files are made first, so that the sweeps follow each other at once, at the same speed of the machine.
    """
    with ExitStack() as stack:
        return [swept(on, due) for on in [stack.enter_context(stored_in(each, due)) for each in stored]]


@contextmanager
def stored_in(stored: int, due: int) -> Iterator[Stage]:
    """Lend a stage with so many orders, some of which are due."""
    with TemporaryDirectory() as folder, Stage(Path(folder), NINE - timedelta(hours=1)) as on:
        rows = (row(n, TODAY if n < due else LATER) for n in range(stored))
        on.bot.imports.orders("\n".join((ORDER_COLUMNS, *rows)).encode(), "orders.csv")
        yield on


def swept(on: Stage, due: int) -> float:
    """Sweep; return how many seconds of a processor that took."""
    on.clock.move_to(NINE)
    started = thread_time()
    on.bot.reminders.sweep()
    taken = thread_time() - started
    with on.bot.store.reading() as uow:
        queued = uow.inbox.counts()["waiting"]
    if queued < due:
        raise click.ClickException(f"Only {queued} of {due} reminders were queued.")
    return taken


def row(n: int, day: str) -> str:
    """Return an order of the file, due at nine of a day."""
    contact = f"p{n // ORDERS_OF_ONE}@northwind.example.com"
    return f"{70_000_000 + n},A-WX,{day},{contact},Customer {n},Northwind,meetings,DE,UTC,,,"
