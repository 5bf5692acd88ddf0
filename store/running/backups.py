"""Backups: when this file was copied last, so that somebody hears of it when nobody copies it any more."""

from datetime import datetime

from bot.clock import EARLIEST
from store.bot_state import BotState

BACKED_UP_AT, AWAITED_SINCE = "backed_up_at", "backups_awaited_since"


class Backups(BotState):
    """The newest backup that was made of this file; older ones are not remembered."""

    def note(self, at: datetime) -> None:
        """Note that there is a backup of everything that happened until a moment."""
        self.set_moment(BACKED_UP_AT, at)

    def await_from(self, now: datetime) -> None:
        """Note since when there should be one: what an earlier version copied stands nowhere, and is no fault.

        A clock that was never set gives way to the first that was. What was noted by one that was ahead is by now.
        """
        since, made = self.moment(AWAITED_SINCE), self.moment(BACKED_UP_AT)
        is_set = now >= EARLIEST
        if since is None or (is_set and not EARLIEST <= since <= now):
            self.set_moment(AWAITED_SINCE, now)
        if is_set and made and made > now:
            self.note(now)

    def newest(self) -> datetime | None:
        """Return until when the newest backup goes; None where there is none."""
        return self.moment(BACKED_UP_AT)

    def newest_or_beginning(self) -> datetime:
        """Return until when the newest backup goes; where there is none, since when one is awaited."""
        made: str = self._value("SELECT min(applied_at) FROM _sqlite_migrations")
        return self.newest() or self.moment(AWAITED_SINCE) or datetime.fromisoformat(made)
