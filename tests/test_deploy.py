"""What the bot is deployed with fits the bot."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.bootstrap.beating import ERASING_SECONDS
from bot.http.operator_pages import operator_pages
from bot.lifecycle import STOP_SECONDS
from bot.verbs.terminal import Replaced

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
UNIT = (DEPLOY / "setup-now.service").read_text()
STREAM = (DEPLOY / "setup-now-litestream.service").read_text()
BACKUP = (DEPLOY / "setup-now-backup.service").read_text()
DATABASE = "/var/lib/setup-now/setup-now.db"
CONTAINER = (DEPLOY / "Containerfile").read_text()
PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def setting_of(unit: str, name: str) -> str:
    """Return a setting of the unit."""
    [value] = re.findall(rf"^{name}=(.*)$", unit, re.MULTILINE)
    return str(value)


def test_systemd_waits_as_long_as_the_bot_needs_and_hears_from_it() -> None:
    assert setting_of(UNIT, "Type") == "notify"
    assert setting_of(UNIT, "TimeoutStartSec") == "infinity", "the upgrade of a large file has no bound"
    assert int(setting_of(UNIT, "TimeoutStopSec")) > STOP_SECONDS
    assert setting_of(UNIT, "StateDirectory") in setting_of(UNIT, "Environment")
    assert setting_of(UNIT, "ExecStart").endswith("/setup-now serve")


def test_litestream_streams_the_file_of_the_bot_as_its_user_and_lets_go_of_it_for_long_enough() -> None:
    told = yaml.safe_load((DEPLOY / "litestream.yml").read_text())
    assert told["dbs"][0]["path"] == DATABASE
    for name in ("User", "StateDirectory", "DynamicUser"):
        assert setting_of(STREAM, name) == setting_of(UNIT, name)
    assert int(setting_of(STREAM, "RestartSec")) > ERASING_SECONDS
    assert int(setting_of(UNIT, "RestartPreventExitStatus")) == Replaced.exit_code


def test_backups_are_of_the_file_of_the_bot_made_as_its_user() -> None:
    assert f"DATABASE={DATABASE} " in f"{setting_of(UNIT, 'Environment')} "
    assert f"\nEnvironment=DATABASE={DATABASE}\n" in BACKUP
    for name in ("User", "StateDirectory", "DynamicUser"):
        assert setting_of(BACKUP, name) == setting_of(UNIT, name)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    units = [tmp_path / name for name in ("setup-now.service", "setup-now-backup.service", "setup-now-backup.timer")]
    for unit in units:
        unit.write_text((DEPLOY / unit.name).read_text().replace("/opt/setup-now/bin/setup-now", "/bin/true"))
    verified = subprocess.run(
        [shutil.which("systemd-analyze") or "", "verify", *units], capture_output=True, text=True, check=False
    )
    # It complains of units of the machine as well.
    assert [line for line in verified.stderr.splitlines() if "setup-now" in line] == []
    assert verified.returncode == 0


def test_the_image_holds_what_the_wheel_holds_and_runs_as_nobody_in_particular() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", CONTAINER, re.MULTILINE))
    assert copied == {"bot", "cards", "handlers", "store"}
    assert "app.py ./" in CONTAINER
    named = re.findall(r"[\w./-]+\.(?:lock|toml|md|py)|LICENSE", CONTAINER)
    assert all((ROOT / name).is_file() for name in named)
    stages = CONTAINER.split("\nFROM ")
    assert "COPY --from=build" in stages[-1]
    assert "pip install" not in stages[-1]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", stages[-1], re.MULTILINE)
    assert "HEALTHCHECK" in stages[-1]
    assert "/healthz" in stages[-1]
    assert operator_pages.__doc__
    assert "/healthz" in operator_pages.__doc__


def test_what_is_served_with_is_what_was_tested() -> None:
    tested = dict(PINNED.findall((ROOT / "requirements.lock").read_text()))
    served = dict(PINNED.findall((ROOT / "requirements-serve.lock").read_text()))
    assert served.items() <= tested.items()
    assert "pytest" not in served
    assert "webexteamssdk" in served
