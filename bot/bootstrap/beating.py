"""Work that the clock asks for: reminders, signs of life, and housekeeping."""

from datetime import timedelta
from functools import partial

from bot.bootstrap.ground import Ground
from bot.bootstrap.watching import Watching
from bot.delivery.processes import NeighbourWatch
from bot.http.probe import PROBE_SECONDS
from bot.operations.erasing import erase_noted, scrub_if_due
from bot.operations.heartbeat import Heartbeat
from bot.operations.housekeeping import Keeping, anchor_audit, forget_strangers, tidy_up
from bot.scheduling.leaps import Leaps
from bot.scheduling.reminder_clock import ReminderClock
from bot.scheduling.scheduler import Beats
from bot.scheduling.weekly import WeeklyReport
from bot.settings.checks import WEEKDAYS

GUARD_SECONDS = 30
HEARTBEAT_SECONDS = 5
HOUSEKEEPING_SECONDS = 3600
AUDIT_SECONDS = 300
ERASING_SECONDS = 20


def reminders_of(ground: Ground) -> ReminderClock:
    """Build the reminder clock, which plans reminders and sweeps for those that are due."""
    timing, day = ground.policy.timing, ground.settings.weekly_report
    return ReminderClock(
        ground.store,
        ground.clock,
        timing,
        ground.metrics,
        ground.inbox_pool.nudge,
        ground.stopping.wait,
        is_believed=Leaps(ground.clock, ground.webex.now).are_believed,
        weekly_report=WeeklyReport(WEEKDAYS.index(day), timing) if day else None,
    )


def heartbeat_of(ground: Ground, reminders: ReminderClock) -> Heartbeat:
    """Build the heartbeat, which notes that this process is alive."""
    watch = NeighbourWatch(ground.process.host)
    return Heartbeat(ground.store, ground.clock, ground.process, watch, ground.nudge_all, reminders.replan)


def beats_of(ground: Ground, watching: Watching, reminders: ReminderClock, heartbeat: Heartbeat) -> Beats:
    """Build the beats: everything that is done again and again, each at its own pace."""
    beats = Beats()
    beats.every(ground.settings.sweep_seconds, "reminders", reminders.sweep)
    beats.every(1, "calendar", reminders.sweep_if_due)
    beats.every(HEARTBEAT_SECONDS, "heartbeat", heartbeat.beat)
    beats.every(GUARD_SECONDS, "guardian", watching.guard.set_out)
    beats.every(HOUSEKEEPING_SECONDS, "housekeeping", partial(keep_house, ground))
    beats.every(PROBE_SECONDS, "probe", watching.probe.beat)
    beats.every(ERASING_SECONDS, "erasing", partial(erase_and_scrub, ground))
    beats.every(AUDIT_SECONDS, "auditor", reminders.audit)
    return beats


def erase_and_scrub(ground: Ground) -> None:
    """Erase who is to be erased, also what a killed process began, and then rewrite the file."""
    erase_noted(ground.store, ground.clock.now, ground.stopping.wait)
    scrub_if_due(ground.store)


def keep_house(ground: Ground) -> None:
    """Delete what was done long ago, and anchor the audit log."""
    settings = ground.settings
    kept = (settings.keep_events_days, settings.keep_orders_days, settings.keep_audit_days)
    # A clock that was set ahead must not make anything look old.
    now = min(ground.clock.now(), ground.spans.now())
    tidy_up(ground.store, now, Keeping(*(timedelta(days=days) for days in kept)))
    forget_strangers(ground.store, now, ground.policy.admins)
    anchor_audit(ground.store, ground.clock.now())
