"""Backups: when this file was copied last, so that somebody hears of it when nobody copies it any more."""

from datetime import datetime

from store.bot_state import BotState

BACKED_UP_AT, AWAITED_SINCE = "backed_up_at", "backups_awaited_since"


class Backups(BotState):
    """The newest backup that was made of this file; older ones are not remembered."""

    def note(self, at: datetime) -> None:
        """Note that there is a backup of everything that happened until a moment."""
        self.set_moment(BACKED_UP_AT, at)

    def await_from(self, now: datetime) -> None:
        """Note since when there should be one: what an earlier version copied stands nowhere, and is no fault."""
        self.get_or_create(AWAITED_SINCE, now.isoformat)

    def newest(self) -> datetime | None:
        """Return until when the newest backup goes; None where there is none."""
        return self.moment(BACKED_UP_AT)

    def newest_or_beginning(self) -> datetime:
        """Return until when the newest backup goes; where there is none, since when one is awaited."""
        made: str = self._value("SELECT min(applied_at) FROM _sqlite_migrations")
        beginnings = [made, self.get(AWAITED_SINCE) or made]
        return self.newest() or max(map(datetime.fromisoformat, beginnings))
