"""The state of the bot itself: what it was told in chat or has learnt, and needs after a restart."""

from collections.abc import Callable

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

    def get_or_create(self, key: str, make: Callable[[], str]) -> str:
        """Return what stands under a key. Where nothing does, make it and store it first."""
        value = self.get(key)
        if value is None:
            value = make()
            self.set(key, value)
        return value
