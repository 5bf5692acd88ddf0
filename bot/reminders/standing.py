"""How an order stands, which is what rules decide by. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.escalations import Escalation
from bot.domain.orders import Order, OrderState
from bot.reminders.calendar import QUIET_FROM, QUIET_UNTIL, Calendar, at_wall_clock


@dataclass(frozen=True, slots=True)
class Timing:
    """The settings that rules count by: the hour of reminders, the zone where none is named, days until escalation."""

    hour: time
    zone: str
    escalate_after_days: int

    @property
    def working_hour(self) -> time:
        """The hour of reminders; the end of the night where that hour is at night."""
        return self.hour if QUIET_UNTIL <= self.hour < QUIET_FROM else QUIET_UNTIL


@dataclass(frozen=True, slots=True)
class Standing:
    """What rules decide by: an order, and what has happened around it until now."""

    order: Order
    timing: Timing
    now: datetime
    last_answer: datetime | None = None
    last_nudge: datetime | None = None
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
    def today(self) -> date:
        """The day where the person is."""
        return self.now.astimezone(self.persons_zone).date()

    @property
    def calendar(self) -> Calendar:
        """The working days of the order's country."""
        return Calendar(self.order.country)

    @property
    def invited_on(self) -> date:
        """The day on which the contact of the order was invited, or will be."""
        if self.order.invited_at is None:
            return max(self.order.start_date, self.now.astimezone(self.zone).date())
        return self.order.counted_from(self.timing.zone)

    @property
    def closes_on(self) -> date:
        """The day on which the order line closes."""
        return self.invited_on + self.order.closes_after

    @property
    def closes_at(self) -> datetime:
        """When the line closes: at the time of day at which the invitation came, but before night."""
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
