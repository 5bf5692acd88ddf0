"""A very large file made of a large one: its orders again and again under other numbers, with what belongs to them.

The bot's own import takes minutes of a processor for a million orders; this takes less, and its rows are the bot's own.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.large.history import add_to_audit

# What an import writes about an order, by the column that has its number.
COPIED = {"orders": "number", "reminders": "order_number", "revisions": "order_number"}
OURS = "CAST({number} AS INTEGER) <= :highest AND {number} IN (SELECT number FROM orders WHERE invited_at IS NULL)"


def multiply(source: Path, target: Path, orders: int, times: int) -> None:
    """Copy a file, and add each order that nobody was invited to so many times less one, numbered on from the last."""
    unfinished = target.with_suffix(".part")
    shutil.copyfile(source, unfinished)
    with closing(sqlite3.connect(unfinished)) as db:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
        (highest,) = db.execute("SELECT max(CAST(number AS INTEGER)) FROM orders").fetchone()
        for turn in range(1, times):
            copy(db, turn * orders, highest)
            db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished.replace(target)


def copy(db: sqlite3.Connection, shift: int, highest: int) -> None:
    """Add the orders of the first file again, under numbers that are so much higher."""
    by = {"shift": shift, "highest": highest}
    for table, number in COPIED.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        values = [f"CAST({each} + :shift AS TEXT)" if each == number else each for each in columns]
        db.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} "
            f"WHERE {OURS.format(number=number)}",
            by,
        )
    added = db.execute(
        f"""SELECT at, actor, verb, CAST(order_number + :shift AS TEXT) FROM audit
        WHERE verb = 'order_imported' AND {OURS.format(number="order_number")}""",
        by,
    )
    add_to_audit(db, [dict(zip(("at", "actor", "verb", "order"), row, strict=True)) for row in added.fetchall()])
