"""Zone data: when clocks change where. Countries change that every year, so of two sets the newer is used.

Python looks at the machine first, and only then into the package `tzdata`, which comes with us.
"""

import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata

OURS = tzdata.IANA_VERSION
# Read before anybody changes it.
MACHINE = zoneinfo.TZPATH
# Where systems write down which version they have; Debian and Alpine, macOS, Red Hat.
SAID_IN = ("tzdata.zi", "+VERSION", "version")
VERSION = re.compile(r"\d{4}[a-z]{1,2}")
# Data that says no version is compared: zones whose rules differ within so many days.
LOOKS_AHEAD = 400
EACH = 20
# IANA publishes several versions a year.
OLDEST_YEARS = 2


@dataclass(frozen=True, slots=True)
class ZoneData:
    """The newest version; and, where the machine has an older one that is not used, that one and where it lies."""

    version: str
    unused: str = ""
    folder: str = ""

    def is_old(self, now: datetime) -> bool:
        """Return whether it was published so long ago that it is likely to be wrong somewhere."""
        return int(self.version[:4]) <= now.year - OLDEST_YEARS


def use_newest(now: datetime) -> None:
    """Let zones be read from the package alone, where the machine has an older set."""
    if zone_data(now).unused:
        zoneinfo.reset_tzpath(to=())
        ZoneInfo.clear_cache()


def zone_data(now: datetime, path: Sequence[str] = MACHINE) -> ZoneData:
    """Return which data are the newest; `path` is where the machine keeps its own."""
    folders = [Path(folder) for folder in path if Path(folder).is_dir()]
    older = next((folder for folder in folders if is_older(folder, now)), None)
    if older is not None:
        return ZoneData(OURS, version_in(older) or "?", str(older))
    return ZoneData(max([OURS, *map(version_in, folders)]))


def is_older(folder: Path, now: datetime) -> bool:
    """Return whether a folder has older data than ours: by its version, else by what it says of the next year."""
    version = version_in(folder)
    return version < OURS if version else any(differs(folder, name, now) for name in our_zones())


def version_in(folder: Path) -> str:
    """Return the version that a folder says it has, such as 2025b; "" where it says none."""
    for name in SAID_IN:
        try:
            with (folder / name).open(encoding="ascii", errors="replace") as file:
                said = VERSION.fullmatch(file.readline(80).removeprefix("# version ").strip())
        except OSError:
            continue
        if said:
            return said[0]
    return ""


def our_zones() -> list[str]:
    return files(tzdata).joinpath("zones").read_text(encoding="ascii").split()


def differs(folder: Path, name: str, now: datetime) -> bool:
    """Return whether a zone has other hours in a folder than in our package, on some day of the next year."""
    file = folder / name
    if not file.is_file():
        return False
    with file.open("rb") as theirs, files(tzdata).joinpath("zoneinfo", name).open("rb") as ours:
        one, other = ZoneInfo.from_file(theirs), ZoneInfo.from_file(ours)
    start = now.astimezone(UTC)
    days = (start + timedelta(days=day) for day in range(0, LOOKS_AHEAD, EACH))
    return any(one.utcoffset(day.replace(tzinfo=None)) != other.utcoffset(day.replace(tzinfo=None)) for day in days)
