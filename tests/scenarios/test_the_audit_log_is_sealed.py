"""Each line of the audit log is sealed with the one before: what was changed, removed or moved is named."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from click.testing import CliRunner

from app import cli
from bot.operations.housekeeping import Keeping, anchor_audit, tidy_up
from tests.logged import logged_by
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun

TAMPERED = {
    "altered": ("UPDATE audit SET actor = 'eve@elsewhere.example' WHERE id = 3", ["line 3 was altered"]),
    "another outcome": ("UPDATE audit SET outcome = 'refused' WHERE id = 2", ["line 2 was altered"]),
    "made older": ("UPDATE audit SET at = '2026-01-01' WHERE id = 2", ["line 2 was altered"]),
    "as if erased": ("UPDATE audit SET actor = '', salt = '' WHERE id = 2", ["line 2 was altered"]),
    "removed": ("DELETE FROM audit WHERE id = 3", ["line 3 was removed", "line 4 was altered"]),
    "the first removed": ("DELETE FROM audit WHERE id = 1", ["line 1 was removed", "line 2 was altered"]),
    "reordered": (
        "UPDATE audit SET id = -id WHERE id IN (2, 3); UPDATE audit SET id = 5 + id WHERE id < 0",
        ["line 2 was altered", "line 3 was altered", "line 4 was altered"],
    ),
    "the end removed": ("DELETE FROM audit WHERE id >= 4", ["line 4 was removed"]),
}

KEEPING = Keeping(events=timedelta(days=30), orders=timedelta(days=30), audit=timedelta(days=100))


def on_the_terminal() -> tuple[int, list[str]]:
    result = CliRunner().invoke(cli, ["audit", "verify"])
    return result.exit_code, result.stdout.splitlines()


@pytest.fixture
def sealed(stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A bot in whose audit log are a few lines, anchored today."""
    monkeypatch.chdir(stage.folder)
    monkeypatch.setenv("DATABASE", str(stage.database_file))
    begun(stage, ann)
    anchor_audit(stage.bot.store, stage.clock.now())
    return stage


def test_a_whole_log_is_called_so_here_and_there_also_after_an_erasure(sealed: Stage, ada: Actor) -> None:
    exit_code, said = on_the_terminal()
    assert exit_code == 0
    assert said[0].startswith("The audit log is intact: lines 1 to ")
    ada.says("/erase ann@northwind.example.com").presses("Erase for good")
    assert on_the_terminal()[0] == 0
    sealed.restart()
    ada.says("/audit verify")
    assert ada.sees.startswith("The audit log is intact")


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_named(sealed: Stage, ada: Actor, how: str) -> None:
    sql, flaws = TAMPERED[how]
    with sealed.bot.store.reading() as uow:
        assert len(uow.audit.recent(10)) >= 4
    changed(sealed, sql)
    exit_code, said = on_the_terminal()
    assert exit_code == 1
    assert said[: len(flaws)] == flaws
    assert said[-1] == "The audit log was tampered with."
    ada.says("/audit verify")
    assert flaws[0] in ada.sees


def changed(stage: Stage, sql: str) -> None:
    with closing(sqlite3.connect(stage.database_file)) as database:
        database.executescript(sql)


def test_a_log_that_lost_what_was_too_old_is_whole_and_begins_by_the_seal_of_the_last_that_went(
    sealed: Stage, ada: Actor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("INFO")
    store, clock = sealed.bot.store, sealed.clock
    with store.reading() as uow:
        old = uow.audit.verify().last
    clock.move_to(clock.now() + timedelta(days=99))
    ada.says("/pause reminders")
    tidy_up(store, clock.now(), KEEPING)
    assert on_the_terminal()[1][0].startswith("The audit log is intact: lines 1 to ")

    clock.move_to(clock.now() + timedelta(days=2))
    monkeypatch.setattr("store.history.audit.AT_A_TIME", 2)
    for _hour in range(old):
        tidy_up(store, clock.now(), KEEPING)
    exit_code, said = on_the_terminal()
    assert exit_code == 0
    assert said[0].startswith(f"The audit log is intact: lines {old + 1} to ")
    went = [
        vars(each)["line"] for each in logged_by("bot.operations.housekeeping", caplog) if "deleted" in each.message
    ]
    assert went == [*range(2, old, 2), old], "each part is told of with its last line"

    changed(sealed, f"DELETE FROM audit WHERE id = {old + 1}")
    assert on_the_terminal()[1][0] == f"line {old + 1} was removed"


def test_a_log_of_which_nothing_is_left_goes_on_where_it_was(sealed: Stage, ada: Actor) -> None:
    store, clock = sealed.bot.store, sealed.clock
    with store.reading() as uow:
        last = uow.audit.verify().last
    tidy_up(store, clock.now() + timedelta(days=500), KEEPING)
    ada.says("/pause reminders")
    with store.reading() as uow:
        found = uow.audit.verify()
    assert (found.first, found.flaws) == (last + 1, ())
