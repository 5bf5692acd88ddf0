"""On a terminal there are colours for who wants them, no verb is cut, and whoever interrupts gets the cursor back."""

import io
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app import cli
from bot.terminal import LONG_WORK, ProgressBar, show
from playground.colours import RED, painted
from tests.staging.copies import ROOT
from tests.staging.files import order_file
from tests.staging.stories import CONTOSO

HIDDEN, SHOWN = "\033[?25l", "\033[?25h"


class Screen(io.StringIO):
    """A terminal, as far as a program can tell."""

    def isatty(self) -> bool:
        return True


def test_colours_are_left_out_of_files_and_where_nobody_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    with redirect_stdout(Screen()):
        assert painted(RED, "stop") == "\033[31mstop\033[0m"
        monkeypatch.setenv("NO_COLOR", "1")
        assert painted(RED, "stop") == "stop"
    monkeypatch.delenv("NO_COLOR")
    with redirect_stdout(io.StringIO()):
        assert painted(RED, "stop") == "stop"


def test_a_bar_shows_how_far_long_work_is_and_leaves_the_cursor_as_it_was() -> None:
    with redirect_stderr(Screen()) as screen, click.Context(click.Command("import")):
        progress = ProgressBar("orders")
        progress(1, 10)
        assert screen.getvalue() == ""
        progress(LONG_WORK, 2 * LONG_WORK)
        assert HIDDEN in screen.getvalue()
        progress(2 * LONG_WORK, 2 * LONG_WORK)
        assert screen.getvalue().endswith(f"{SHOWN}\n")
    assert screen.getvalue().count(SHOWN) == 1


def test_who_interrupts_long_work_gets_the_cursor_back() -> None:
    with redirect_stderr(Screen()) as screen, click.Context(click.Command("import")):
        ProgressBar("orders")(LONG_WORK, 2 * LONG_WORK)
    assert screen.getvalue().endswith(f"{SHOWN}\n")


def test_a_long_line_goes_on_below_its_last_column_and_is_whole_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = (
        "FAIL  provisioning  messages created: was missing; attachmentActions created: was missing\n      fix: start it"
    )
    monkeypatch.setenv("COLUMNS", "60")
    with redirect_stdout(Screen()) as screen:
        show([finding, "ok    disk         75 gigabytes free"])
    assert screen.getvalue().splitlines() == [
        "FAIL  provisioning  messages created: was missing;",
        "                    attachmentActions created: was missing",
        "      fix: start it",
        "ok    disk         75 gigabytes free",
    ]
    with redirect_stdout(io.StringIO()) as file:
        show([finding])
    assert file.getvalue() == f"{finding}\n"


INTERRUPTED = """
import importlib, sys

class Impatient:
    def find_spec(self, name, *_):
        if name == "bot.language.texts":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Impatient())
importlib.import_module(sys.argv[1])
"""


@pytest.mark.parametrize("program", ["app", "playground.__main__"])
def test_who_interrupts_a_command_that_is_still_loaded_reads_no_traceback(program: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED, program]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == -signal.SIGINT
    assert told.stderr == ""


def test_no_verb_is_cut_on_a_narrow_terminal() -> None:
    for words in ([], *([name] for name, verb in cli.commands.items() if isinstance(verb, click.Group))):
        told = CliRunner().invoke(cli, [*words, "--help"], terminal_width=60)
        assert "Commands:" in told.output
        assert "..." not in told.output.partition("Commands:")[2]


def test_a_verb_that_the_database_fails_says_so_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "setup-now.db"
    terminal = CliRunner(env={"DATABASE": str(database)})
    assert terminal.invoke(cli, ["rotate-key"]).exit_code == 0
    monkeypatch.setattr("store.file.connections.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        failed = terminal.invoke(cli, ["rotate-key"])
    assert failed.output == f"Error: The database {database} is locked for too long: database is locked\n"
    assert failed.exit_code == 1


def test_an_order_is_shown_with_its_timeline_however_its_number_is_written(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(order_file(CONTOSO))
    terminal = CliRunner(env={"DATABASE": str(tmp_path / "setup-now.db")})
    assert terminal.invoke(cli, ["orders", "import", str(file)]).exit_code == 0
    for number in ("90417263", "#90417263."):
        told = terminal.invoke(cli, ["orders", "show", number]).output
        assert "Contoso Dental Group" in told
        assert told.rstrip().endswith("order imported")
