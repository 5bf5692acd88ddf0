"""Backups: when this file was copied last, so that somebody hears of it when nobody copies it any more."""

from datetime import datetime

from store.bot_state import BotState

BACKED_UP_AT = "backed_up_at"


class Backups(BotState):
    """The newest backup that was made of this file; older ones are not remembered."""

    def note(self, at: datetime) -> None:
        """Note that there is a backup of everything that happened until a moment."""
        self.set(BACKED_UP_AT, at.isoformat())

    def newest(self) -> datetime | None:
        """Return until when the newest backup goes; None where there is none."""
        noted = self.get(BACKED_UP_AT)
        return datetime.fromisoformat(noted) if noted else None

    def newest_or_beginning(self) -> datetime:
        """Return until when the newest backup goes; where there is none, when the file itself was made."""
        made: str = self._value("SELECT min(applied_at) FROM _sqlite_migrations")
        return self.newest() or datetime.fromisoformat(made)
