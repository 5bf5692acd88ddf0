"""The moments and the conditions of rules: when each speaks, and what has to hold for it. Pure.

The first sentence of each docstring stands in the table of docs/reminders.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from bot.clock import is_within
from bot.domain.orders import OrderState
from bot.reminders.standing import Standing

Moments = Iterable[tuple[str, datetime]]


def by_hand(_standing: Standing) -> Moments:
    """Return no moments: these reminders are planned by what somebody does, such as a snooze, when they do it."""
    return ()


# Days after the invitation. A-FLEX and A-FLEX-3 close after 7, all others after 30 (bot.domain.orders.OFFERS has the
# source); the nudges between are ours, closer together as the end comes near.
NUDGE_DAYS: Mapping[str, tuple[int, ...]] = {"A-FLEX": (1, 3, 5, 6), "A-FLEX-3": (1, 3, 5, 6)}
OTHER_NUDGE_DAYS = (1, 7, 14, 21, 28)
STALLED_AFTER_WORKING_DAYS = 3
CLOSING_SOON = timedelta(days=2)
# A representative can nudge a person once in this time.
NUDGED_AGAIN_AFTER = timedelta(hours=1)


def has_not_begun(standing: Standing) -> bool:
    """Return whether nobody has begun: pressed Next on the first step."""
    return standing.order.begun_at is None and standing.order.state in {OrderState.SCHEDULED, OrderState.INVITED}


def may_be_nudged(standing: Standing) -> bool:
    """Return whether it is the person's turn, and they have not stopped reminders."""
    return standing.is_open and standing.wants_reminders and not standing.is_with_cisco


def rests_until(standing: Standing) -> datetime | None:
    """Return when the hour after a representative's latest nudge ends; None where it has."""
    last = standing.last_nudge
    return last + NUDGED_AGAIN_AFTER if last is not None and is_within(NUDGED_AGAIN_AFTER, last, standing.now) else None


def is_begun_and_left(standing: Standing) -> bool:
    """Return whether the person is mid-way, and no escalation is open."""
    begun = standing.is_open and standing.order.begun_at is not None
    return begun and not standing.is_with_cisco and standing.escalation is None


def is_nobodys(standing: Standing) -> bool:
    """Return whether no representative has claimed the order, and its line can still close."""
    return standing.is_open and not (standing.escalation and standing.escalation.owner)


def is_open(standing: Standing) -> bool:
    """Return whether the order line can still close."""
    return standing.is_open


def is_escalated(standing: Standing) -> bool:
    """Return whether an escalation is open."""
    return standing.escalation is not None


def is_claimed(standing: Standing) -> bool:
    """Return whether a representative has claimed the open escalation."""
    return standing.escalation is not None and standing.escalation.owner != ""


def on_the_start_date(standing: Standing) -> Moments:
    """Return the requested start date, at the reminder hour."""
    start = standing.order.start_date
    return [(str(start), standing.for_reps(start))]


def nudges(standing: Standing) -> Moments:
    """Return days after the invitation by offer, moved to working days. Two that fall on one day become one."""
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
    """Return three working days after the last sign of life."""
    last = standing.last_answer or standing.order.begun_at
    if last is None:
        return []
    day = standing.calendar.after(last.astimezone(standing.zone).date(), STALLED_AFTER_WORKING_DAYS)
    return [(last.isoformat(), standing.for_reps(day))]


def on_the_escalation_day(standing: Standing) -> Moments:
    """Return `ESCALATE_AFTER_DAYS` after the requested start date; after the invitation, where that was later still."""
    return [(str(standing.order.start_date), standing.for_reps(escalation_day(standing)))]


def escalation_day(standing: Standing) -> date:
    """Return the day on which the reps are called: counted from the requested start date.

    Only where that moment had passed before anybody was invited is it counted from the invitation: "nobody has begun"
    would be no news of somebody who was asked a second ago.
    """
    delay = timedelta(days=standing.timing.escalate_after_days)
    kept = standing.order.start_date + delay
    invited = standing.order.invited_at or standing.now
    return kept if standing.for_reps(kept) > invited else standing.invited_on + delay


def after_a_nudge(standing: Standing) -> Moments:
    """Return an hour after the latest nudge by a representative."""
    last = standing.last_nudge
    return [(last.isoformat(), last + NUDGED_AGAIN_AFTER)] if last is not None else []


def closing(standing: Standing) -> Moments:
    """Return the last working day that leaves 48 hours before the line closes."""
    day = standing.calendar.last_working(standing.closes_on - CLOSING_SOON)
    return [(str(standing.closes_on), standing.for_reps(day))]


def at_closing(standing: Standing) -> Moments:
    """Return the moment at which the order line closes."""
    return [(str(standing.closes_on), standing.closes_at)]
