"""The outage after which messages are being fetched, and which direct rooms have been read."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.outages import Outage
from store.table import Table


class Outages(Table):
    """At most one outage. One that begins before the last was caught up with makes that one longer."""

    def begin(self, since: datetime, until: datetime) -> None:
        """Note that Webex could not reach us between two moments."""
        self._change(
            """INSERT INTO outage (id, since, latest, until) VALUES (1, :since, :since, :until)
            ON CONFLICT (id) DO UPDATE SET latest = excluded.latest, until = excluded.until""",
            since=since,
            until=until,
        )

    def current(self) -> Outage | None:
        """Return the outage that is still to be caught up with; None where there is none."""
        return self._one(Outage, "SELECT since, latest, until FROM outage")

    def note_read(self, room_id: str) -> None:
        """Note that the messages of a room have been fetched."""
        self._change("INSERT OR IGNORE INTO rooms_read (room_id) VALUES (:room_id)", room_id=room_id)

    def read_among(self, room_ids: Iterable[str]) -> frozenset[str]:
        """Return which of these rooms have been read."""
        rows = self._rows(
            "SELECT room_id FROM rooms_read WHERE room_id IN (SELECT value FROM json_each(:rooms))",
            rooms=list(room_ids),
        )
        return frozenset(row["room_id"] for row in rows)

    def end(self) -> None:
        """Note that everything has been fetched."""
        self._change("DELETE FROM outage")
        self._change("DELETE FROM rooms_read")
