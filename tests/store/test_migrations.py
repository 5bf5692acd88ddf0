"""Every step of the schema, taken with rows in it: samples/<step>.sql holds what the version of that step wrote."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from store import NewerSchema, open_store
from store.file.connections import known_steps
from store.migrations import migrations
from tests.store.things import kept, together

SAMPLES = Path(__file__).parent / "samples"
STEPS = sorted(known_steps())


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with closing(Database(path)) as database:
        yield database


@pytest.mark.parametrize("step", STEPS)
def test_what_a_version_wrote_survives_all_later_steps(database: Database, path: Path, step: str) -> None:
    later = [each for each in STEPS if each > step]
    migrations.apply(database, stop_before=later)
    database.executescript((SAMPLES / f"{step}.sql").read_text())
    tables = [name for name in database.table_names() if not name.startswith("_")]
    empty = [name for name in tables if not database.table(name).count]
    assert not empty, f"samples/{step}.sql needs a row for {', '.join(empty)}"

    with closing(open_store(path)) as store, store.reading() as uow:
        [order] = uow.orders.search("Wadi")
        number = order.number
        assert order.lines[0].item == "A-FLEX-3"
        assert uow.progress.get(number, order.holder)
        assert uow.reminders.of_order(number)
        assert uow.people.by_email(order.holder)
        assert uow.escalations.get(number)
        assert uow.notes.of_order(number)
        assert uow.audit.of_order(number)
        assert uow.mappings.get(number)
        assert uow.names.taker("subdomain", "wadi") == number
        assert uow.organizations.with_person(order.holder)
        assert uow.dead_letters.all()
        assert uow.posted.message_of(1)
        assert uow.live_cards.get(f"wizard:{number}:{order.holder}")
        assert uow.password_links.get("5e884898")
        assert uow.spaces.members("S1")
        assert uow.bot_state.get("rep_space")
    assert kept(path, "SELECT order_number FROM provisionings") == [number]
    assert kept(path, "SELECT org_id FROM credentials") == ["O2"]


def test_the_steps_follow_each_other_by_name() -> None:
    with closing(Database(memory=True)) as empty:
        assert [step.name for step in migrations.pending(empty)] == STEPS


def test_opening_again_changes_nothing(path: Path) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as before:
        version = before.execute("PRAGMA schema_version").fetchone()

    open_store(path).close()

    with closing(sqlite3.connect(path)) as after:
        assert after.execute("PRAGMA schema_version").fetchone() == version


def test_processes_that_start_at_once_both_find_it_ready(path: Path) -> None:
    stores = together(4, lambda _: open_store(path))

    for store in stores:
        assert store.writable()
        store.close()


def test_a_newer_schema_is_refused_with_the_way_back(path: Path) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('setup-now', 'm999_later', '')"
        )

    with pytest.raises(NewerSchema, match=r"m999_later.*restore"):
        open_store(path)


def test_the_file_is_for_the_bot_alone(path: Path) -> None:
    open_store(path).close()

    assert path.stat().st_mode & 0o077 == 0


def test_addresses_and_order_ids_of_before_are_kept_in_their_one_form(database: Database, path: Path) -> None:
    later = [step for step in STEPS if step >= "m015_one_spelling"]
    migrations.apply(database, stop_before=later)
    database.executescript((SAMPLES / "m014_moves.sql").read_text())
    number = database.execute("SELECT number FROM orders").fetchone()[0]
    database.execute("UPDATE orders SET contact = 'jana@bücher.example', number = 'web1'")
    database.execute("UPDATE notes SET order_number = 'web1' WHERE order_number = ?", [number])
    database.conn.commit()

    with closing(open_store(path)) as store, store.reading() as uow:
        order = uow.orders.get("WEB1")
        assert order is not None
        assert order.contact == "jana@xn--bcher-kva.example"
        assert uow.notes.of_order("WEB1")


def test_live_cards_are_found_by_the_ids_as_orders_have_them_now(database: Database, path: Path) -> None:
    migrations.apply(database, stop_before=["m019_live_cards_by_one_spelling"])
    keys = ("wizard:web90431:ann@a.example", "escalation:web90431", "escalation:web90431:rita@b.example", "other:x")
    database.executescript((SAMPLES / "m018_lookups.sql").read_text())
    [(post,)] = database.execute("SELECT max(id) FROM outbox")
    for key in keys:
        database.execute("INSERT INTO live_cards (key, outbox_id) VALUES (?, ?)", [key, post])
    with closing(open_store(path)) as store, store.reading() as uow:
        assert uow.live_cards.get("wizard:WEB90431:ann@a.example") == post
        assert len(uow.live_cards.keys_of("escalation:WEB90431")) == 2
        assert uow.live_cards.get("other:x") == post


def test_live_cards_of_orders_that_went_before_go(database: Database, path: Path) -> None:
    migrations.apply(database, stop_before=["m029_what_belongs_to_an_order"])
    database.executescript((SAMPLES / "m028_only_strangers_last.sql").read_text())
    [(kept,)] = database.execute("SELECT count(*) FROM live_cards")
    database.execute("INSERT INTO live_cards (key, outbox_id) VALUES ('wizard:90431:ann@a.example', 4711)")
    open_store(path).close()
    assert database.execute("SELECT count(*) FROM live_cards").fetchone() == (kept,)
