"""On a terminal there are colours for who wants them, no verb is cut, and whoever interrupts gets the cursor back."""

import io
import logging
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE

import click
import pytest
from click.testing import CliRunner

from app import cli
from bot.errors import TooFewThreads
from bot.lifecycle import end_at_signals, refuse_too_few_threads
from bot.verbs.terminal import LONG_WORK, ProgressBar, settings_or_exit, show
from playground.colours import RED, painted
from playground.demo.mishaps import MishapFormatter
from store import Store, open_store
from tests.fakes.clocks import StandingClock
from tests.fakes.disk import no_room
from tests.staging.copies import ROOT
from tests.staging.files import order_file
from tests.staging.stories import CONTOSO

# More than any machine has, for the stack of each new thread.
ENDLESS = 2**46
# Settings for a verb that asks Webex, where nobody answers.
OFF_LINE = {
    "WEBEX_TEAMS_ACCESS_TOKEN": "a-token",
    "WEBEX_API_URL": "http://127.0.0.1:9/v1/",
    "WEBEX_WEBHOOK_SECRET": "a-webhook-secret-of-some-length",
    "PUBLIC_URL": "http://localhost",
}
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
    open_store(database).close()
    assert terminal.invoke(cli, ["rotate-key"]).exit_code == 0
    monkeypatch.setattr("store.file.connections.BUSY_SECONDS", 0)
    with closing(open_store(database)) as holder, holder.unit_of_work():
        failed = terminal.invoke(cli, ["rotate-key"])
        examined = terminal.invoke(cli, ["doctor"], env=OFF_LINE)
    locked = f"The database {database} is locked for too long (database is locked). End the program that keeps it"
    assert failed.output == f"Error: {locked}, or try again\n"
    assert failed.exit_code == 1
    assert f"\nFAIL  database      {locked}" in examined.output
    assert examined.exit_code == 1


def test_where_there_is_no_database_none_is_made_by_looking_or_by_what_changes_it(tmp_path: Path) -> None:
    database = tmp_path / "elsewhere" / "setup-now.db"
    terminal = CliRunner(env={"DATABASE": str(database), **OFF_LINE})
    examined = terminal.invoke(cli, ["doctor"])
    assert (
        f"\nFAIL  database      there is none at {database}\n      fix: start the bot, which makes it"
        in examined.output
    )
    assert re.search(r"\nok    disk          .+ free\n", examined.output)
    for verb in (
        ["erase", "ann@example.com"],
        ["rotate-key"],
        ["orders", "list"],
        ["personal-data", "ann@example.com"],
    ):
        refused = terminal.invoke(cli, verb)
        assert refused.output.startswith(f"Error: There is no database at {database}. Check DATABASE"), verb
        assert refused.exit_code == 1
    assert not database.parent.exists()


def test_a_file_of_orders_names_people_so_it_is_for_whoever_made_it_alone_and_whole(tmp_path: Path) -> None:
    given, exported, known = (tmp_path / name for name in ("orders.csv", "exported.xlsx", "known.csv"))
    given.write_bytes(order_file(CONTOSO))
    terminal = CliRunner(env={"DATABASE": str(tmp_path / "setup-now.db")})
    assert terminal.invoke(cli, ["orders", "import", str(given)]).exit_code == 0
    known.touch(mode=0o644)
    for file in (exported, known):
        assert terminal.invoke(cli, ["orders", "export", str(file)]).exit_code == 0
        assert f"{file.stat().st_mode:o}".endswith("600")
    before = known.read_bytes()
    assert b"90417263" in before

    with no_room():
        full = terminal.invoke(cli, ["orders", "export", str(known)])
    nowhere = terminal.invoke(cli, ["orders", "export", str(tmp_path / "nowhere" / "known.csv")])
    assert full.output.startswith("Error: ")
    assert nowhere.output.endswith("nowhere/known.csv cannot be written: No such file or directory.\n")
    assert (full.exit_code, nowhere.exit_code, known.read_bytes()) == (1, 1, before)
    assert not list(tmp_path.glob(".known*"))


def test_verbs_that_never_ask_webex_need_no_token_and_take_the_rest_as_it_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes the backups mostly may not read the token, and it need not be there yet."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "setup-now.env"
    file.write_text(
        f"WEBEX_TEAMS_ACCESS_TOKEN_FILE={tmp_path}/secret\nPUBLIC_URL=https://bot.example.com\nDATABASE=a.db"
    )
    orders = tmp_path / "orders.csv"
    orders.write_bytes(order_file(CONTOSO))
    for given in (["--settings", str(file)], []):
        imported = CliRunner(env={"WEBEX_TEAMS_ACCESS_TOKEN_FILE": "/nowhere/token"}).invoke(
            cli, [*given, "orders", "import", str(orders)]
        )
        assert imported.exit_code == 0, imported.output
        kept = CliRunner().invoke(cli, [*given, "backup", "kept.db"])
        assert kept.output.startswith("Written: kept.db\nIt goes to 20")
        assert kept.output.endswith(", just now.\n")
    with click.Context(cli) as context:
        context.params["settings"] = file
        assert settings_or_exit(offline=True).public_url == "https://bot.example.com"


def test_an_order_is_shown_with_its_timeline_however_its_number_is_written(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(order_file(CONTOSO))
    terminal = CliRunner(env={"DATABASE": str(tmp_path / "setup-now.db")})
    assert terminal.invoke(cli, ["orders", "import", str(file)]).exit_code == 0
    for number in ("90417263", "#90417263."):
        told = terminal.invoke(cli, ["orders", "show", number]).output
        assert "Contoso Dental Group" in told
        assert told.rstrip().endswith("order imported")


def test_verbs_that_only_read_work_where_nothing_can_be_written_and_others_say_what_to_do(tmp_path: Path) -> None:
    terminal = CliRunner(env={"DATABASE": str(tmp_path / "setup-now.db")})
    open_store(tmp_path / "setup-now.db").close()
    with no_room():
        for verb in (["orders", "list"], ["audit", "verify"], ["personal-data", "ann@example.com"]):
            told = terminal.invoke(cli, verb)
            assert told.exit_code == 0, told.output
        refused = terminal.invoke(cli, ["rotate-key"])
    assert refused.exit_code == 1
    assert re.fullmatch(r"Error: The database .+ is .+\. Make room on its disk.+\n", refused.output)


def test_a_backup_of_what_cannot_be_written_says_that_it_is_not_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = CliRunner(env={"DATABASE": str(tmp_path / "setup-now.db")})
    open_store(tmp_path / "setup-now.db").close()
    with closing(Store(tmp_path / "setup-now.db", is_read_only=True)) as store:
        monkeypatch.setattr("bot.verbs.copies.opened_to_read", lambda _settings: store)
        told = terminal.invoke(cli, ["backup", str(tmp_path / "tonight.db")])
    assert told.exit_code == 0
    assert "does not know of this backup" in told.output
    assert (tmp_path / "tonight.db").exists()


def test_nothing_is_restored_by_a_clock_that_was_never_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By that moment the bot knows later what may have been said already, and would say it twice."""
    terminal = CliRunner(env={"DATABASE": str(tmp_path / "setup-now.db")})
    with closing(open_store(tmp_path / "elsewhere.db")) as store:
        store.backup(tmp_path / "tonight.db")
    monkeypatch.setattr("bot.verbs.copies.SystemClock", lambda: StandingClock(datetime(1970, 1, 1, tzinfo=UTC)))
    told = terminal.invoke(cli, ["restore", str(tmp_path / "tonight.db")])
    assert told.exit_code == 1
    assert told.output == "Error: This machine's clock shows 1970-01-01 00:00Z. Set it (NTP), then restore.\n"
    assert not (tmp_path / "setup-now.db").exists()


LIMITED = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (10**8, 10**8)); runpy.run_module('app')"


def test_too_little_memory_is_said_in_words_before_anything_is_loaded() -> None:
    told = subprocess.run([sys.executable, "-c", LIMITED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("Error: This process may have 95 MB of address space (ulimit -v)")
    assert told.stderr.count("\n") == 1


def test_too_few_threads_are_said_before_anything_is_begun() -> None:
    usual = threading.stack_size(ENDLESS)
    try:
        with pytest.raises(TooFewThreads, match="Let it have 400"):
            refuse_too_few_threads()
    finally:
        threading.stack_size(usual)
    refuse_too_few_threads()


def test_a_machine_whose_zone_is_nonsense_is_as_good_as_any() -> None:
    loaded = "import bot.beginning, babel.dates; print(babel.dates.LOCALTZ.utcoffset(None))"
    for nonsense in ("/etc", ":/usr", "No/Where"):
        told = subprocess.run(
            [sys.executable, "-c", loaded],
            cwd=ROOT,
            env={**os.environ, "TZ": nonsense},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (told.stdout, told.stderr) == ("0:00:00\n", "")


def test_output_that_cannot_be_written_is_no_traceback() -> None:
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run([sys.executable, "app.py", "--help"], cwd=ROOT, stdout=full, stderr=PIPE, check=False)
    assert told.returncode == 1
    assert told.stderr == b"Error: No space left on device\n"


def test_the_terminal_of_the_demo_says_why_something_went_wrong_and_what_that_means() -> None:
    said = logging.makeLogRecord(
        {"msg": "could not be sent", "action": "send_given_up", "cause": "404: Person not found."}
    )
    first, second = MishapFormatter().format(said).splitlines()
    assert first == "  Could not be sent: 404: Person not found."
    assert "/dlq" in second
    assert MishapFormatter().format(logging.makeLogRecord({"msg": "it broke"})) == "  It broke."


def test_whom_nothing_is_held_about_and_a_log_without_lines_are_said_so(tmp_path: Path) -> None:
    terminal = CliRunner(env={"DATABASE": str(tmp_path / "setup-now.db")})
    assert "There is no database at" in terminal.invoke(cli, ["orders", "list"]).output
    open_store(tmp_path / "setup-now.db").close()
    told = terminal.invoke(cli, ["personal-data", "ann@example.com"])
    assert (told.exit_code, told.stdout, told.stderr) == (0, "{}\n", "Nothing is held about ann@example.com.\n")
    assert terminal.invoke(cli, ["personal-data", "Ann"]).exit_code == 2
    assert terminal.invoke(cli, ["audit", "verify"]).output == "The audit log is empty.\n"


def test_a_closed_terminal_ends_the_bot_in_order_unless_it_was_told_to_outlive_that() -> None:
    names = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    usual = {name: signal.getsignal(name) for name in names}
    try:
        for name in names:
            ending = threading.Event()
            end_at_signals(ending)
            signal.raise_signal(name)
            assert ending.is_set()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        end_at_signals(threading.Event())
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        for name, handler in usual.items():
            signal.signal(name, handler)
