"""The chain of the audit log: each line is sealed together with the one before, so that no change goes unnoticed.

What a line says, and about whom, is sealed with a salt of its own. When somebody is erased from a line its salt goes,
too: the chain holds, and nobody can find out by trial whom the seal was about. The line about the erasure names these
lines.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from bot.domain.audit_seals import ALTERED, REMOVED, Flaw, Verified

ERASURE, CLOCK_SET_BACK = "erase", "clock_set_back"


class Sealed(NamedTuple):
    """A line of the log and its seal, as one is noted elsewhere; line 0 stands before the first."""

    line: int = 0
    seal: str = ""

    @classmethod
    def read(cls, noted: str | None) -> "Sealed":
        """Return what was noted."""
        line, _space, seal = (noted or "0").partition(" ")
        return cls(int(line), seal)

    def __str__(self) -> str:
        return f"{self.line} {self.seal}"


def new_salt() -> str:
    return secrets.token_hex(16)


def digest(*parts: object) -> str:
    """Return a digest of some values; where one ends and the next begins is part of it."""
    return hashlib.sha256("".join(f"{len(str(each))}:{each}" for each in parts).encode(errors="replace")).hexdigest()


def content_of(row: Mapping[str, Any]) -> str:
    """Return the seal of what a line says and of whom."""
    return digest(row["salt"], row["actor"], row["detail"])


def seal_of(row: Mapping[str, Any], before: str) -> str:
    """Return the seal of a line, by that of the line before."""
    facts = (row["id"], row["noted"], row["verb"], row["order_number"], row["outcome"], row["content"])
    return digest(before, *facts)


def verified(
    rows: Iterable[Mapping[str, Any]], erased: frozenset[int], set_back_by: int, begins: Sealed, anchor: Sealed
) -> Verified:
    """Look at all lines, the oldest first.

    `erased` are the lines that erasures name, `set_back_by` is the last line about a clock that was set back, `begins`
    is the last line that was deleted as too old, and `anchor` what was noted last.
    """
    last, first, flaws = begins, 0, []
    for row in rows:
        line = int(row["id"])
        flaws += [Flaw(REMOVED, missing) for missing in range(last.line + 1, line)]
        first = first or line
        if not is_as_sealed(row, last.seal, is_erased=line in erased, may_be_earlier=line < set_back_by):
            flaws.append(Flaw(ALTERED, line))
        if line == anchor.line and row["seal"] != anchor.seal and Flaw(ALTERED, line) not in flaws:
            flaws.append(Flaw(ALTERED, line))
        last = Sealed(line, row["seal"])
    flaws += [Flaw(REMOVED, missing) for missing in range(last.line + 1, anchor.line + 1)]
    return Verified(first, *last, tuple(flaws))


def is_as_sealed(row: Mapping[str, Any], before: str, *, is_erased: bool, may_be_earlier: bool) -> bool:
    """Return whether a line is as it was written. Only after a clock was set back may its moment be an earlier one."""
    is_content_kept = is_erased if not row["salt"] else content_of(row) == row["content"]
    is_moment_kept = row["at"] == row["noted"] or (may_be_earlier and row["at"] < row["noted"])
    return is_content_kept and is_moment_kept and seal_of(row, before) == row["seal"]


def ranges(lines: Iterable[int]) -> str:
    """Write the numbers of lines as short as can be, such as 3-7,12."""
    groups = groupby(enumerate(sorted(lines)), key=lambda each: each[1] - each[0])
    runs = [[line for _place, line in run] for _key, run in groups]
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def in_ranges(words: str) -> Iterator[int]:
    """Yield the lines that such a text names."""
    for part in words.split(","):
        first, _dash, last = part.partition("-")
        if first.isdigit():
            yield from range(int(first), int(last or first) + 1)
