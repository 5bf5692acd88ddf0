"""What has happened long since: events that were handled, the messages that answered them, the audit log's lines.

A bot that runs has these from its people, one after another. Here they are written straight into a file that nobody has
open, as the bot would have left them: ten a second of the last weeks, with the cards that were sent.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from store.codec import moment_text
from store.history.audit_chain import content_of, new_salt, seal_of

KEPT_FOR = timedelta(days=29)
AT_ONCE = 20_000
INBOX = """INSERT INTO inbox (key, resource, event, id, line, data, arrived_at, due_at, status, attempts, finished_at,
    happened_at) VALUES ('messages:created:past-' || :n, 'messages', 'created', 'past-' || :n, 'room:past-' || :person,
    :data, :at, :at, 'done', 1, :at, :at)"""
OUTBOX = """INSERT INTO outbox (line, email, room_id, operation, text, card, lane, created_at, due_at, parent_id,
    order_number, awaited, status, attempts, message_id, posted_room_id, finished_at)
    SELECT 'person:' || :email, :email, '', 'post', text, card, 0, :at, :at, '', :order, 1, 'sent', 1, 'answer-' || :n,
    'room-' || :person, :at FROM outbox WHERE id = :like"""
AUDIT = """INSERT INTO audit (at, actor, verb, order_number, detail, outcome, noted, salt, content, seal, id)
    VALUES (:at, :actor, :verb, :order_number, :detail, :outcome, :noted, :salt, :content, :seal, :id)"""


def write_history(path: Path, orders: list[str], events: int, now: datetime) -> None:
    """Let so many events have happened to the orders of a file, evenly over the last weeks."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
        (known,) = db.execute("SELECT count(*) FROM outbox").fetchone()
        things = past(orders, events, known, now)
        while some := list(islice(things, AT_ONCE)):
            db.executemany(INBOX, some)
            db.executemany(OUTBOX, some)
            add_to_audit(db, some)
            db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def past(orders: list[str], events: int, known: int, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield what happened, the oldest first; each answer looks like one of the messages that the file has already."""
    for n in range(events):
        # A prime, so that it is another order each time.
        at = n * 7919 % len(orders)
        person, email = at // 3, f"p{at // 3}@northwind.example.com"
        yield {
            "n": n,
            "at": moment_text(now - KEPT_FOR * (1 - n / events)),
            "person": person,
            "email": email,
            "actor": email,
            "verb": "answered",
            "order": orders[at],
            "like": 1 + n % known,
            "data": f'{{"id":"past-{n}","personId":"past-{person}","roomId":"room-{person}"}}',
        }


def add_to_audit(db: sqlite3.Connection, happened: list[dict[str, Any]]) -> None:
    """Add a line to the audit log for each thing, each sealed together with the one before."""
    last, seal = db.execute("SELECT id, seal FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    lines = []
    for line, each in enumerate(happened, last + 1):
        row = {"id": line, "at": each["at"], "noted": each["at"], "actor": each["actor"], "verb": each["verb"]}
        row |= {"order_number": each["order"], "detail": "{}", "outcome": "ok", "salt": new_salt()}
        row["content"] = content_of(row)
        row["seal"] = seal = seal_of(row, seal)
        lines.append(row)
    db.executemany(AUDIT, lines)
