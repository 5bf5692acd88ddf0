"""What is asked again and again is found by an index, so that a turn costs the same in a file of many years."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from bot.operations.housekeeping import Keeping, forget_strangers, tidy_up
from bot.operations.overview import overview
from store.remembering import StoreConnection
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, begun

# With years and customers, these grow.
LARGE = {
    "inbox",
    "outbox",
    "audit",
    "orders",
    "reminders",
    "people",
    "progress",
    "live_cards",
    "escalations",
    "organization_people",
    "passed_on",
    "claim_codes",
    "flags",
}
SCANNED = re.compile(r"SCAN (\w+)(?! USING (?:COVERING )?INDEX)")
# From the newest row back, as far as is wanted: not the whole table, though SQLite calls it so.
FROM_THE_END = re.compile(r"FROM (\w+)\s+ORDER BY (?:id|seq) DESC LIMIT")
# Words can stand anywhere in the text of an order.
SEARCH = "search_text LIKE"
# Once a day, beside everything else, in a reading.
STRANGERS = ("SELECT id FROM people WHERE language IS NULL", "SELECT key FROM settings WHERE key GLOB")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Everything that is asked of the database."""
    statements: set[str] = set()
    for door in ("ask", "change", "execute"):
        through = getattr(StoreConnection, door)

        def noted(db: StoreConnection, sql: str, *values: Any, through: Callable[..., Any] = through) -> Any:
            statements.add(sql)
            return through(db, sql, *values)

        monkeypatch.setattr(StoreConnection, door, noted)
    return statements


@pytest.mark.usefixtures("quick_painter")
def test_turns_questions_and_beats(stage: Stage, ann: Actor, rita: Actor, ada: Actor, asked: set[str]) -> None:
    begun(stage, ann, CONTOSO, FABRIKAM)
    ann.says("rep When does it start?")
    rita.says("/board")
    rita.says("/claim 90417263")
    rita.says("/nudge 90417310 Please begin")
    stage.person("noor@elsewhere.example.com", "Noor").says("hello")
    for question in ("/orders", "/order 90417263", "/audit 90417263", "/report", "/dlq", "/forecast 7", "/config"):
        ada.says(question)
    ada.says("/order cancel 90417310").presses("Cancel the order")
    stage.wait(days=2)
    beats(stage)
    with stage.bot.store.reading() as uow:
        assert uow.orders.get("90417310") is None

    with closing(sqlite3.connect(stage.database)) as db:
        questions = {sql for sql in asked if SEARCH not in sql and not sql.startswith(STRANGERS)}
        whole = {sql: tables for sql in questions if (tables := read_whole(db, sql))}
    assert len(asked) > 100
    assert whole == {}


def beats(stage: Stage) -> None:
    """Do what comes by the clock, and what monitoring asks for."""
    bot, now = stage.bot, stage.clock.now()
    bot.reminders.audit()
    tidy_up(bot.store, now, Keeping(*(timedelta(days=days) for days in (30, 400, 400))))
    tidy_up(bot.store, now + timedelta(days=500), Keeping(*(timedelta(days=days) for days in (30, 400, 400))))
    forget_strangers(bot.store, now, [])
    bot.health.readiness()
    bot.health.backlog()
    bot.health.dead_letters()
    bot.health.unrouted()
    bot.health.open_escalations()
    overview(bot.store, now)


def read_whole(db: sqlite3.Connection, sql: str) -> list[str]:
    """Return the large tables that a statement goes through from the first row to the last."""
    if not sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return []
    values = dict.fromkeys(re.findall(r":(\w+)", sql))
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    scanned = [found[1] for step in plan if (found := SCANNED.match(step)) and found[1] in LARGE]
    for table in FROM_THE_END.findall(sql):
        if table in scanned:
            scanned.remove(table)
    return scanned
