"""SettingsTable of the bot's own: what it was told or found out, and has to know after a restart."""

from collections.abc import Callable

from store.table import Table


class SettingsTable(Table):
    """Texts by key."""

    def get(self, key: str) -> str | None:
        """Return a setting."""
        value: str | None = self._value("SELECT value FROM settings WHERE key = :key", key=key)
        return value

    def set(self, key: str, value: str) -> None:
        """Keep a setting."""
        self._change(
            """INSERT INTO settings (key, value) VALUES (:key, :value)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
            key=key,
            value=value,
        )

    def get_or_create(self, key: str, make: Callable[[], str]) -> str:
        """Return a setting; where there is none, make it and keep it."""
        value = self.get(key)
        if value is None:
            value = make()
            self.set(key, value)
        return value
