"""The basis of the calendar: everything by which reminders are planned. While it stays, a start plans none anew."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import tzdata

from bot import domain, reminders, scheduling
from bot.language.zone_data import MACHINE, version_in
from bot.reminders.standing import Timing

# The code by which reminders are planned: the rules, what they are made of, and the planner.
CODE = (domain, reminders, scheduling)
BASIS = "reminders_planned_by"


def basis_of(timing: Timing) -> str:
    """Return a fingerprint of the settings, rules, holidays and time zones by which reminders are planned."""
    zones = (tzdata.IANA_VERSION, *(version_in(Path(folder)) for folder in MACHINE))
    return sha256(repr((timing, version("holidays"), zones, _code())).encode()).hexdigest()


@cache
def _code() -> str:
    digest = sha256()
    for package in CODE:
        for file in sorted(Path(package.__path__[0]).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
