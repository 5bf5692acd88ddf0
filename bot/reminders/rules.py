"""The table of rules: when somebody hears from us about an order without having asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.escalations import Escalation
from bot.domain.orders import Order, OrderState
from bot.reminders.calendar import QUIET_FROM, QUIET_UNTIL, Calendar, at_wall_clock


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
    status: str = "scheduled"
    fired_at: datetime | None = None
    envelope: str = ""
    missed_at: datetime | None = None
    snoozed_until: str = ""

    @property
    def is_put_off(self) -> bool:
        """Whether it comes when it does because it was put off until then."""
        return self.snoozed_until != "" and datetime.fromisoformat(self.snoozed_until) == self.due_at

    @property
    def was_due_at(self) -> datetime:
        """When it should have come."""
        return self.missed_at or self.due_at


class Audience(StrEnum):
    """Who is told. NOBODY: the rule does something, and whoever it concerns sees that."""

    PERSON = "person"
    REPS = "reps"
    BOTH = "both"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Timing:
    """The settings that rules count by: the hour of reminders, where no zone is named, days until escalation."""

    hour: time
    zone: str
    escalate_after_days: int

    @property
    def working_hour(self) -> time:
        """The hour of reminders, or the end of the night if it lies in one."""
        return self.hour if QUIET_UNTIL <= self.hour < QUIET_FROM else QUIET_UNTIL


@dataclass(frozen=True, slots=True)
class Standing:
    """What rules decide by: an order, and what has happened around it until now."""

    order: Order
    timing: Timing
    now: datetime
    last_answer: datetime | None = None
    escalation: Escalation | None = None
    person_zone: str = ""
    wants_reminders: bool = True

    @property
    def person(self) -> str:
        """Whose turn it is: who was asked to take over, else the order's person."""
        return self.order.nominee or self.order.holder

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the order."""
        return self.order.tz(self.timing.zone)

    @property
    def persons_zone(self) -> ZoneInfo:
        """The zone that the person chose, else that of the order."""
        return ZoneInfo(self.person_zone) if self.person_zone else self.zone

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.order.country)

    @property
    def invited_on(self) -> date:
        """The day of the invitation: as it was, else as it will be."""
        today = self.now.astimezone(self.zone).date()
        if self.order.invited_at is None:
            return max(self.order.start_date, today)
        return max(self.order.start_date, self.order.invited_at.astimezone(self.zone).date())

    @property
    def closes_on(self) -> date:
        return self.invited_on + self.order.closes_after

    @property
    def closes_at(self) -> datetime:
        """When the line closes: as late in the day as the invitation came, but before night."""
        hour = self.timing.working_hour
        invited = self.order.invited_at.astimezone(self.zone) if self.order.invited_at else None
        if invited is not None and invited.date() == self.invited_on:
            hour = max(hour, min(invited.time(), time(19, 59)))
        return at_wall_clock(self.closes_on, hour, self.zone)

    @property
    def is_open(self) -> bool:
        """Whether the order was invited and something can still happen to it."""
        return self.order.invited_at is not None and not self.order.state.is_over

    @property
    def is_with_cisco(self) -> bool:
        """Whether Cisco has to act before the person can go on."""
        return self.order.state is OrderState.STOPPED

    def for_person(self, day: date) -> datetime:
        """Return the moment of a reminder to the person on a day, where they are."""
        return at_wall_clock(day, self.timing.working_hour, self.persons_zone)

    def for_reps(self, day: date) -> datetime:
        """Return the moment of a reminder to the reps on a day, where the order is."""
        return at_wall_clock(day, self.timing.hour, self.zone)


Moments = Iterable[tuple[str, datetime]]


def by_deed(_standing: Standing) -> Moments:
    """No moments of its own: what is promised by a deed, such as a snooze, is written down when it is done."""
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table: `when` gives the occurrences with their moments, `while_` whether it still holds.

    Of several that are late at once, the one with the greatest `weight` speaks for all to its audience.
    `catches_up` is whether a moment that has passed before it could be promised is made up for.
    """

    name: str
    audience: Audience
    weight: int
    while_: Callable[[Standing], bool]
    when: Callable[[Standing], Moments] = by_deed
    catches_up: bool = True

    @property
    def is_by_deed(self) -> bool:
        return self.when is by_deed

    def occurrence(self, standing: Standing, name: str) -> str:
        """Name an occurrence: a new date or a new person makes a new one, the same file makes none."""
        return f"{name}:{standing.person}" if self.audience is Audience.PERSON else name

    def promises(self, standing: Standing) -> list[Reminder]:
        """Return what this rule calls for now."""
        if not self.while_(standing):
            return []
        number = standing.order.number
        return [Reminder(number, self.name, self.occurrence(standing, name), at) for name, at in self.when(standing)]

    def holds(self, standing: Standing, reminder: Reminder) -> bool:
        """Return whether a promise is still to be kept: the rule holds, and for the person it was made to."""
        meant = self.audience is not Audience.PERSON or reminder.occurrence.endswith(f":{standing.person}")
        return meant and self.while_(standing)


# Days after the invitation. A-FLEX and A-FLEX-3 close after 7, all others after 30 (bot.orders.OFFERS has the source);
# the nudges between are ours, closer together as the end comes near.
NUDGE_DAYS: Mapping[str, tuple[int, ...]] = {"A-FLEX": (1, 3, 5, 6), "A-FLEX-3": (1, 3, 5, 6)}
OTHER_NUDGE_DAYS = (1, 7, 14, 21, 28)
STALLED_AFTER_WORKING_DAYS = 3
CLOSING_SOON = timedelta(days=2)


def has_not_begun(standing: Standing) -> bool:
    """Return whether nobody has pressed Next on the first step yet."""
    return standing.order.begun_at is None and standing.order.state in {OrderState.SCHEDULED, OrderState.INVITED}


def may_be_nudged(standing: Standing) -> bool:
    """Return whether it is the person's turn, and they want to be reminded of it."""
    return standing.is_open and standing.wants_reminders and not standing.is_with_cisco


def is_begun_and_left(standing: Standing) -> bool:
    """Return whether the person is mid-way, and no rep has been called."""
    begun = standing.is_open and standing.order.begun_at is not None
    return begun and not standing.is_with_cisco and standing.escalation is None


def is_nobodys(standing: Standing) -> bool:
    """Return whether no rep has claimed the order, and its line can still close."""
    return standing.is_open and not (standing.escalation and standing.escalation.owner)


def nudges(standing: Standing) -> Moments:
    """Return the nudges toward closing. Two that fall on one working day become one."""
    days = {nudge_day(standing, n): n for n in NUDGE_DAYS.get(standing.order.offer, OTHER_NUDGE_DAYS)}
    return [
        (f"{standing.invited_on}:{n}", standing.for_person(day))
        for day, n in days.items()
        if standing.invited_on < day < standing.closes_on
    ]


def nudge_day(standing: Standing, n: int) -> date:
    """Return the working day for the nudge of day `n`: the next one, or the last before the line closes."""
    day = standing.invited_on + timedelta(days=n)
    following = standing.calendar.next_working(day)
    return following if following < standing.closes_on else standing.calendar.last_working(day)


def stalled(standing: Standing) -> Moments:
    """Return the moment after three working days in which nothing came from the person."""
    last = standing.last_answer or standing.order.begun_at
    if last is None:
        return []
    day = standing.calendar.after(last.astimezone(standing.zone).date(), STALLED_AFTER_WORKING_DAYS)
    return [(last.isoformat(), standing.for_reps(day))]


def escalation_day(standing: Standing) -> date:
    """Return the day on which the reps are called: counted from the requested start date.

    Only where that moment had passed before anybody was invited is it counted from the invitation: "nobody has begun"
    would be no news of somebody who was asked a second ago.
    """
    delay = timedelta(days=standing.timing.escalate_after_days)
    kept = standing.order.start_date + delay
    invited = standing.order.invited_at or standing.now
    return kept if standing.for_reps(kept) > invited else standing.invited_on + delay


def closing(standing: Standing) -> Moments:
    """Return the last working moment that is 48 hours or more before the line closes."""
    day = standing.calendar.last_working(standing.closes_on - CLOSING_SOON)
    return [(str(standing.closes_on), standing.for_reps(day))]


INVITE = Rule(
    name="invite",
    audience=Audience.PERSON,
    weight=5,
    while_=has_not_begun,
    when=lambda standing: [(str(standing.order.start_date), standing.for_reps(standing.order.start_date))],
)
NUDGE = Rule(
    name="nudge",
    audience=Audience.PERSON,
    weight=4,
    while_=may_be_nudged,
    when=nudges,
    catches_up=False,
)
# The person asked to be reminded at another time.
AGAIN = Rule(
    name="again",
    audience=Audience.PERSON,
    weight=3,
    while_=may_be_nudged,
)
ESCALATE = Rule(
    name="escalate",
    audience=Audience.REPS,
    weight=6,
    while_=has_not_begun,
    when=lambda standing: [(str(standing.order.start_date), standing.for_reps(escalation_day(standing)))],
)
STALLED = Rule(
    name="stalled",
    audience=Audience.REPS,
    weight=4,
    while_=is_begun_and_left,
    when=stalled,
)
CLOSING = Rule(
    name="closing",
    audience=Audience.REPS,
    weight=5,
    while_=is_nobodys,
    when=closing,
)
CLOSED = Rule(
    name="closed",
    audience=Audience.BOTH,
    weight=9,
    while_=lambda standing: standing.is_open,
    when=lambda standing: [(str(standing.closes_on), standing.closes_at)],
)
# A level of the policy of an escalation: nobody has claimed it.
UNCLAIMED = Rule(
    name="unclaimed",
    audience=Audience.REPS,
    weight=2,
    while_=lambda standing: standing.escalation is not None,
)
# The end of a rep's snooze.
WAKE = Rule(
    name="wake",
    audience=Audience.REPS,
    weight=3,
    while_=lambda standing: standing.escalation is not None,
)
# A claim is looked at again: without progress it goes back to all.
REVIEW = Rule(
    name="review",
    audience=Audience.NOBODY,
    weight=0,
    while_=lambda standing: standing.escalation is not None and standing.escalation.owner != "",
)
RULES = {
    rule.name: rule for rule in (INVITE, NUDGE, AGAIN, ESCALATE, STALLED, CLOSING, CLOSED, UNCLAIMED, WAKE, REVIEW)
}


def planned(standing: Standing) -> list[Reminder]:
    """Return everything that an order calls for as it stands."""
    return [promise for rule in RULES.values() for promise in rule.promises(standing)]
