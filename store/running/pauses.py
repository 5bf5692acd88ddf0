"""The pauses: of the whole bot, which then accepts events and handles those of its admins alone, and of reminders."""

from datetime import datetime

from bot.domain.pauses import Pause
from store.bot_state import BotState

REMINDERS_HELD = "reminders_paused"


class Pauses(BotState):
    """At most one pause of the bot, and one of reminders. They hold for every process, and after a restart.

    The view `inbox_heads` keeps to the pause of the bot, and the outbox to that of reminders.
    """

    def begin(self, pause: Pause) -> None:
        """Let nothing be handled from now on but what stands in a line that is let through."""
        self._change(
            "INSERT OR IGNORE INTO pause (id, since, email) VALUES (1, :since, :email)",
            since=pause.since,
            email=pause.email,
        )

    def let_through(self, *lines: str) -> None:
        """Let the events in some lines be handled all the same."""
        for line in lines:
            self._change("INSERT OR IGNORE INTO lines_let_through (line) VALUES (:line)", line=line)

    def current(self) -> Pause | None:
        """Return the pause; None where everything is handled."""
        return self._one(Pause, "SELECT since, email FROM pause")

    def held(self, now: datetime) -> int:
        """Return how many messages and presses wait for the end of the pause; none where there is no pause."""
        return self._number(
            """SELECT count(*) FROM inbox WHERE status = 'waiting' AND due_at <= :now
            AND resource IN ('messages', 'attachmentActions')
            AND EXISTS (SELECT 1 FROM pause) AND line NOT IN (SELECT line FROM lines_let_through)""",
            now=now,
        )

    def end(self) -> None:
        """Let everything be handled again."""
        self._change("DELETE FROM pause")
        self._change("DELETE FROM lines_let_through")

    def hold_reminders(self, pause: Pause) -> None:
        """Let no reminder run from now on."""
        self.set(REMINDERS_HELD, f"{pause.since.isoformat()} {pause.email}")

    def reminders_are_held(self) -> bool:
        """Return whether reminders wait for an admin to let them run."""
        return bool(self.get(REMINDERS_HELD))

    def let_reminders_run(self) -> None:
        """Hold no reminder back any more."""
        self.set(REMINDERS_HELD, "")
