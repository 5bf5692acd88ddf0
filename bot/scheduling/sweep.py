"""The sweep: decides which reminders are due and puts them into the inbox, where they wait like all other events."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import chain, groupby
from zoneinfo import ZoneInfo

from bot.domain.internal_events import ReminderDue, RemindersDue, StormSwept
from bot.reminders.calendar import ONE_DAY, after_quiet, at_wall_clock
from bot.reminders.reminder import Reminder
from bot.reminders.rule import Audience
from bot.reminders.rules import ESCALATE, INVITE, RULES
from bot.reminders.standing import Standing, Timing
from bot.scheduling.planner import standing_of
from store.unit_of_work import UnitOfWork

# Few enough that a sweep never holds the database for long. The orders of one person stay together.
ORDERS_AT_A_TIME = 250
# Later than this is not a slow beat but an outage, and the message says so.
LATE = timedelta(hours=1)
# More orders than this come to one person as one list.
MOST_SEPARATE = 3
# At most this many messages a day come to one person unasked, each perhaps a list; the rest waits for the next day.
MOST_A_DAY = 6
# More reminders than this at once, and the admins hear of it.
STORM = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A reminder that is to be kept now, and those of the same order and audience that it speaks for (`also`).

    `person` is the one whose turn it is, and `zone` that of their clock.
    """

    reminder: Reminder
    person: str
    zone: ZoneInfo
    also: tuple[Reminder, ...] = ()

    @property
    def is_for_person(self) -> bool:
        return RULES[self.reminder.rule].audience is Audience.PERSON


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found due: the events it put into the inbox, and what waits because its person had enough today."""

    events: tuple[ReminderDue | RemindersDue, ...] = ()
    held: tuple[Chosen, ...] = ()

    @property
    def reminders(self) -> int:
        """How many reminders are on their way, those in a list counted one by one."""
        return sum(len(each.reminders) if isinstance(each, RemindersDue) else 1 for each in self.events)

    @property
    def storm(self) -> StormSwept | None:
        """The news of this sweep for the admins; None for an ordinary one."""
        if self.reminders <= STORM and not self.held:
            return None
        people = tuple(sorted({each.person for each in self.held}))
        return StormSwept(self.reminders, len(self.events), len(self.held), people)


def fire_due(unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]], now: datetime, timing: Timing) -> Swept:
    """Put everything that is due into the inbox, in one transaction with the note of it; return what was put there."""
    swept = Swept()
    while True:
        with unit_of_work() as uow:
            numbers = next_orders(uow, now)
            some = decide(uow, numbers, now, timing)
            added = tuple(event for event in some.events if uow.inbox.add(event.pack(now)))
        swept = Swept(swept.events + added, swept.held + some.held)
        if not numbers:
            return swept


def next_orders(uow: UnitOfWork, now: datetime) -> list[str]:
    """Return orders with something due, person by person; none while reminders are paused."""
    if uow.pauses.reminders_are_held():
        return []
    taken: list[str] = []
    for _person, rows in groupby(uow.reminders.due_orders(now), key=lambda row: row[1]):
        taken += [number for number, _holder in rows]
        if len(taken) >= ORDERS_AT_A_TIME:
            break
    return taken


def decide(uow: UnitOfWork, numbers: Iterable[str], now: datetime, timing: Timing) -> Swept:
    """Decide what is said about each order, note it as fired, and return the events that will say it.

    Of several reminders for one order and audience only the most useful is sent. One that no longer holds is taken
    back, a late one waits for the morning if its person is asleep, and whoever has had enough today is spared until
    tomorrow.
    """
    chosen = [each for number in numbers for each in decide_order(uow, number, now, timing)]
    left = {each.person: left_today(uow, each, now) for each in chosen if each.is_for_person}
    held = tuple(each for each in chosen if each.is_for_person and left[each.person] <= 0)
    for each in held:
        hold(uow, each, now, timing)
    events = [fire(uow, together, now) for together in bundles(chosen, left)]
    return Swept(tuple(events), held)


def fire(uow: UnitOfWork, together: list[Chosen], now: datetime) -> ReminderDue | RemindersDue:
    """Note reminders as fired by one event, and return that event."""
    event = event_of(together)
    key = event.pack(now).key
    for each in together:
        for reminder in (each.reminder, *each.also):
            uow.reminders.fire(reminder, now, key)
    return event


def left_today(uow: UnitOfWork, chosen: Chosen, now: datetime) -> int:
    """Return how many more messages a person may get unasked today, by their own calendar day."""
    midnight = at_wall_clock(now.astimezone(chosen.zone).date(), time(0), chosen.zone)
    return MOST_A_DAY - uow.posted.unasked(chosen.person, midnight)


def hold(uow: UnitOfWork, chosen: Chosen, now: datetime, timing: Timing) -> None:
    """Put a reminder off until the next day's hour of reminders."""
    tomorrow = now.astimezone(chosen.zone).date() + ONE_DAY
    for reminder in (chosen.reminder, *chosen.also):
        uow.reminders.put_off(reminder, at_wall_clock(tomorrow, timing.working_hour, chosen.zone))


def decide_order(uow: UnitOfWork, number: str, now: datetime, timing: Timing) -> list[Chosen]:
    """Decide what is said now about one order; what is not is taken back, or put off until its moment."""
    order = uow.orders.get(number)
    if order is None:
        uow.reminders.withdraw(number)
        return []
    standing, ready = standing_of(uow, order, now, timing), list[Reminder]()
    for each in uow.reminders.due_of(number, now):
        if not still_holds(standing, each):
            uow.reminders.take_back(each)
        elif until := waits_for_invitation(standing, each):
            uow.reminders.plan(replace(each, due_at=until))
        elif until := waits_for_morning(standing, each):
            uow.reminders.put_off(each, until)
        else:
            ready.append(each)
    return list(most_useful(ready, standing.person, standing.persons_zone))


def still_holds(standing: Standing, reminder: Reminder) -> bool:
    """Return whether a reminder is still called for, by a rule that there still is."""
    rule = RULES.get(reminder.rule)
    return rule is not None and rule.holds(standing, reminder)


def waits_for_invitation(standing: Standing, reminder: Reminder) -> datetime | None:
    """Return until when a call for the reps waits because the contact has not been invited; None where it need not."""
    if reminder.rule != ESCALATE.name or standing.order.invited_at is not None:
        return None
    return next((each.due_at for each in ESCALATE.promises(standing) if each.due_at > standing.now), None)


def waits_for_morning(standing: Standing, reminder: Reminder) -> datetime | None:
    """Return until when a late reminder waits because its person is asleep; None where it need not."""
    morning = after_quiet(standing.now, standing.persons_zone)
    return morning if morning > standing.now and can_wait(standing, reminder) else None


def can_wait(standing: Standing, reminder: Reminder) -> bool:
    """Return whether a reminder is late and need not wake anybody; an invitation is still sent on its date."""
    if RULES[reminder.rule].audience is not Audience.PERSON or not is_late(reminder.due_at, standing.now):
        return False
    days = {moment.astimezone(standing.zone).date() for moment in (reminder.due_at, standing.now)}
    return reminder.rule != INVITE.name or len(days) > 1


def is_late(due_at: datetime, now: datetime) -> bool:
    """Return whether something comes so late that it should say so."""
    return now - due_at > LATE


def most_useful(reminders: list[Reminder], person: str, zone: ZoneInfo) -> Iterator[Chosen]:
    """Choose one reminder for each audience; the others count as said by it."""
    audiences: dict[Audience, list[Reminder]] = {}
    for each in sorted(reminders, key=usefulness, reverse=True):
        audiences.setdefault(RULES[each.rule].audience, []).append(each)
    for each in audiences.pop(Audience.NOBODY, []):
        yield Chosen(each, person, zone)
    if Audience.BOTH in audiences:
        everything = sorted(chain.from_iterable(audiences.values()), key=usefulness, reverse=True)
        audiences = {Audience.BOTH: everything}
    for first, *others in audiences.values():
        yield Chosen(first, person, zone, tuple(others))


def usefulness(reminder: Reminder) -> tuple[int, datetime]:
    """Return the key by which the most useful of several reminders is found: the weightiest, of those the newest."""
    return RULES[reminder.rule].weight, reminder.due_at


def bundles(chosen: Iterable[Chosen], left: Mapping[str, int]) -> Iterator[list[Chosen]]:
    """Group what one person would get in too many pieces; `left` says how many more messages each may get today."""
    by_person: dict[str, list[Chosen]] = {}
    for each in chosen:
        if each.is_for_person:
            by_person.setdefault(each.person, []).append(each)
        else:
            yield [each]
    for person, theirs in by_person.items():
        most = min(MOST_SEPARATE, left[person])
        if len(theirs) <= most:
            yield from ([each] for each in theirs)
        elif most > 0:
            yield theirs


def event_of(together: list[Chosen]) -> ReminderDue | RemindersDue:
    """Return the event that says that reminders are due."""
    due = tuple(due_of(each.reminder) for each in together)
    return due[0] if len(due) == 1 else RemindersDue(together[0].person, due)


def due_of(reminder: Reminder) -> ReminderDue:
    return ReminderDue(reminder.order, reminder.rule, reminder.occurrence, reminder.was_due_at)
