"""Things that tests keep: moments, envelopes, orders; and threads that set off together."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from bot.domain.events import Envelope
from bot.domain.orders import Line, Order, Service
from bot.domain.outgoing import Address, Lane, Message
from store import Store, UnitOfWork

T = TypeVar("T")

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANN = Address(email="ann@partner.example")
OMAR = Address(email="omar@customer.example")
SPACE = Address(room_id="rep-space")

ORDER = Order(
    number="90017",
    offer="A-FLEX-3",
    start_date=date(2026, 12, 1),
    contact="ann@partner.example",
    customer_name="Société Générale d'Eau",
    lines=(Line("A-FLEX-3", subscription="Sub1001", value="12 000"), Line("SVS-FLEX-SUPT")),
    services=(Service.MEETINGS, Service.CALLING),
    partner_name="شركة النور",
    subscription="Sub1001",
    country="AE",
    zone="Asia/Dubai",
    language="ar",
    rep="rita@cisco.example",
    holder="ann@partner.example",
)


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


def envelope(event_id: str, line: str = "ann", **data: Any) -> Envelope:
    return Envelope("messages", "created", event_id, line, data, NOON)


def order(number: str, **facts: Any) -> Order:
    return replace(ORDER, number=number, **facts)


def owe(uow: UnitOfWork, text: str, address: Address = ANN, lane: Lane = Lane.REPLY, **more: Any) -> int:
    """Owe a post; returns its entry."""
    return uow.outbox.post(address, Message(text), lane, NOON, **more)


def kept(path: Path, search: str) -> list[Any]:
    """Return what a search finds in the file itself: rows, or what is in their one column."""
    with closing(sqlite3.connect(path)) as db:
        return [row[0] if len(row) == 1 else row for row in db.execute(search)]


def steps_of(store: Store, search: str) -> list[str]:
    """Return the steps in which SQLite would go through a search, in the words of its plan."""
    return [step[-1] for step in kept(store.path, f"EXPLAIN QUERY PLAN {search}")]


def together(count: int, job: Callable[[int], T]) -> list[T]:
    """Run a job in so many threads that set off at the same moment; returns what they return."""
    barrier = Barrier(count)

    def set_off(n: int) -> T:
        barrier.wait()
        return job(n)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(set_off, range(count)))
