"""The auditor: proves every few minutes that each reminder that was due did run, on /metrics and in the log."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.metrics import Metrics
from bot.reminders.reminder import Reminder, ReminderStatus
from bot.reminders.rules import planned
from bot.reminders.standing import Timing
from bot.scheduling.planner import standing_of
from store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

# A sweep comes every half minute, so a reminder that still waits after this time was forgotten.
TOLERANCE = timedelta(minutes=5)
# Handled events are deleted after a month; fired reminders are audited well before that.
LOOKS_BACK = timedelta(days=1)
# Few enough that an audit takes a fraction of a second, however many orders there are.
ORDERS_AT_A_TIME = 1000
SAID = {
    "overdue": "reminder did not run",
    "unproven": "reminder ran without a word",
    "astray": "reminder is not in the calendar as it should be",
}


@dataclass(frozen=True, slots=True)
class Findings:
    """Reminders that are overdue, that fired without an event, or that are astray: called for, but missing or late."""

    overdue: tuple[Reminder, ...]
    unproven: tuple[Reminder, ...]
    astray: tuple[Reminder, ...]


class Auditor:
    """Looks for reminders that did not run, or will not.

    Each audit finds everything that is overdue or unproven. Whether orders have the reminders they call for is checked
    in rounds, some orders at a time; an order that lacks one is checked each time until it has it.
    """

    def __init__(self, orders_at_a_time: int = ORDERS_AT_A_TIME) -> None:
        self._orders_at_a_time = orders_at_a_time
        self._reached = ""
        self._suspects: frozenset[str] = frozenset()

    def look(self, uow: UnitOfWork, now: datetime, timing: Timing) -> Findings:
        """Audit once. While an admin has paused reminders, nothing is overdue."""
        overdue = [] if uow.pauses.reminders_are_held() else uow.reminders.due_by(now - TOLERANCE)
        numbers = sorted(self._suspects.union(self._next_ones(uow)))
        found = tuple(astray(uow, numbers, now, timing))
        self._suspects = frozenset(each.order for each in found)
        return Findings(tuple(overdue), tuple(uow.reminders.unproven(now - LOOKS_BACK)), found)

    def _next_ones(self, uow: UnitOfWork) -> list[str]:
        """Return the orders whose turn it is in this round; after the last of them a new round begins."""
        numbers = uow.orders.live_numbers(self._reached, self._orders_at_a_time)
        self._reached = numbers[-1] if len(numbers) == self._orders_at_a_time else ""
        return numbers


def astray(uow: UnitOfWork, numbers: Iterable[str], now: datetime, timing: Timing) -> Iterator[Reminder]:
    """Compare the calendar with what the rules call for; a reminder that somebody has put off is where it belongs."""
    for order in filter(None, map(uow.orders.get, numbers)):
        if order.state.is_over:
            continue
        kept = {(each.rule, each.occurrence): each for each in uow.reminders.of_order(order.number)}
        for wanted in planned(standing_of(uow, order, now, timing)):
            known = kept.get((wanted.rule, wanted.occurrence))
            if wanted.due_at > now and not is_kept(known, wanted):
                yield wanted


def is_kept(known: Reminder | None, wanted: Reminder) -> bool:
    """Return whether a reminder that is called for was sent, will be in time, or was put off."""
    if known is None or known.status is ReminderStatus.WITHDRAWN:
        return False
    return known.status is ReminderStatus.FIRED or known.due_at <= wanted.due_at or known.is_put_off


def report(findings: Findings, metrics: Metrics, now: datetime) -> None:
    """Say what was found, on /metrics and in the log."""
    metrics.reminders_overdue.set(len(findings.overdue))
    metrics.reminders_unproven.set(len(findings.unproven))
    metrics.reminders_astray.set(len(findings.astray))
    metrics.reminders_audited.set(now.timestamp())
    for kind in SAID:
        for each in getattr(findings, kind):
            facts = {"order": each.order, "rule": each.rule, "occurrence": each.occurrence}
            log.error(SAID[kind], extra={"action": f"reminder_{kind}", **facts})
