"""The basis of the calendar: while nothing of it has changed, reminders stand where they would be planned again."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import tzdata

from bot import domain, reminders, scheduling
from bot.language.zone_data import MACHINE, version_in
from bot.reminders.standing import Timing

# What is planned by: the rules with what they are made of, and who follows them.
CODE = (domain, reminders, scheduling)
BASIS = "reminders_planned_by"


def basis_of(timing: Timing) -> str:
    """Return what tells settings, rules, holidays and time zones by which reminders are planned from all others."""
    zones = (tzdata.IANA_VERSION, *(version_in(Path(folder)) for folder in MACHINE))
    return sha256(repr((timing, version("holidays"), zones, _code())).encode()).hexdigest()


@cache
def _code() -> str:
    digest = sha256()
    for package in CODE:
        for file in sorted(Path(package.__path__[0]).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
