"""The table of settings: what the bot was told in chat or has learnt, and needs after a restart."""

from collections.abc import Callable

from store.table import Table


class SettingsTable(Table):
    """Settings as texts by key."""

    def get(self, key: str) -> str | None:
        """Return a setting; None where there is none."""
        value: str | None = self._value("SELECT value FROM settings WHERE key = :key", key=key)
        return value

    def set(self, key: str, value: str) -> None:
        """Store a setting."""
        self._change(
            """INSERT INTO settings (key, value) VALUES (:key, :value)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
            key=key,
            value=value,
        )

    def get_or_create(self, key: str, make: Callable[[], str]) -> str:
        """Return a setting. Where there is none, make and store it first."""
        value = self.get(key)
        if value is None:
            value = make()
            self.set(key, value)
        return value
