"""The seals of the audit log: what a check of all its lines has found, and how that is said."""

from dataclasses import dataclass

from bot.language.texts import _

ALTERED = _("line {line} was altered")
REMOVED = _("line {line} was removed")
ALL_IN_ORDER = _("The audit log is intact: lines {first} to {last}, each sealed with the one before.")
BROKEN = _("The audit log was tampered with.")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a line: `words` is a sentence about `line`."""

    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole log found: its first and last line, the seal of the last, and every flaw."""

    first: int
    last: int
    seal: str
    flaws: tuple[Flaw, ...]
