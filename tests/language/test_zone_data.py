"""Zone data: of the machine's and ours the newer is used."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from bot.language.zone_data import OURS, ZoneData, zone_data
from tests.staging.copies import ROOT

JULY = datetime(2026, 7, 15, 12, tzinfo=UTC)


def folder_with(folder: Path, **said: str) -> str:
    """Make a folder that has the rules of Johannesburg for Cairo: no summer time, as it was until 2022."""
    (folder / "Africa").mkdir(parents=True)
    (folder / "Africa" / "Cairo").write_bytes(
        files("tzdata").joinpath("zoneinfo", "Africa", "Johannesburg").read_bytes()
    )
    for name, words in said.items():
        (folder / name.replace("_", ".")).write_text(words, encoding="ascii")
    return str(folder)


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ({}, "?"),
        ({"tzdata_zi": "# version 2022a\n"}, "2022a"),
        ({"version": "2019c\n"}, "2019c"),
        ({"version": "?"}, "?"),
    ],
)
def test_older_data_of_the_machine_are_found_by_their_version_or_else_by_what_they_say(
    tmp_path: Path, said: dict[str, str], version: str
) -> None:
    path = folder_with(tmp_path / "zones", **said)
    assert zone_data(JULY, (str(tmp_path / "none"), path)) == ZoneData(OURS, version, path)


def test_newer_data_of_the_machine_are_used(tmp_path: Path) -> None:
    path = folder_with(tmp_path / "zones", tzdata_zi="# version 2099b")
    assert zone_data(JULY, (path,)) == ZoneData("2099b")
    assert zone_data(JULY, ()) == ZoneData(OURS)


def test_the_same_data_without_a_version_are_as_good(tmp_path: Path) -> None:
    (tmp_path / "Africa").mkdir()
    (tmp_path / "Africa" / "Cairo").write_bytes(files("tzdata").joinpath("zoneinfo", "Africa", "Cairo").read_bytes())
    assert zone_data(JULY, (str(tmp_path),)) == ZoneData(OURS)


def test_cairo_is_three_hours_ahead_in_july_whatever_the_machine_says(tmp_path: Path) -> None:
    asked = (
        "from datetime import UTC, datetime; from zoneinfo import ZoneInfo;"
        "from bot.language.zone_data import use_newest;"
        "now = datetime(2026, 7, 15, 12, tzinfo=UTC); use_newest(now); print(now.astimezone(ZoneInfo('Africa/Cairo')))"
    )
    environment = {**os.environ, "PYTHONTZPATH": folder_with(tmp_path / "zones")}
    command = [sys.executable, "-c", asked]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "2026-07-15 15:00:00+03:00"
