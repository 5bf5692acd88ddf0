"""The auditor: proves every few minutes that each reminder that was due did run, on /metrics and in the log."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.metrics import Metrics
from bot.reminders.rules import Reminder
from bot.reminders.sweep import PAUSED

if TYPE_CHECKING:
    from store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

# A sweep comes every half minute, so what still waits after this was forgotten.
TOLERANCE = timedelta(minutes=5)
# Events that were handled are forgotten after a month; what was fired is looked at well before that.
LOOKS_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Findings:
    """What should not be: reminders that are overdue, and reminders fired without an event that says them."""

    overdue: tuple[Reminder, ...]
    unproven: tuple[Reminder, ...]

    @property
    def is_clean(self) -> bool:
        return not (self.overdue or self.unproven)


def audit(uow: "UnitOfWork", now: datetime) -> Findings:
    """Look for reminders that did not run. While an admin has paused them, nothing is overdue."""
    overdue = [] if uow.settings.get(PAUSED) else uow.reminders.overdue(now - TOLERANCE)
    return Findings(tuple(overdue), tuple(uow.reminders.unproven(now - LOOKS_BACK)))


def report(findings: Findings, metrics: Metrics, now: datetime) -> None:
    """Say what was found, on /metrics and in the log."""
    metrics.reminders_overdue.set(len(findings.overdue))
    metrics.reminders_unproven.set(len(findings.unproven))
    metrics.reminders_audited.set(now.timestamp())
    for kind, found in (("overdue", findings.overdue), ("unproven", findings.unproven)):
        for each in found:
            facts = {"order": each.order, "rule": each.rule, "occurrence": each.occurrence}
            log.error("reminder did not run", extra={"action": f"reminder_{kind}", **facts})
