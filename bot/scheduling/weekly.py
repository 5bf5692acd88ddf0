"""The weekly report: on its day, at the hour of reminders, it is asked for as if somebody had typed the command."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.internal_events import JobRequested
from bot.domain.people import NOBODY
from bot.reminders.calendar import at_wall_clock
from bot.reminders.standing import Timing
from store import Store

JOB = "weekly_report"
WEEK = timedelta(days=7)
# After an outage of at most this length it still comes.
LATEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """Asks for the report of a week on one weekday, counted from Monday."""

    weekday: int
    timing: Timing

    def ask_if_due(self, store: Store, now: datetime) -> bool:
        """Ask for the report that is due; return False where none is, or where it was asked for already."""
        due = self.due_by(now)
        if due is None:
            return False
        # The key is that of the day, so the inbox takes it once.
        day = due.astimezone(ZoneInfo(self.timing.zone)).date()
        asked = JobRequested(JOB, NOBODY.id, due.isoformat()).pack(now, day.isoformat())
        with store.reading() as uow:
            if uow.inbox.get(asked.key):
                return False
        with store.unit_of_work() as uow:
            return uow.inbox.add(asked)

    def due_by(self, now: datetime) -> datetime | None:
        """Return when the latest report was due; None where that is more than `LATEST` ago."""
        zone = ZoneInfo(self.timing.zone)
        today = now.astimezone(zone).date()
        day = today - timedelta(days=(today.weekday() - self.weekday) % WEEK.days)
        due = at_wall_clock(day, self.timing.hour, zone)
        return due if due <= now < due + LATEST else None
