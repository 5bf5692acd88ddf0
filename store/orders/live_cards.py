"""The table of live cards: of each place, the one card whose buttons still count."""

import json

from store.table import Table


class LiveCards(Table):
    """The live card of each place, as its outbox entry. A place is a key such as that of a person's order."""

    def replace(self, key: str, outbox_id: int) -> int | None:
        """Make an entry the live card; return the one before it, which is to be retired."""
        previous = self.get(key)
        self._change(
            """INSERT INTO live_cards (key, outbox_id) VALUES (:key, :id)
            ON CONFLICT (key) DO UPDATE SET outbox_id = excluded.outbox_id""",
            key=key,
            id=outbox_id,
        )
        return previous

    def move(self, outbox_id: int, to: int) -> None:
        """Let another entry be the live card where one was."""
        self._change("UPDATE live_cards SET outbox_id = :to WHERE outbox_id = :id", id=outbox_id, to=to)

    def is_live(self, outbox_id: int) -> bool:
        """Return whether an entry is a live card."""
        return self._holds("SELECT EXISTS (SELECT 1 FROM live_cards WHERE outbox_id = :id)", id=outbox_id)

    def get(self, key: str) -> int | None:
        """Return the live card of a place."""
        entry_id: int | None = self._value("SELECT outbox_id FROM live_cards WHERE key = :key", key=key)
        return entry_id

    def cards(self) -> list[object]:
        """Return every live card, as it was sent."""
        rows = self._rows("SELECT card FROM outbox WHERE card IS NOT NULL AND id IN (SELECT outbox_id FROM live_cards)")
        return [json.loads(row["card"]) for row in rows]

    def forget(self, key: str) -> int | None:
        """Remove the live card of a place; return it."""
        entry_id: int | None = self._value("DELETE FROM live_cards WHERE key = :key RETURNING outbox_id", key=key)
        return entry_id

    def keys_of(self, place: str) -> list[str]:
        """Return the keys of a place and of those below it (`place:…`) that have a live card."""
        rows = self._rows(
            # In ASCII the semicolon follows the colon: the range holds all keys that begin with the place and a colon.
            "SELECT key FROM live_cards WHERE key = :place OR (key > :place || ':' AND key < :place || ';')",
            place=place,
        )
        return [row["key"] for row in rows]
