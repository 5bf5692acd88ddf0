"""The inbox: envelopes that are to be handled, each in its line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.events import Envelope
from bot.tracing import traces
from store.codec import moment, read
from store.queues.leases import LeasedTable

STATUSES = ("waiting", "leased", "done", "dead")
# Whose turn it is: what people say is of class 0, what the clock says of class 1, what strangers say of class 2.
HEAD = "SELECT seq FROM inbox_heads WHERE due_at <= :now ORDER BY class, seq LIMIT 1"
THIS_HEAD = "SELECT seq FROM inbox_heads WHERE due_at <= :now AND seq = (SELECT seq FROM inbox WHERE key = :key)"
OLDEST_STRANGER = "SELECT seq FROM inbox_heads WHERE class = 2 AND due_at <= :now ORDER BY seq LIMIT 1"
# So many envelopes before and behind one are looked through for another that can be leased.
NEAR = 200


class Forgotten(NamedTuple):
    """How many envelopes were deleted, and when the latest of them happened, by the clock of Webex."""

    events: int
    until: datetime | None


class Inbox(LeasedTable):
    """Envelopes from their acceptance to their end. An attempt is counted with the lease, before anything can fail."""

    table, key, waiting = "inbox", "key", "waiting"

    def add(self, envelope: Envelope, due_at: datetime | None = None) -> bool:
        """Accept an envelope, to be handled from a moment on; False where one with its key was accepted before."""
        added = self._change(
            """INSERT OR IGNORE INTO inbox (key, resource, event, id, line, data, arrived_at, due_at, trace)
            VALUES (:key, :resource, :event, :id, :line, :data, :arrived_at, :due_at, :trace)""",
            key=envelope.key,
            resource=envelope.resource,
            event=envelope.event,
            id=envelope.id,
            line=envelope.line,
            data=envelope.data,
            arrived_at=envelope.arrived_at,
            due_at=due_at or envelope.arrived_at,
            trace=traces.current(),
        )
        if added and envelope.edit_read_with_it:
            # Whether a webhook told of the message or a list: a later edit needs the key.
            self.let_go(envelope.edit_read_with_it)
        return added == 1

    def lease(self, owner: str, now: datetime, key: str = "") -> Envelope | None:
        """Lease the oldest envelope that is due and first in its line, or None; with a key, none but that one."""
        return self._lease(HEAD, owner, now, key)

    def heads(self, now: datetime, most: int) -> list[Envelope]:
        """Return those that could be leased now of the class that comes first, one of each line, the oldest first."""
        rows = self._rows(
            """SELECT inbox.*, class FROM inbox JOIN inbox_heads USING (seq)
            WHERE inbox_heads.due_at <= :now ORDER BY class, seq LIMIT :most""",
            now=now,
            most=most,
        )
        return [read(Envelope, row) for row in rows if row["class"] == rows[0]["class"]]

    def lease_head(self, owner: str, now: datetime, key: str) -> Envelope | None:
        """Lease an envelope if it is due and first in its line, whatever else is; None where it is not any more."""
        return self._lease(THIS_HEAD, owner, now, key)

    def lease_of_stranger(self, owner: str, since: datetime) -> Envelope | None:
        """Lease the oldest envelope of a stranger that has been due since a moment, whatever else is; None for none."""
        return self._lease(OLDEST_STRANGER, owner, since)

    def has_stranger(self, since: datetime) -> bool:
        """Return whether an envelope of a stranger has been due since a moment."""
        return self._holds(OLDEST_STRANGER, now=since)

    def done(self, envelope: Envelope, owner: str, now: datetime, *, happened_at: datetime | None = None) -> bool:
        """Close an envelope that was handled. False where the lease is lost: then the caller has to roll back.

        `happened_at` is when it happened by the clock of Webex; None for what is our own, or where it did not say.
        """
        return self._settle(
            "status = 'done', finished_at = :now, happened_at = :happened_at",
            envelope,
            owner,
            now=now,
            happened_at=happened_at,
        )

    def refuse(self, envelope: Envelope, owner: str, now: datetime) -> bool:
        """Close an envelope that contradicts Webex, and free its key, since the genuine event may still come."""
        return self._settle(
            "status = 'done', finished_at = :now, key = 'refused:' || seq || ':' || key",
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
        line: str = "",
    ) -> bool:
        """Put an envelope back until `due_at`. Its line waits for it, unless it goes into another `line`.

        `too_early` says that its content could not be read yet.
        """
        return self._settle(
            """status = 'waiting', due_at = :due_at, cause = :cause, postponed = postponed + 1,
            too_early = too_early + :too_early, line = coalesce(nullif(:line, ''), line)""",
            envelope,
            owner,
            due_at=due_at,
            cause=cause,
            too_early=too_early,
            line=line,
        )

    def give_up(self, envelope: Envelope, owner: str, cause: str, reference: str, now: datetime) -> bool:
        """Make an envelope a dead letter, so that its line goes on."""
        return self._settle(
            "status = 'dead', cause = :cause, reference = :reference, finished_at = :now",
            envelope,
            owner,
            cause=cause,
            reference=reference,
            now=now,
        )

    def revive(self, key: str, now: datetime) -> bool:
        """Put a dead envelope back, with no attempts counted."""
        revived = self._change(
            """UPDATE inbox SET status = 'waiting', attempts = 0, postponed = 0, too_early = 0, due_at = :now,
            finished_at = NULL
            WHERE key = :key AND status = 'dead'""",
            key=key,
            now=now,
        )
        return revived == 1

    def drop(self, key: str) -> bool:
        """Drop a dead envelope for good. Its key stays, so that a repeated delivery is not handled."""
        return self._change("UPDATE inbox SET status = 'done' WHERE key = :key AND status = 'dead'", key=key) == 1

    def let_go(self, key: str) -> bool:
        """Forget an envelope that waits, as if it had never been accepted."""
        return self._change("DELETE FROM inbox WHERE key = :key AND status = 'waiting'", key=key) == 1

    def add_missed(self, envelopes: Sequence[Envelope]) -> int:
        """Accept the envelopes that a line has missed, the oldest first, before those of the line that still wait."""
        missed = 0
        for envelope in envelopes:
            if missed:
                self.let_go(envelope.key)
            missed += self.add(envelope)
        return missed

    def told_of(self, room_id: str, since: datetime) -> list[str]:
        """Return the ids of the messages that webhooks told of in a room since a moment."""
        rows = self._rows(
            """SELECT id FROM inbox INDEXED BY inbox_told
            WHERE resource = 'messages' AND event = 'created' AND arrived_at >= :since
            AND json_extract(data, '$.roomId') = :room_id ORDER BY seq""",
            room_id=room_id,
            since=since,
        )
        return [row["id"] for row in rows]

    def has_since(self, person_id: str, moment: datetime) -> bool:
        """Return whether something was handled that a person did after a moment, both by the clock of Webex."""
        since: int = self._value(
            """SELECT EXISTS (
                SELECT 1 FROM inbox WHERE happened_at > :moment AND json_extract(data, '$.personId') = :person_id
            )""",
            person_id=person_id,
            moment=moment,
        )
        return bool(since)

    def is_told_of_return(self, left: Envelope) -> bool:
        """Return whether a webhook said that whoever left a room is in it again, since after the time that ended."""
        since = left.data.get("memberSince")
        if not since:
            return False
        # In ASCII the semicolon follows the colon: the range holds whatever began later.
        began = f"{left.resource}:created:{left.id}"
        return self._holds(
            "SELECT EXISTS (SELECT 1 FROM inbox WHERE key > :earlier AND key < :end)",
            earlier=f"{began}:{since}",
            end=f"{began};",
        )

    def give_back(self, owner: str) -> int:
        """Put back what an owner has leased and not begun; the attempts do not count."""
        return self._put_back(owner, "postponed = postponed + 1")

    def hold_suspects(self, until: datetime) -> None:
        """Let the envelopes that were in hand when processes died, twice or more often, wait until a moment."""
        self._change(
            """UPDATE inbox SET due_at = :until
            WHERE status = 'waiting' AND attempts >= postponed + 2 AND due_at < :until""",
            until=until,
        )

    def get(self, key: str) -> Envelope | None:
        """Return an envelope, whatever has become of it."""
        return self._one(Envelope, "SELECT * FROM inbox WHERE key = :key", key=key)

    def handled_at(self, key: str) -> datetime | None:
        """Return when an envelope was handled; None for one that was not, or is not known."""
        return self._moment("SELECT finished_at FROM inbox WHERE key = :key AND status = 'done'", key=key)

    def forget(self, key: str) -> None:
        """Delete an envelope that was handled, and that nobody can send again."""
        self._change("DELETE FROM inbox WHERE key = :key AND status = 'done'", key=key)

    def next_up(self, now: datetime) -> Envelope | None:
        """Return the envelope that would be leased now; None where there is none."""
        return self._one(Envelope, f"SELECT * FROM inbox WHERE seq = ({HEAD})", now=now)  # noqa: S608 - our own words

    def is_followed(self, envelope: Envelope, now: datetime) -> bool:
        """Return whether another envelope can be leased now, among those that came about the same time as one.

        Thousands may stand in line behind what is in hand, so not all are looked through.
        """
        return self._holds(
            """SELECT EXISTS (
                SELECT 1 FROM inbox_heads WHERE class IN (0, 1, 2)
                AND seq > (SELECT seq FROM inbox WHERE key = :key) - :near
                AND seq < (SELECT seq FROM inbox WHERE key = :key) + :near
                AND due_at <= :now
            )""",
            key=envelope.key,
            near=NEAR,
            now=now,
        )

    def is_first(self, envelope: Envelope) -> bool:
        """Return whether nothing else waits or is in hand in the line of an envelope."""
        return self._holds(
            """SELECT NOT EXISTS (
                SELECT 1 FROM inbox WHERE line = :line AND status IN ('waiting', 'leased') AND key <> :key
            )""",
            line=envelope.line,
            key=envelope.key,
        )

    def next_due(self) -> datetime | None:
        """Return when the next envelope becomes due, which may be in the past; None where none waits."""
        return self._moment("SELECT min(due_at) FROM inbox_heads")

    def counts(self) -> dict[str, int]:
        """Return the number of envelopes by status, those long done as well: this reads the whole table."""
        return self._counts("SELECT status, count(*) FROM inbox GROUP BY status", STATUSES)

    def prune(self, now: datetime, kept: timedelta, most: int) -> Forgotten:
        """Delete some of what was done so long ago.

        A repeated delivery of what is deleted would count as new. So it also has to be as old beside the latest that
        Webex told of: our own clock may be wrong, and then seems to have been wrong for long.
        """
        latest = self._moment("SELECT max(happened_at) FROM inbox WHERE happened_at IS NOT NULL")
        gone = self._rows(
            """DELETE FROM inbox WHERE seq IN (
                SELECT seq FROM inbox
                WHERE status = 'done' AND finished_at < :done AND (happened_at IS NULL OR happened_at < :happened)
                ORDER BY finished_at LIMIT :most
            ) RETURNING happened_at""",
            done=now - kept,
            happened=(latest or now) - kept,
            most=most,
        )
        until = max((row["happened_at"] for row in gone if row["happened_at"]), default="")
        return Forgotten(len(gone), moment(until) if until else None)

    def _lease(self, head: str, owner: str, now: datetime, key: str = "") -> Envelope | None:
        return self._one(
            Envelope,
            f"""UPDATE inbox SET status = 'leased', leased_by = :owner, attempts = attempts + 1
            WHERE seq = ({head}) AND :key IN ('', key) RETURNING *""",  # noqa: S608 - our own words
            owner=owner,
            now=now,
            key=key,
        )
