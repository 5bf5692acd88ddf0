"""The table of rules: when somebody hears from us about an order without having asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.orders import Order, OrderState


@dataclass(frozen=True, slots=True)
class Reminder:
    """One promise: (order, rule, occurrence) is unique, and it is kept at most once. Moments are UTC."""

    order: str
    rule: str
    occurrence: str
    due_at: datetime
    status: str = "scheduled"
    fired_at: datetime | None = None


class Audience(StrEnum):
    """Who is told."""

    PERSON = "person"
    REPS = "reps"


@dataclass(frozen=True, slots=True)
class Timing:
    """The settings that rules count by: the hour of reminders, where no zone is named, days until escalation."""

    hour: time
    zone: str
    escalate_after_days: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table: `day` is when, at the reminder hour where the order is; `while_` whether it still holds."""

    name: str
    audience: Audience
    day: Callable[[Order, Timing], date]
    while_: Callable[[Order], bool]

    def occurrence(self, order: Order) -> str:
        """Name this occurrence: a new date or a new contact makes a new one, the same file makes none."""
        return f"{order.start_date}:{order.contact}" if self.audience is Audience.PERSON else str(order.start_date)

    def due_at(self, order: Order, timing: Timing) -> datetime:
        """Return the moment in UTC."""
        local = order.at_local(self.day(order, timing), timing.hour, timing.zone)
        return local.astimezone(UTC)


def has_not_begun(order: Order) -> bool:
    """Return whether nobody has pressed Next on the first step yet."""
    return order.begun_at is None and order.state in {OrderState.SCHEDULED, OrderState.INVITED}


INVITE = Rule(
    name="invite",
    audience=Audience.PERSON,
    day=lambda order, timing: order.start_date,
    while_=has_not_begun,
)
ESCALATE = Rule(
    name="escalate",
    audience=Audience.REPS,
    day=lambda order, timing: order.start_date + timedelta(days=timing.escalate_after_days),
    while_=has_not_begun,
)
# Planned by a rep's snooze, never by the order itself.
WAKE = Rule(
    name="wake",
    audience=Audience.REPS,
    day=lambda order, timing: order.start_date,
    while_=lambda order: False,
)
RULES = {rule.name: rule for rule in (INVITE, ESCALATE, WAKE)}


def planned(order: Order, timing: Timing) -> list[Reminder]:
    """Return the reminders that an order calls for as it stands."""
    return [
        Reminder(order.number, rule.name, rule.occurrence(order), rule.due_at(order, timing))
        for rule in RULES.values()
        if rule.while_(order)
    ]
