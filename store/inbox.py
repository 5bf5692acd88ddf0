"""The inbox: envelopes we owe handling, each in the line it waits for."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.events import Envelope
from store.codec import read
from store.table import Table

STATUSES = ("waiting", "leased", "done", "dead")
HEAD = "SELECT seq FROM inbox_heads WHERE due_at <= :now ORDER BY is_of_the_clock, seq LIMIT 1"


class Inbox(Table):
    """Envelopes from acceptance to done. Whoever leases one counts an attempt before anything can go wrong."""

    def add(self, envelope: Envelope, due_at: datetime | None = None) -> bool:
        """Accept an envelope, to be handled at once or from a moment on; False when one with its key was before."""
        added = self._change(
            """INSERT OR IGNORE INTO inbox (key, resource, event, id, line, data, arrived_at, due_at)
            VALUES (:key, :resource, :event, :id, :line, :data, :arrived_at, :due_at)""",
            key=envelope.key,
            resource=envelope.resource,
            event=envelope.event,
            id=envelope.id,
            line=envelope.line,
            data=envelope.data,
            arrived_at=envelope.arrived_at,
            due_at=due_at or envelope.arrived_at,
        )
        return added == 1

    def lease(self, owner: str, now: datetime) -> Envelope | None:
        """Take the oldest envelope that is due at the head of its line; None when there is none."""
        row = self._row(
            f"""UPDATE inbox SET status = 'leased', leased_by = :owner, attempts = attempts + 1
            WHERE seq = ({HEAD}) RETURNING *""",  # noqa: S608 - our own words
            owner=owner,
            now=now,
        )
        return read(Envelope, row) if row else None

    def done(self, envelope: Envelope, owner: str, now: datetime) -> bool:
        """Close an envelope. False when the lease is not ours any more: roll back, another handles it."""
        return self._settle(
            """UPDATE inbox SET status = 'done', leased_by = '', finished_at = :now
            WHERE key = :key AND status = 'leased' AND leased_by = :owner AND attempts = :attempts""",
            envelope,
            owner,
            now=now,
        )

    def refuse(self, envelope: Envelope, owner: str, now: datetime) -> bool:
        """Close an envelope that told otherwise than Webex, and let go of its key: the real one may still come."""
        return self._settle(
            """UPDATE inbox SET status = 'done', leased_by = '', finished_at = :now,
            key = 'refused:' || seq || ':' || key
            WHERE key = :key AND status = 'leased' AND leased_by = :owner AND attempts = :attempts""",
            envelope,
            owner,
            now=now,
        )

    def retry(
        self,
        envelope: Envelope,
        owner: str,
        due_at: datetime,
        cause: str,
        *,
        too_early: bool = False,
        steps_aside: bool = False,
    ) -> bool:
        """Put an envelope back until `due_at`; its line waits with it, no other does, unless it steps aside.

        `too_early` says that what it is about could not be read yet.
        """
        return self._settle(
            """UPDATE inbox SET status = 'waiting', leased_by = '', due_at = :due_at, cause = :cause,
            postponed = postponed + 1, too_early = too_early + :too_early,
            line = CASE WHEN :steps_aside THEN 'aside:' || key ELSE line END
            WHERE key = :key AND status = 'leased' AND leased_by = :owner AND attempts = :attempts""",
            envelope,
            owner,
            due_at=due_at,
            cause=cause,
            too_early=too_early,
            steps_aside=steps_aside,
        )

    def give_up(self, envelope: Envelope, owner: str, cause: str, reference: str, now: datetime) -> bool:
        """Give an envelope up, so that its line goes on without it."""
        return self._settle(
            """UPDATE inbox SET status = 'dead', leased_by = '', cause = :cause, reference = :reference,
            finished_at = :now
            WHERE key = :key AND status = 'leased' AND leased_by = :owner AND attempts = :attempts""",
            envelope,
            owner,
            cause=cause,
            reference=reference,
            now=now,
        )

    def revive(self, key: str, now: datetime) -> bool:
        """Let a dead envelope be tried again, with its attempts forgotten."""
        revived = self._change(
            """UPDATE inbox SET status = 'waiting', attempts = 0, postponed = 0, too_early = 0, due_at = :now,
            finished_at = NULL
            WHERE key = :key AND status = 'dead'""",
            key=key,
            now=now,
        )
        return revived == 1

    def drop(self, key: str) -> bool:
        """Give a dead envelope up for good. It stays known by its key, so that a repeated delivery is not handled."""
        return self._change("UPDATE inbox SET status = 'done' WHERE key = :key AND status = 'dead'", key=key) == 1

    def add_missed(self, envelopes: Sequence[Envelope]) -> int:
        """Accept what was missed in a line, the oldest first; what came later and still waits goes behind it."""
        missed = 0
        for envelope in envelopes:
            if missed:
                self._change("DELETE FROM inbox WHERE key = :key AND status = 'waiting'", key=envelope.key)
            missed += self.add(envelope)
        return missed

    def told_of(self, room_id: str, since: datetime) -> list[str]:
        """Return the messages that webhooks told of in a room since a moment."""
        rows = self._rows(
            """SELECT id FROM inbox WHERE resource = 'messages' AND event = 'created' AND arrived_at >= :since
            AND json_extract(data, '$.roomId') = :room_id ORDER BY seq""",
            room_id=room_id,
            since=since,
        )
        return [row["id"] for row in rows]

    def give_back(self, owner: str) -> int:
        """Put back what an owner did not come to: like any other put back on purpose, it is no crash."""
        return self._change(
            """UPDATE inbox SET status = 'waiting', leased_by = '', postponed = postponed + 1
            WHERE status = 'leased' AND leased_by = :owner""",
            owner=owner,
        )

    def release(self, owner: str) -> int:
        """Put back what an owner had in hand when it died; the attempts it counted stay counted."""
        return self._change(
            "UPDATE inbox SET status = 'waiting', leased_by = '' WHERE status = 'leased' AND leased_by = :owner",
            owner=owner,
        )

    def get(self, key: str) -> Envelope | None:
        """Return an envelope, whatever has become of it."""
        row = self._row("SELECT * FROM inbox WHERE key = :key", key=key)
        return read(Envelope, row) if row else None

    def next_resource(self, now: datetime) -> str | None:
        """Return what can be leased now is about, if anything can; found at the first head, however many wait."""
        resource: str | None = self._value(f"SELECT resource FROM inbox WHERE seq = ({HEAD})", now=now)  # noqa: S608
        return resource

    def next_due(self) -> datetime | None:
        """Return when the next envelope at the head of its line is due; it may be past."""
        return self._moment("SELECT min(due_at) FROM inbox_heads")

    def oldest_waiting(self) -> datetime | None:
        """Return when the oldest envelope that is not handled yet came in."""
        return self._moment("SELECT min(arrived_at) FROM inbox WHERE status IN ('waiting', 'leased')")

    def oldest_untouched(self, now: datetime) -> datetime | None:
        """Return when the one that is due next came in, if nobody has tried it yet.

        What was tried and put back waits for Webex, and with it its own line alone.
        """
        return self._moment(
            """SELECT arrived_at FROM inbox JOIN inbox_heads USING (seq)
            WHERE inbox_heads.due_at <= :now AND attempts = 0 ORDER BY is_of_the_clock, seq LIMIT 1""",
            now=now,
        )

    def counts(self) -> dict[str, int]:
        """Return how many envelopes there are of each status."""
        return self._counts("SELECT status, count(*) FROM inbox GROUP BY status", STATUSES)

    def prune(self, before: datetime) -> int:
        """Forget what was done before a moment; from then on a repeated delivery would count as new."""
        return self._change("DELETE FROM inbox WHERE status = 'done' AND finished_at < :before", before=before)

    def _settle(self, statement: str, envelope: Envelope, owner: str, **values: object) -> bool:
        # An owner may lose a lease and get the same envelope again, so the attempt is part of what a lease is.
        ours = {"key": envelope.key, "owner": owner, "attempts": envelope.attempts}
        return self._change(statement, **ours, **values) == 1
