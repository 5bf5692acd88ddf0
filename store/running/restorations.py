"""Restorations: whether this file was put in the place of another, whose last hours or seconds it does not hold."""

from datetime import datetime

from store.bot_state import BotState

RESTORED_AT = "restored_at"
HELD_UNTIL = "restored_from"


class Restorations(BotState):
    """At most one restoration, the last."""

    def note(self, now: datetime) -> None:
        """Note that this file was restored now; the first bot that opens it finds out how far it goes."""
        self.set_moment(RESTORED_AT, now)
        self.set(HELD_UNTIL, "")

    def restored_at(self) -> datetime | None:
        """Return when this file was restored; None for one that never was."""
        return self.moment(RESTORED_AT)

    def held_until(self) -> datetime | None:
        """Return how far the file went that was restored; None until the bot has found that out."""
        return self.moment(HELD_UNTIL)

    def settle(self, held_until: datetime) -> None:
        """Note how far the file went that was restored."""
        self.set_moment(HELD_UNTIL, held_until)
