"""Copies of the project in which something is changed and then tried out."""

from pathlib import Path
from shutil import copytree, ignore_patterns

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("bot", "cards", "handlers", "store")
# What was compiled goes along, which saves a process that of its own; but another may be writing some just now.
LEFT_BEHIND = ignore_patterns("node_modules", "*.pyc.*")


def copy_of_the_project(place: Path) -> Path:
    """Copy the bot, the local Webex and the tests; returns where."""
    for folder in (*HOUSE, "playground", "tests"):
        copytree(ROOT / folder, place / folder, ignore=LEFT_BEHIND)
    for name in ("app.py", "pyproject.toml"):
        (place / name).write_bytes((ROOT / name).read_bytes())
    return place
