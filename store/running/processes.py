"""Processes: which bot processes work on this file, so that the leases of a dead one are freed."""

from datetime import datetime

from bot.domain.processes import Neighbour
from store.table import Table


class Processes(Table):
    """The processes that entered and did not leave. A process enters before it leases anything."""

    def enter(self, owner: str, host: str, pid: int, started: str, now: datetime) -> None:
        """Add a process; `started` tells it from a later one with the same pid."""
        self._change(
            """INSERT OR REPLACE INTO processes (owner, host, pid, started, beat_at)
            VALUES (:owner, :host, :pid, :started, :now)""",
            owner=owner,
            host=host,
            pid=pid,
            started=started,
            now=now,
        )

    def beat(self, owner: str, now: datetime) -> bool:
        """Note that a process is alive. False where it was taken for dead meanwhile, and has to enter again."""
        beat = "UPDATE processes SET beat_at = :now, beats = beats + 1 WHERE owner = :owner"
        return self._change(beat, owner=owner, now=now) == 1

    def leave(self, owner: str) -> None:
        """Remove a process. Its leases have to be released before: nobody looks for them afterwards."""
        self._change("DELETE FROM processes WHERE owner = :owner", owner=owner)

    def others(self, owner: str) -> list[Neighbour]:
        """Return all processes but this one."""
        return self._all(Neighbour, "SELECT * FROM processes WHERE owner <> :owner ORDER BY owner", owner=owner)
