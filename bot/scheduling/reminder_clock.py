"""The reminder clock: wakes reminders at their moment, proves that none was forgotten, and plans them anew."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.metrics import Metrics
from bot.reminders.standing import Timing
from bot.scheduling.auditor import Auditor, report
from bot.scheduling.basis import BASIS, basis_of
from bot.scheduling.planner import follow
from bot.scheduling.sweep import fire_due
from bot.scheduling.weekly import WeeklyReport
from store import Store

# Few enough that nobody who comes in meanwhile waits for long.
REPLANNED_AT_A_TIME = 100
BREATH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ReminderClock:
    """Looks at the calendar of reminders whenever it is told to. `nudge` wakes the workers that handle events.

    `pause` waits for some seconds, or until the bot stops, and returns whether it does. `is_believed` returns whether
    we may act by the clock as it stands.
    """

    store: Store
    clock: Clock
    timing: Timing
    metrics: Metrics
    nudge: Callable[[], None]
    pause: Callable[[float], bool]
    auditor: Auditor = field(default_factory=Auditor)
    is_believed: Callable[[], bool] = lambda: True
    weekly_report: WeeklyReport | None = None

    def __post_init__(self) -> None:
        # Until the first audit, the metric shows for how long there was none.
        self.metrics.reminders_audited.set(self.clock.now().timestamp())

    def sweep(self) -> None:
        """Look for due reminders now, and for a weekly report that is due."""
        if not self.is_believed():
            return
        now = self.clock.now()
        swept = fire_due(self.store.unit_of_work, now, self.timing)
        storm = swept.storm
        if storm is not None:
            with self.store.unit_of_work() as uow:
                uow.inbox.add(storm.pack(now))
        is_report_due = self.weekly_report is not None and self.weekly_report.ask_if_due(self.store, now)
        if swept.events or storm or is_report_due:
            self.nudge()

    def sweep_if_due(self) -> None:
        """Sweep if a reminder is due at this moment; nothing is written otherwise."""
        due = self.next_due()
        if due is not None and due <= self.clock.now():
            self.sweep()

    def next_due(self) -> datetime | None:
        """Return when the next reminder is due; None while they are paused."""
        with self.store.reading() as uow:
            return None if uow.pauses.reminders_are_held() else uow.reminders.next_due()

    def audit(self) -> None:
        """Prove that every reminder that was due did run. Where one is astray, the next start plans all anew."""
        now = self.clock.now()
        with self.store.reading() as uow:
            findings = self.auditor.look(uow, now, self.timing)
        report(findings, self.metrics, now)
        if findings.astray:
            self._note_basis("")

    def replan_if_changed(self) -> None:
        """Plan all anew if anything by which reminders are planned has changed since that was last done."""
        with self.store.reading() as uow:
            is_done = uow.bot_state.get(BASIS) == basis_of(self.timing)
        if not is_done:
            self.replan()

    def replan(self) -> None:
        """Plan every order anew by the present settings: another reminder hour, another time zone."""
        self._note_basis("")
        numbers = self._replan("")
        while len(numbers) == REPLANNED_AT_A_TIME:
            if self.pause(BREATH_SECONDS):
                return
            numbers = self._replan(numbers[-1])
        self._note_basis(basis_of(self.timing))

    def _note_basis(self, basis: str) -> None:
        """Note the basis by which everything is planned; an empty one while that is not so."""
        with self.store.unit_of_work() as uow:
            if uow.bot_state.get(BASIS) != basis:
                uow.bot_state.set(BASIS, basis)

    def _replan(self, after: str) -> list[str]:
        """Plan the next orders anew, by their numbers; return which ones these were."""
        with self.store.unit_of_work() as uow:
            numbers = uow.orders.live_numbers(after, REPLANNED_AT_A_TIME)
            for number in numbers:
                order = uow.orders.get(number)
                if order is not None:
                    follow(uow, order, self.clock.now(), self.timing)
        return numbers
