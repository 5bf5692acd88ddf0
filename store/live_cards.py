"""Live cards: for each place, the one card that counts."""

from store.table import Table


class LiveCards(Table):
    """Which outbox entry is the live card of a place, such as a person's order; older cards are to be retired."""

    def replace(self, key: str, outbox_id: int) -> int | None:
        """Make an entry the live card; returns the one that was, to retire it."""
        previous = self.get(key)
        self._change(
            """INSERT INTO live_cards (key, outbox_id) VALUES (:key, :id)
            ON CONFLICT (key) DO UPDATE SET outbox_id = excluded.outbox_id""",
            key=key,
            id=outbox_id,
        )
        return previous

    def get(self, key: str) -> int | None:
        """Return the live card of a place."""
        entry_id: int | None = self._value("SELECT outbox_id FROM live_cards WHERE key = :key", key=key)
        return entry_id

    def forget(self, key: str) -> int | None:
        """Let a place have no live card; returns the one that was."""
        entry_id: int | None = self._value("DELETE FROM live_cards WHERE key = :key RETURNING outbox_id", key=key)
        return entry_id

    def keys_of(self, place: str) -> list[str]:
        """Return the keys of a place that has a live card: its own, and those of the people who have it directly."""
        rows = self._rows(
            # A semicolon comes right after a colon, so the index finds all that begin with the place and a colon.
            "SELECT key FROM live_cards WHERE key = :place OR (key > :place || ':' AND key < :place || ';')",
            place=place,
        )
        return [row["key"] for row in rows]
