"""From an empty folder to settings that work: `setup-now init`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app import cli
from bot.settings import load_settings
from tests.fakes.disk import no_room
from tests.staging.settings import TOKEN
from tests.staging.stage import Stage


def test_it_asks_writes_a_commented_file_and_looks_whether_all_is_well(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEBEX_API_URL", f"{stage.webex_url}/v1/")
    monkeypatch.setenv("DATABASE", str(tmp_path / "data" / "setup-now.db"))
    answers = [TOKEN, "setup-now", "https://setup-now.example.com", "ada@cisco.example.com", ""]

    asked = CliRunner().invoke(cli, ["init"], input="\n".join([*answers, ""]))

    assert asked.exit_code == 0, asked.output
    assert "PUBLIC_URL: " in asked.output, "what cannot be used is asked for again, with the reason"
    assert TOKEN not in asked.output
    assert "accepted: " in asked.output, asked.output
    assert "setup-now serve" in asked.output
    written = tmp_path / ".env"
    assert written.stat().st_mode & 0o077 == 0
    commented = "# The address at which Webex and browsers reach this bot.\nPUBLIC_URL=https://setup-now.example.com\n"
    assert commented in written.read_text()
    settings = load_settings({}, written)
    assert settings.admin_emails == ("ada@cisco.example.com",)
    assert len(settings.webhook_secrets[0]) == 64
    assert settings.operators_tokens
    assert settings.webex_api_url == f"{stage.webex_url}/v1/", "what the environment says already is written as well"

    again = CliRunner().invoke(cli, ["init"])
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_a_folder_that_is_missing_is_named_before_anything_is_asked(tmp_path: Path) -> None:
    asked = CliRunner().invoke(cli, ["init", str(tmp_path / "missing" / "setup-now.env")])
    assert (asked.exit_code, asked.output.count("\n")) == (1, 1)
    assert f"Nothing can be written into {tmp_path / 'missing'}" in asked.output


def test_where_there_is_no_room_no_half_a_file_is_left(tmp_path: Path) -> None:
    answers = [TOKEN, "https://setup-now.example.com", "ada@cisco.example.com", ""]
    with no_room():
        asked = CliRunner(env={}).invoke(cli, ["init", str(tmp_path / ".env")], input="\n".join([*answers, ""]))
    assert (asked.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert f"{tmp_path / '.env'} cannot be written: " in asked.output
