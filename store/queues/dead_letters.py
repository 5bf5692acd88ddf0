"""Dead letters: what inbox, outbox, mails and events for another system have given up, as one list."""

from dataclasses import replace
from datetime import datetime

from bot.domain.dead_letters import Box, DeadLetter
from store.codec import Row, read
from store.people.people import People
from store.queues.inbox import Inbox
from store.queues.mails import Mails
from store.queues.outbox import Outbox
from store.queues.partner_events import PartnerEvents
from store.remembering import StoreConnection
from store.table import Table

# An event's reference is the one that its sender was told; messages and mails are numbered.
ALL = """SELECT * FROM (
    SELECT reference, 'inbox' AS box, key, resource AS what, line AS who, '' AS order_number,
        cause, arrived_at AS began_at, finished_at AS given_up_at, '' AS words
    FROM inbox WHERE status = 'dead'
    UNION ALL
    SELECT 'M' || id, 'outbox', CAST(id AS TEXT), operation,
        coalesce(nullif(email, ''), nullif(title, ''), outbox.room_id), order_number,
        cause, created_at, finished_at, substr(text, 1, 200)
    FROM outbox LEFT JOIN spaces ON spaces.room_id = outbox.room_id WHERE status = 'dead'
    UNION ALL
    SELECT 'L' || id, 'mails', CAST(id AS TEXT), 'mail', email, order_number, cause, created_at, finished_at, subject
    FROM mails WHERE status = 'dead'
    UNION ALL
    SELECT 'E' || id, 'events', CAST(id AS TEXT), 'event', type, order_number, cause, created_at, finished_at, ''
    FROM partner_events WHERE status = 'dead')"""


class DeadLetters(Table):
    """The dead letters of all boxes. Each can be retried or dropped once, whoever asks."""

    def __init__(self, db: StoreConnection, inbox: Inbox, outbox: Outbox, mails: Mails, events: PartnerEvents) -> None:
        super().__init__(db)
        self._people = People(db)
        self._inbox, self._outbox, self._mails, self._events = inbox, outbox, mails, events

    def all(self, limit: int = -1) -> list[DeadLetter]:
        """Return all dead letters, the latest first."""
        rows = self._rows(f"{ALL} ORDER BY given_up_at DESC, reference LIMIT :limit", limit=limit)
        return [self._read(row) for row in rows]

    def count(self) -> int:
        """Return how many there are."""
        return self._number(
            """SELECT (SELECT count(*) FROM inbox WHERE status = 'dead')
            + (SELECT count(*) FROM outbox WHERE status = 'dead')
            + (SELECT count(*) FROM mails WHERE status = 'dead')
            + (SELECT count(*) FROM partner_events WHERE status = 'dead')"""
        )

    def get(self, reference: str) -> DeadLetter | None:
        """Return the dead letter with a reference."""
        row = self._row(f"{ALL} WHERE reference = :reference", reference=reference)
        return self._read(row) if row else None

    def _read(self, row: Row) -> DeadLetter:
        """Return the dead letter in a row. Whom an event is about, and which order, its envelope says."""
        letter = read(DeadLetter, row)
        envelope = self._inbox.get(letter.key) if letter.box is Box.INBOX else None
        if envelope is None:
            return letter
        sender = self._people.by_id(envelope.sender)
        who = (sender.email if sender else envelope.email) or envelope.line
        return replace(letter, who=who, order=envelope.order)

    def retry(self, letter: DeadLetter, now: datetime) -> bool:
        """Put a dead letter back to be tried again. A mail is only removed, since its text was erased."""
        match letter.box:
            case Box.INBOX:
                return self._inbox.revive(letter.key, now)
            case Box.OUTBOX:
                return self._outbox.revive(int(letter.key), now)
            case Box.EVENTS:
                return self._events.revive(int(letter.key), now)
        return self._mails.forget(int(letter.key))

    def drop(self, letter: DeadLetter) -> bool:
        """Drop a dead letter for good."""
        match letter.box:
            case Box.INBOX:
                return self._inbox.drop(letter.key)
            case Box.OUTBOX:
                return self._outbox.drop(int(letter.key))
            case Box.EVENTS:
                return self._events.drop(int(letter.key))
        return self._mails.forget(int(letter.key))
