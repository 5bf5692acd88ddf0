"""Rehearsals: what would become of some orders is tried out on tables beside the file, so that nobody has to wait.

SQLite looks for a table among the temporary ones first. So the tables to which a rehearsal writes stand there for as
long as it lasts, with the rows of its orders; everything else is read from the file, which is opened for reading only:
a write to anything else would fail.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.waiting_lines import PERSON
from store.codec import moment_text
from store.file.connections import BUSY_SECONDS
from store.queues.posted import UNASKED
from store.remembering import StoreConnection
from store.unit_of_work import UnitOfWork

# What a person got today is counted from their midnight, in whatever zone they are.
A_DAY_ANYWHERE = timedelta(days=2)
OF_ORDERS = "order_number IN (SELECT number FROM temp.rehearsed)"
# Each table with conditions of the rows that it begins with, each found by an index. Some are found by those before.
ROWS = {
    "settings": ("true",),
    "orders": ("number IN (SELECT number FROM temp.rehearsed)",),
    "reminders": (OF_ORDERS,),
    "progress": (OF_ORDERS,),
    "escalations": (f"{OF_ORDERS} AND resolved_at IS NULL",),
    "audit": (f"{OF_ORDERS} AND order_number <> ''",),
    # In ASCII the semicolon follows the colon: the range holds all keys that begin so.
    "live_cards": (
        """rowid IN (SELECT card.rowid FROM temp.rehearsed CROSS JOIN main.live_cards AS card
        WHERE card.key >= 'wizard:' || number || ':' AND card.key < 'wizard:' || number || ';')""",
        """rowid IN (SELECT card.rowid FROM temp.rehearsed CROSS JOIN main.live_cards AS card
        WHERE card.key >= 'escalation:' || number AND card.key < 'escalation:' || number || ';')""",
    ),
    "outbox": (
        "id IN (SELECT outbox_id FROM temp.live_cards)",
        "about IN (SELECT outbox_id FROM temp.live_cards) AND about IS NOT NULL",
        f"{OF_ORDERS} AND status = 'due'",
        f"""line IN (SELECT '{PERSON}' || holder FROM temp.orders UNION SELECT '{PERSON}' || nominee FROM temp.orders)
        AND created_at >= :since AND {UNASKED}""",  # noqa: S608 - our own words
    ),
    "inbox": (),
}
IN_FILE = re.compile(r"CREATE (TABLE |(?:UNIQUE )?INDEX )")


@contextmanager
def rehearsing(path: Path, orders: Iterable[str], now: datetime) -> Iterator[UnitOfWork]:
    """Yield the tables as some orders stand now, to be changed at will; nothing of it stays."""
    conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    with closing(StoreConnection(conn, execute_plugins=False)) as db:
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("CREATE TEMP TABLE rehearsed (number TEXT PRIMARY KEY)")
        db.execute("BEGIN")
        db.conn.executemany("INSERT INTO temp.rehearsed VALUES (?)", ((number,) for number in orders))
        since = moment_text(now - A_DAY_ANYWHERE)
        for table, conditions in ROWS.items():
            _stand_beside(db, table)
            for condition in conditions:
                rows = f"SELECT * FROM main.{table} WHERE {condition}"  # noqa: S608 - our own words
                db.execute(f"INSERT OR IGNORE INTO temp.{table} {rows}", {"since": since})
        yield UnitOfWork(db)
        db.rollback()


def _stand_beside(db: StoreConnection, table: str) -> None:
    """Make a temporary table like one of the file, with its indexes."""
    made_by = "SELECT sql FROM main.sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL ORDER BY type DESC"
    for (sql,) in db.execute(made_by, {"table": table}).fetchall():
        db.execute(IN_FILE.sub(r"CREATE \1temp.", sql, count=1))
