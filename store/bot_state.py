"""The state of the bot itself: what it was told in chat or has learnt, and needs after a restart."""

from collections.abc import Callable
from datetime import datetime

from store.table import Table


class BotState(Table):
    """Texts by key. They stand in the table `settings`; what an operator configures is bot/settings, and no table."""

    def get(self, key: str) -> str | None:
        """Return what stands under a key; None where nothing does."""
        value: str | None = self._value("SELECT value FROM settings WHERE key = :key", key=key)
        return value

    def set(self, key: str, value: str) -> None:
        """Store a text under a key, in place of what stood there."""
        self._change(
            """INSERT INTO settings (key, value) VALUES (:key, :value)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
            key=key,
            value=value,
        )

    def moment(self, key: str) -> datetime | None:
        """Return the moment that stands under a key; None where none does."""
        noted = self.get(key)
        return datetime.fromisoformat(noted) if noted else None

    def set_moment(self, key: str, at: datetime) -> None:
        """Store a moment under a key, in place of what stood there."""
        self.set(key, at.isoformat())

    def is_done_today(self, key: str, now: datetime) -> bool:
        """Return whether what is done once a day was done today."""
        return self.get(key) == day_of(now)

    def note_today(self, key: str, now: datetime) -> bool:
        """Note that something is done today; return whether it is for the first time."""
        is_first = not self.is_done_today(key, now)
        if is_first:
            self.set(key, day_of(now))
        return is_first

    def get_or_create(self, key: str, make: Callable[[], str]) -> str:
        """Return what stands under a key. Where nothing does, make it and store it first."""
        value = self.get(key)
        if value is None:
            value = make()
            self.set(key, value)
        return value


def day_of(now: datetime) -> str:
    """Return a day as it stands under a key."""
    return f"{now:%Y-%m-%d}"
