"""Escalations: an order that needs a Cisco representative, and who has taken it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.texts import _


class Reason(StrEnum):
    """Why the reps are called."""

    NOT_BEGUN = "not-begun"
    UNKNOWN_ORGANIZATION = "unknown-organization"
    UNDELIVERABLE = "undeliverable"
    SUBSCRIPTION_WRONG = "subscription-wrong"
    ASKED_FOR_REP = "asked-for-rep"


REASONS = {
    Reason.NOT_BEGUN: _("Setup has not begun"),
    Reason.UNKNOWN_ORGANIZATION: _("Unknown organization: setup is stopped"),
    Reason.UNDELIVERABLE: _("The contact cannot be reached on Webex"),
    Reason.SUBSCRIPTION_WRONG: _("The contact says that the subscription details are wrong"),
    Reason.ASKED_FOR_REP: _("The contact asks for a Cisco representative"),
}


@dataclass(frozen=True, slots=True)
class Escalation:
    """One order's call for a rep. One is open per order at a time; `owner` is the email of the rep who claimed it."""

    order: str
    opened_at: datetime
    reason: str
    owner: str = ""
    owner_name: str = ""
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None
    resolution: str = ""

    def claimed_by(self, email: str, name: str) -> Self:
        """Return it owned by a rep."""
        return replace(self, owner=email, owner_name=name)

    def released(self) -> Self:
        """Return it without an owner."""
        return replace(self, owner="", owner_name="")
