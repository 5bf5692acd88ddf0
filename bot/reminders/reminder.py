"""A reminder is one promise to speak at a moment. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReminderStatus(StrEnum):
    """Whether a reminder is still to come, has become an event, or is not called for any more."""

    SCHEDULED = "scheduled"
    FIRED = "fired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One promise: (order, rule, occurrence) is unique, and it is kept at most once. Moments are UTC.

    `envelope` is the key of the event that carried it, once it was due. `missed_at` is when it was due first, if it was
    late and waits for the morning; `snoozed_until` is "" until somebody puts it off.
    """

    order: str
    rule: str
    occurrence: str
    due_at: datetime
    status: ReminderStatus = ReminderStatus.SCHEDULED
    fired_at: datetime | None = None
    envelope: str = ""
    missed_at: datetime | None = None
    snoozed_until: str = ""

    @property
    def is_put_off(self) -> bool:
        """Whether somebody put it off until the moment at which it is due."""
        return self.snoozed_until != "" and datetime.fromisoformat(self.snoozed_until) == self.due_at

    @property
    def was_due_at(self) -> datetime:
        """The moment at which it should have come."""
        return self.missed_at or self.due_at
