"""The reminder clock: wakes reminders at their moment, proves that none was forgotten, and plans them anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.metrics import Metrics
from bot.reminders.standing import Timing
from bot.scheduling.auditor import audit, report
from bot.scheduling.planner import follow
from bot.scheduling.sweep import PAUSED, fire_due
from store import Store

# Few enough that nobody who comes in meanwhile waits for long.
REPLANNED_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class ReminderClock:
    """Looks at the calendar of reminders whenever it is told to. `nudge` wakes whoever handles events."""

    store: Store
    clock: Clock
    timing: Timing
    metrics: Metrics
    nudge: Callable[[], None]

    def sweep(self) -> None:
        """Look for due reminders now."""
        now = self.clock.now()
        swept = fire_due(self.store.unit_of_work, now, self.timing)
        storm = swept.storm
        if storm is not None:
            with self.store.unit_of_work() as uow:
                uow.inbox.add(storm.pack(now))
        if swept.events or storm:
            self.nudge()

    def sweep_if_due(self) -> None:
        """Wake up for a reminder at its very moment, without writing in between."""
        due = self.next_due()
        if due is not None and due <= self.clock.now():
            self.sweep()

    def next_due(self) -> datetime | None:
        """Return when the next reminder is due; None while they are paused."""
        with self.store.reading() as uow:
            return None if uow.settings.get(PAUSED) else uow.reminders.next_due()

    def audit(self) -> None:
        """Prove that every reminder that was due did run."""
        now = self.clock.now()
        with self.store.reading() as uow:
            report(audit(uow, now, self.timing), self.metrics, now)

    def replan(self) -> None:
        """Let what is promised follow the settings of now: another reminder hour, another time zone."""
        with self.store.reading() as uow:
            numbers = [order.number for order in uow.orders.all() if not order.state.is_over]
        for first in range(0, len(numbers), REPLANNED_AT_A_TIME):
            self._replan(numbers[first : first + REPLANNED_AT_A_TIME])

    def _replan(self, numbers: list[str]) -> None:
        with self.store.unit_of_work() as uow:
            for number in numbers:
                order = uow.orders.get(number)
                if order is not None:
                    follow(uow, order, self.clock.now(), self.timing)
