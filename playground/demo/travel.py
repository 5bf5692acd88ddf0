"""Travel: moves the clock from one reminder to the next, so that each is sent at its own hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from bot.language.texts import Texts, _
from bot.reminders.rules import RULES
from playground.demo.clock import MovableClock
from playground.demo.running import Running
from playground.patience import PATIENCE
from playground.world import World
from store import UnitOfWork

PULSE = 0.05
# How far one looks for the next reminder behind what happens in silence.
AHEAD = timedelta(days=60)
WORDS: Mapping[str, str] = {
    "invite": _("Invitation"),
    "escalate": _("Escalation"),
    "nudge": _("Reminder"),
    "again": _("Snoozed reminder"),
    "stalled": _("Word of a stalled setup"),
    "closing": _("Warning of closing"),
    "closed": _("Closing"),
    "unclaimed": _("Repeated alert"),
    "wake": _("End of a snooze"),
    "review": _("Look at a claimed order"),
    "nudgeable": _("A contact can be nudged again"),
}


@dataclass(frozen=True)
class Upcoming:
    """The next thing that the bot will say unasked: by which rule, about which order, and how much comes with it."""

    at: datetime
    rule: str
    order: str
    others: int

    def told(self, t: Texts) -> str:
        """Say what it is, in a few words."""
        first = told(self.rule, self.order, t)
        return f"{first} {t.isolate(f'(+{self.others})')}" if self.others else first


def told(rule: str, order: str, t: Texts) -> str:
    """Say what a rule sends about an order, in a few words."""
    return f"{t(WORDS.get(rule, rule))} · {t.isolate(order)}"


class Timeline:
    """The bot's time: what comes next, and the way there."""

    def __init__(self, running: Running, world: World, clock: MovableClock, leaves: Callable[[datetime], None]) -> None:
        self._running = running
        self._leaves = leaves
        self._world = world
        self._clock = clock
        self._one_traveller = Lock()

    def now(self) -> datetime:
        """Return the moment it is for the bot and for everybody."""
        return self._clock.now()

    def upcoming(self) -> Upcoming | None:
        """Return what comes next, if anything does and a bot runs that would say it."""
        return self._running.reads(_next_in)

    def to_next(self) -> None:
        """Go to the moment of the next reminder, and let the bot send it."""
        upcoming = self.upcoming()
        if upcoming is not None:
            self.goes_to(upcoming.at)

    def by(self, span: timedelta) -> None:
        """Let a span of time pass, with all that is due in it."""
        self.goes_to(self.now() + span)

    def goes_to(self, moment: datetime) -> None:
        """Let somebody move the clock, which is noted."""
        self._leaves(moment)
        self.to(moment)

    def to(self, moment: datetime) -> None:
        """Go to a moment, stopping at each reminder on the way; TimeoutError when the bot does not keep up."""
        with self._one_traveller:
            self.settle()
            while (due := self._running.bot.reminders.next_due()) is not None and due < moment:
                self._arrive(due)
            self._arrive(moment)

    def skip(self, span: timedelta) -> None:
        """Let a span of time be over at once, while the bot is in the middle of something."""
        self._clock.move_to(self.now() + span)
        self._world.changed()

    def settle(self, timeout: float = PATIENCE) -> None:
        """Wait until the bot has handled and sent everything that is due."""
        if self._running.by_hand:
            self._world.settle(timeout)
            while self._running.bot.work():
                self._world.settle(timeout)
            return
        until = monotonic() + timeout
        while not self._is_at_rest():
            if monotonic() > until:
                raise TimeoutError(f"The bot is still busy after {timeout:.0f} seconds.")
            self._world.wait_for_change(self._world.changes, PULSE)

    def _is_at_rest(self) -> bool:
        """Return whether at one moment nothing was on its way to the bot, and nothing due."""
        changes = self._world.changes
        is_idle = self._world.deliveries.idle() and self._running.bot.health.is_idle()
        # What the bot said between the two looks is on its way by now.
        return is_idle and changes == self._world.changes

    def _arrive(self, moment: datetime) -> None:
        self._clock.move_to(moment)
        self._running.look_around()
        self._running.bot.reminders.sweep()
        self.settle()
        self._world.changed()


def _next_in(uow: UnitOfWork) -> Upcoming | None:
    first = uow.reminders.next_due()
    due = uow.reminders.due_by(first + AHEAD) if first else []
    heard = [each for each in due if not RULES[each.rule].is_quiet]
    if not heard:
        return None
    at = heard[0].due_at
    return Upcoming(at, heard[0].rule, heard[0].order, sum(each.due_at == at for each in heard) - 1)
