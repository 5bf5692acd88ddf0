"""Processes: which bot processes work on this file, so that the leases of a dead one are freed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from store.table import Table

SILENCE = timedelta(seconds=15)


class Processes(Table):
    """The processes that entered and did not leave. A process enters before it leases anything."""

    def enter(self, owner: str, host: str, pid: int, started: str, now: datetime) -> None:
        """Note a process; `started` tells it from a later one that got its pid."""
        self._change(
            "INSERT OR REPLACE INTO processes VALUES (:owner, :host, :pid, :started, :now)",
            owner=owner,
            host=host,
            pid=pid,
            started=started,
            now=now,
        )

    def beat(self, owner: str, now: datetime) -> bool:
        """Note that a process lives. False when it was taken for dead meanwhile: it has to enter again."""
        return self._change("UPDATE processes SET beat_at = :now WHERE owner = :owner", owner=owner, now=now) == 1

    def leave(self, owner: str) -> None:
        """Forget a process; release its leases first, for nobody will look for them afterwards."""
        self._change("DELETE FROM processes WHERE owner = :owner", owner=owner)

    def dead(self, owner: str, host: str, now: datetime, is_alive: Callable[[int, str], bool]) -> list[str]:
        """Return the other owners that are gone: ended on this machine, or silent for too long."""
        others = self._rows("SELECT * FROM processes WHERE owner <> :owner ORDER BY owner", owner=owner)
        silent_since = now - SILENCE
        return [
            other["owner"]
            for other in others
            if datetime.fromisoformat(other["beat_at"]) < silent_since
            or (other["host"] == host and not is_alive(other["pid"], other["started"]))
        ]
