"""The planner: whenever something happens to an order, its reminders are planned anew in the same transaction."""

from dataclasses import replace
from datetime import datetime

from bot.domain.orders import Order
from bot.domain.outgoing import Lane
from bot.reminders.reminder import Reminder, ReminderStatus
from bot.reminders.rules import RULES, planned
from bot.reminders.standing import Standing, Timing
from store.unit_of_work import UnitOfWork

# Verbs of the audit log after which an order counts as moving again.
SIGNS_OF_LIFE = (
    "answered",
    "exit",
    "start_over",
    "asked_colleague",
    "accepted",
    "declined",
    "taken_back",
    "handed_to_customer",
    "claimed_with_code",
    "subscription_wrong",
    "flag_withdrawn",
    "return",
    "resolve",
)
# Verbs of the audit log for what representatives do, after which the person is left in peace for a while.
NUDGED = "nudge"


def standing_of(uow: UnitOfWork, order: Order, now: datetime, timing: Timing) -> Standing:
    """Return how an order stands."""
    return replace(
        standing_of_new(uow, order, now, timing),
        last_answer=uow.audit.last_of(order.number, SIGNS_OF_LIFE),
        last_nudge=uow.audit.last_of(order.number, (NUDGED,)),
        escalation=uow.escalations.get(order.number),
    )


def standing_of_new(uow: UnitOfWork, order: Order, now: datetime, timing: Timing) -> Standing:
    """Return how a new order stands, to which nothing has happened yet."""
    person = uow.people.by_email(order.nominee or order.holder)
    return Standing(
        order,
        timing,
        now,
        person_zone=person.zone if person else "",
        wants_reminders=person.wants_reminders if person else True,
    )


def follow_new(uow: UnitOfWork, order: Order, now: datetime, timing: Timing) -> None:
    """Promise what the rules call for about an order that has just come in, so that nothing was promised before."""
    standing = standing_of_new(uow, order, now, timing)
    for each in planned(standing):
        promise(uow, each, None, standing)


def follow(uow: UnitOfWork, order: Order, now: datetime, timing: Timing) -> None:
    """Promise what the rules call for as an order stands, and take back what they no longer do."""
    standing = standing_of(uow, order, now, timing)
    known = {(each.rule, each.occurrence): each for each in uow.reminders.standing(order.number)}
    wanted = {(each.rule, each.occurrence): each for each in planned(standing)}
    for key, old in known.items():
        if old.status is ReminderStatus.SCHEDULED and key not in wanted and not is_still_asked_for(old, standing):
            uow.reminders.take_back(old)
    for key, new in wanted.items():
        promise(uow, new, known.get(key), standing)
    take_back_from_the_outbox(uow, standing)


def is_still_asked_for(reminder: Reminder, standing: Standing) -> bool:
    """Return whether a reminder that somebody asked for, such as the end of a snooze, is still to come."""
    rule = RULES.get(reminder.rule)
    return rule is not None and rule.is_by_hand and rule.holds(standing, reminder)


def promise(uow: UnitOfWork, new: Reminder, known: Reminder | None, standing: Standing) -> None:
    """Promise a reminder, or move it. One that is due already is not moved: it is late, and stays as it is."""
    now = standing.now
    if known is not None and stays(known, new, now):
        return
    if new.due_at > now:
        uow.reminders.plan(new)
    elif RULES[new.rule].catches_up:
        uow.reminders.plan(Reminder(new.order, new.rule, new.occurrence, now))


def stays(known: Reminder, new: Reminder, now: datetime) -> bool:
    """Return whether a reminder stays as it is: it has fired, is due already, or is planned for that very moment."""
    if known.status is ReminderStatus.SCHEDULED:
        return known.due_at <= now or known.due_at == new.due_at
    return known.status is ReminderStatus.FIRED


def take_back_from_the_outbox(uow: UnitOfWork, standing: Standing) -> None:
    """Withdraw reminders that wait to be sent: all if the order is over, else those to people who have it no longer."""
    order = standing.order
    if not uow.outbox.owes_reminders(order.number):
        return
    if order.state.is_over:
        uow.withdrawals.posts(order=order.number, lane=Lane.REMINDER)
    else:
        uow.withdrawals.reminders_to_others(order.number, {*order.people, order.rep} - {""})
