"""What was read in a transaction is not read again in it, until something is written where it was read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.domain.organizations import Organization, OrgKind
from bot.domain.pauses import Pause
from store import UnitOfWork
from store.remembering import Rows
from tests.store.things import NOON, envelope, owe

EAU = Organization("O1", "Eau", OrgKind.CUSTOMER, users=frozenset({"omar@eau.example"}))


def rows_of(_names: list[str], rows: Rows) -> Rows:
    return rows


@contextmanager
def put_to_the_file(uow: UnitOfWork) -> Iterator[list[str]]:
    """Yield the statements that reach SQLite meanwhile."""
    statements: list[str] = []
    uow.db.conn.set_trace_callback(statements.append)
    yield statements
    uow.db.conn.set_trace_callback(None)


def is_asked_again(uow: UnitOfWork, question: Callable[[], object], after: Callable[[], object]) -> bool:
    """Return whether a question that was answered is put to the file again after something."""
    question()
    after()
    with put_to_the_file(uow) as statements:
        question()
    return bool(statements)


def test_a_question_is_put_to_the_file_once(uow: UnitOfWork) -> None:
    assert not is_asked_again(uow, lambda: uow.bot_state.get("paused"), lambda: None)
    assert not is_asked_again(uow, uow.outbox.newest, lambda: uow.bot_state.set("paused", "1"))


def test_it_is_put_again_once_its_table_was_written(uow: UnitOfWork) -> None:
    assert is_asked_again(uow, lambda: uow.bot_state.get("paused"), lambda: uow.bot_state.set("paused", "1"))
    assert uow.bot_state.get("paused") == "1"
    assert is_asked_again(uow, uow.outbox.newest, lambda: owe(uow, "Hello"))
    assert uow.outbox.newest() == 1


def test_what_a_view_shows_is_asked_again_once_a_table_behind_it_was_written(uow: UnitOfWork) -> None:
    uow.inbox.add(envelope("M1"))
    assert is_asked_again(uow, lambda: uow.inbox.next_up(NOON), lambda: uow.inbox.lease("we", NOON))
    uow.inbox.add(envelope("M2", line="omar"))
    assert is_asked_again(
        uow, lambda: uow.inbox.next_up(NOON), lambda: uow.pauses.begin(Pause(NOON, "ann@example.com"))
    )
    assert uow.inbox.next_up(NOON) is None


def test_what_goes_along_with_another_row_is_asked_for_again(uow: UnitOfWork) -> None:
    uow.organizations.save(EAU)
    people = "SELECT email FROM organization_people"
    assert uow.db.ask(people, {}, rows_of) == [("omar@eau.example",)]
    uow.db.change("DELETE FROM organizations", {})
    assert uow.db.ask(people, {}, rows_of) == []


def test_a_count_is_taken_again(uow: UnitOfWork) -> None:
    count = "SELECT count(*) FROM organizations"
    assert uow.db.ask(count, {}, rows_of) == [(0,)]
    uow.organizations.save(EAU)
    assert uow.db.ask(count, {}, rows_of) == [(1,)]
