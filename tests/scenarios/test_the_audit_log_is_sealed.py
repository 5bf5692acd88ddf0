"""Each line of the audit log is sealed with the one before: what was changed, removed or moved is named."""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from app import cli
from bot.operations.housekeeping import anchor_audit
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
    assert said[0].startswith("The audit log is whole: lines 1 to ")
    ada.says("/erase ann@northwind.example.com").presses("Erase for good")
    assert on_the_terminal()[0] == 0
    sealed.restart()
    ada.says("/audit verify")
    assert ada.sees.startswith("The audit log is whole")


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_named(sealed: Stage, ada: Actor, how: str) -> None:
    sql, flaws = TAMPERED[how]
    with closing(sqlite3.connect(sealed.database_file)) as database:
        lines = database.execute("SELECT count(*) FROM audit").fetchone()[0]
        assert lines >= 4
        database.executescript(sql)
    exit_code, said = on_the_terminal()
    assert exit_code == 1
    assert said[: len(flaws)] == flaws
    assert said[-1] == "The audit log was tampered with."
    ada.says("/audit verify")
    assert flaws[0] in ada.sees
