"""The runbook is true: its commands are typed here, at a bot that is well, and answer what it says."""

import os
import re
import shlex
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from shutil import which

import pytest
from click.testing import CliRunner

from app import cli
from bot.operations.findings import NAMES
from bot.operations.guard import AWAY, NOT_LOOKED_AT, REFUSED, REPLACED
from bot.scheduling.auditor import SAID
from bot.settings.env_file import env_file
from tests.staging.actors import Actor
from tests.staging.live import Live
from tests.staging.settings import INTAKE_TOKEN
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO
from tools.docs import ROOT

RUNBOOK = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| `([\w-]+)` \| .+? \| `(.+)` \| `(.+)` \|$")
# What the commands need besides the bot.
TOOLS = ("bash", "curl", "openssl", "df")
OURS = "setup-now "


def typed(kind: str, prompt: str) -> Iterator[tuple[str, list[str]]]:
    """Return each command in the blocks of a kind, with the lines that it should answer."""
    for block in re.findall(rf"(?ms)^```{kind}\n(.+?)^```", RUNBOOK):
        for command in re.split(rf"(?m)^{re.escape(prompt)} ", block)[1:]:
            first, *answer = command.rstrip("\n").split("\n")
            yield first, answer


def like(expected: str) -> re.Pattern[str]:
    """Return what fits an expected line, in which "…" stands for anything."""
    return re.compile(re.escape(expected).replace("…", ".*"))


def assert_answers(command: str, answer: str, expected: list[str]) -> None:
    """Fail unless each expected line is somewhere in the answer."""
    lines = answer.split("\n")
    for each in expected:
        assert any(like(each).match(line) for line in lines), f"{command} answered no {each!r}, but:\n{answer}"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Live(tmp_path, INTAKE_TOKEN=INTAKE_TOKEN) as live:
        rita = live.world.person("rita@cisco.example.com", "Rita Rep")
        live.world.invite(live.space, rita)
        live.bot.lifecycle.beats.make("probe")
        live.until(lambda: "came through at" in live.readiness())
        yield live


@pytest.mark.skipif(not all(map(which, TOOLS)), reason=f"one of these is not here: {', '.join(TOOLS)}")
def test_commands_on_a_terminal_answer_what_it_says(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = live.environment(live.url)
    monkeypatch.chdir(live.folder)

    @cache
    def run(command: str) -> str:
        # The bot's own verbs run in this process, which is what makes this test quick.
        if command.startswith(OURS):
            return CliRunner(env=environment).invoke(cli, shlex.split(command.removeprefix(OURS))).output
        done = subprocess.run(
            ["bash", "-c", command], check=False, env=os.environ | environment, capture_output=True, text=True
        )
        return done.stdout + done.stderr

    from_table = [(command, [answer]) for _name, command, answer in ROW.findall(RUNBOOK)]
    for command, expected in (*typed("console", "$"), *from_table):
        assert_answers(command, run(command), expected)


def test_words_of_an_admin_answer_what_it_says(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    for words, expected in typed("admin", ">"):
        ada.says(words)
        assert_answers(words, ada.sees, expected)


@pytest.mark.skipif(not all(map(which, TOOLS)), reason=f"one of these is not here: {', '.join(TOOLS)}")
def test_what_goes_first_at_the_machine_reads_the_settings_and_the_log(tmp_path: Path) -> None:
    [first] = re.findall(r"(?ms)^## At the machine.+?^```sh\n(.+?)^```", RUNBOOK)
    file = tmp_path / "setup-now.env"
    file.write_text(env_file("# Settings", {"OPERATIONS_TOKEN": "t", "SMTP_URL": "smtp://u:p$w@mail.example.com?x&y"}))
    journal = """journalctl() { echo '{"action": "serving"}'; echo '{"action": "work_failed", "cause": "'$6'"}'; }"""
    asked = 'echo "$PORT $OPERATIONS_TOKEN"; command -v setup-now; log work_failed 6h'
    script = "\n".join((journal, first.replace("/etc/setup-now/setup-now.env", str(file)), asked))
    # Where the machine has not the language of whoever sits at it, bash says so each time.
    environment = os.environ | {"LC_ALL": "C"}
    said = subprocess.run(["bash", "-c", script], check=True, env=environment, capture_output=True, text=True)
    assert (said.stdout.splitlines()[0], said.stderr) == ("8080 t", "")
    assert said.stdout.splitlines()[-1] == '{"action": "work_failed", "cause": "-6h"}'


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="there is no /proc here")
def test_a_deleted_database_is_copied_from_the_process_that_holds_it(tmp_path: Path) -> None:
    [copying] = re.findall(r"(?m)^for name in setup-now.db .+$", RUNBOOK)
    kept = tmp_path / "kept"
    kept.mkdir()
    held = tmp_path / "setup-now.db"
    with closing(sqlite3.connect(held)) as database:
        database.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (7)")
        held.unlink()
        command = f"PID={os.getpid()}; {copying.replace('/root', str(kept))}"
        subprocess.run(["bash", "-c", command], check=True)
    with closing(sqlite3.connect(kept / "setup-now.db")) as copy:
        assert copy.execute("SELECT n FROM t").fetchall() == [(7,)]


@pytest.mark.skipif(not Path("/proc/locks").exists() or not which("ps"), reason="there is no /proc/locks or no ps here")
def test_who_keeps_the_database_locked_is_named(tmp_path: Path) -> None:
    [script] = re.findall(r"(?ms)^## The database is locked.+?^```sh\n(.+?)^```", RUNBOOK)
    held = tmp_path / "setup-now.db"
    with closing(sqlite3.connect(held, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN IMMEDIATE")
        asked = subprocess.run(
            ["bash", "-c", script], check=True, env=os.environ | {"DATABASE": str(held)}, capture_output=True, text=True
        )
        database.execute("ROLLBACK")
    assert re.findall(r"(?m)^ *(\d+) ", asked.stdout) == [str(os.getpid())]


def test_everything_that_keeps_the_bot_from_being_ready_is_answered() -> None:
    health = (ROOT / "bot/operations/health.py").read_text(encoding="utf-8")
    of_health = re.findall(r'problems(?:\.append\(| = .+? else \[| \+= \[)f?"([^"{]+)', health)
    assert len(of_health) >= 6
    said = [*of_health, NOT_LOOKED_AT, REFUSED, AWAY, REPLACED]
    answered = RUNBOOK.partition("### SetupNowNotReady")[2].partition("\n### ")[0]
    assert not [each for each in said if f"| `{each}" not in answered]


def test_every_action_that_it_looks_for_in_the_log_is_written_there() -> None:
    looked_for = set(re.findall(r"`log (\w+)", RUNBOOK))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert looked_for >= {"work_failed", "event_postponed", "beat_failed"}
    written = set(re.findall(r'"(\w+)"', source)) | {f"reminder_{kind}" for kind in SAID}
    assert looked_for <= written


def test_every_line_of_the_doctor_is_answered() -> None:
    assert [name for name, _command, _answer in ROW.findall(RUNBOOK)] == list(NAMES)
