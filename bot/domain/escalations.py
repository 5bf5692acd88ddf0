"""Escalations: an order needs a Cisco representative. Why, who has claimed it, and when the call is repeated."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Self

from bot.language.texts import _


class Reason(StrEnum):
    """Why the reps are called."""

    NOT_BEGUN = "not-begun"
    STALLED = "stalled"
    CLOSING = "closing"
    CLOSED = "closed"
    UNKNOWN_ORGANIZATION = "unknown-organization"
    UNDELIVERABLE = "undeliverable"
    SUBSCRIPTION_WRONG = "subscription-wrong"
    ASKED_FOR_REP = "asked-for-rep"
    ASKED_BY_ADMIN = "asked-by-admin"


REASONS = {
    Reason.NOT_BEGUN: _("Setup has not begun"),
    Reason.STALLED: _("Setup has begun, and nothing has come from the contact for three working days"),
    Reason.CLOSING: _("The order line closes soon, and no representative has claimed the order"),
    Reason.CLOSED: _("The order line has closed before the setup was finished"),
    Reason.UNKNOWN_ORGANIZATION: _("Unknown organization: setup is stopped"),
    Reason.UNDELIVERABLE: _("The contact cannot be reached on Webex"),
    Reason.SUBSCRIPTION_WRONG: _("The contact says that the subscription details are wrong"),
    Reason.ASKED_FOR_REP: _("The contact asks for a Cisco representative"),
    Reason.ASKED_BY_ADMIN: _("An admin asks a representative to look at this order"),
}
NEXT_STEP = {
    Reason.NOT_BEGUN: _("Claim the order and get in touch with the provisioning contact."),
    Reason.STALLED: _("Ask the contact what is in the way, and help them go on."),
    Reason.CLOSING: _("Claim the order and call the contact: after the line has closed, Cisco has to act."),
    Reason.CLOSED: _("Agree with the partner on how to go on; a new start date reopens the order here."),
    Reason.UNKNOWN_ORGANIZATION: _("Find out which organization is right, then return the order to the contact."),
    Reason.UNDELIVERABLE: _("Find out who the person behind the address is, and correct the contact of the order."),
    Reason.SUBSCRIPTION_WRONG: _(
        "Compare what is flagged with the order, answer the contact on this card, and resolve this when it is settled."
    ),
    Reason.ASKED_FOR_REP: _("Answer the contact on this card; resolve this when it is settled."),
    Reason.ASKED_BY_ADMIN: _("Claim the order and look into it."),
}
# Once somebody has claimed the order, where that was the first thing to do.
ONCE_CLAIMED = {
    Reason.NOT_BEGUN: _("Nudge the contact, or call them; resolve this when it is settled."),
    Reason.CLOSING: _("Call the contact: after the line has closed, Cisco has to act."),
    Reason.ASKED_BY_ADMIN: _("Look into the order; resolve this when it is settled."),
}
# The same in states in which a nudge would not be sent.
ONCE_NUDGED = {Reason.NOT_BEGUN: _("Call the contact if nothing comes back; resolve this when it is settled.")}

# Somebody waits for Cisco: until a rep has acted, nobody can go on.
WAITING_ON_CISCO = frozenset({Reason.UNKNOWN_ORGANIZATION, Reason.SUBSCRIPTION_WRONG, Reason.ASKED_FOR_REP})
# A reason that says less gives way to one that says more: of a contact who cannot be reached, it is no news that they
# have not begun.
SAYS_LESS = frozenset({Reason.NOT_BEGUN, Reason.STALLED})


SPACE, ADMINS = "space", "admins"


@dataclass(frozen=True, slots=True)
class Level:
    """Who is called, and how often, when nobody has claimed an escalation some working days after it opened."""

    tell: str
    working_days: int
    repeat: int = 1


class Call(NamedTuple):
    """One call of a policy: its level (the opening is the first), its turn there, and after how many working days."""

    level: int
    turn: int
    working_days: int
    tell: str


@dataclass(frozen=True, slots=True)
class RepeatedCall:
    """A call that is repeated because nobody has claimed: whom it tells, its level and turn, and since when."""

    tell: str
    level: str
    turn: str
    since: datetime

    @classmethod
    def of(cls, occurrence: str) -> Self:
        """Read a call from the occurrence of its reminder."""
        tell, place, since = occurrence.split(" ", 2)
        level, _dot, turn = place.partition(".")
        return cls(tell, level, turn, datetime.fromisoformat(since))

    @property
    def occurrence(self) -> str:
        return f"{self.tell} {self.level}.{self.turn} {self.since.isoformat()}"


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """What follows when nobody claims. Whoever changes the levels gives the policy its next version."""

    version: int
    levels: tuple[Level, ...]


# An escalation keeps the policy under which it opened: another table changes only those that open later.
POLICY = CallPolicy(version=1, levels=(Level(SPACE, 1, repeat=2), Level(ADMINS, 3)))


def calls_of(levels: Iterable[Level]) -> Iterator[Call]:
    """Return the calls that follow when nobody claims."""
    for number, level in enumerate(levels, start=2):
        for n in range(level.repeat):
            yield Call(number, n + 1, level.working_days * (n + 1), level.tell)


@dataclass(frozen=True, slots=True)
class Escalation:
    """One order's call for a rep. An order has at most one open at a time; `owner` is the email of who claimed it.

    `space` is the room it was opened in, `route` how it came there; `policy` is its version then, `levels` the calls.
    """

    order: str
    opened_at: datetime
    reason: Reason
    owner: str = ""
    owner_name: str = ""
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None
    resolution: str = ""
    space: str = ""
    route: str = ""
    policy: int = 1
    levels: tuple[Level, ...] = ()

    def released(self) -> Self:
        """Return it without an owner."""
        return replace(self, owner="", owner_name="")

    def is_asleep(self, now: datetime) -> bool:
        """Return whether a rep has put it aside until later."""
        return self.snoozed_until is not None and now < self.snoozed_until


def next_step(escalation: Escalation, *, may_nudge: bool = True) -> str:
    """Return what a representative does next: a marked sentence."""
    first = NEXT_STEP[escalation.reason]
    if not escalation.owner:
        return first
    once_claimed = ONCE_CLAIMED if may_nudge else {**ONCE_CLAIMED, **ONCE_NUDGED}
    return once_claimed.get(escalation.reason, first)
