"""The backlog: what waits in the inbox and the outbox, counted and listed for whoever watches the bot."""

from datetime import datetime

from bot.domain.events import Envelope
from bot.domain.outgoing import OutboxEntry
from store.queues.entries import entry_in
from store.queues.lines import OPEN as OPEN_EVENTS
from store.queues.outbox import OPEN as OPEN_MESSAGES
from store.table import Table


class Backlog(Table):
    """Events that are not handled yet, and messages that are not sent yet: those that wait, and those in hand."""

    def events(self) -> int:
        """Return how many events there are."""
        return self._number(f"SELECT count(*) FROM {OPEN_EVENTS}")  # noqa: S608 - our own words

    def messages(self) -> int:
        """Return how many messages there are."""
        return self._number(f"SELECT count(*) FROM ({OPEN_MESSAGES})")  # noqa: S608 - our own words

    def is_in_hand(self) -> bool:
        """Return whether any event or message is leased."""
        return self._holds(
            """SELECT EXISTS (SELECT 1 FROM inbox WHERE status = 'leased')
            OR EXISTS (SELECT 1 FROM outbox WHERE status = 'leased')"""
        )

    def oldest_events(self, most: int) -> list[Envelope]:
        """Return the events that came first."""
        return self._all(
            Envelope,
            f"SELECT * FROM {OPEN_EVENTS} ORDER BY seq LIMIT :most",  # noqa: S608 - our own words
            most=most,
        )

    def oldest_messages(self, most: int) -> list[OutboxEntry]:
        """Return the messages that were owed first."""
        rows = self._rows(
            f"SELECT * FROM outbox WHERE id IN ({OPEN_MESSAGES}) ORDER BY id LIMIT :most",  # noqa: S608 - our own words
            most=most,
        )
        return [entry_in(row) for row in rows]

    def oldest_arrival(self) -> datetime | None:
        """Return when the oldest event arrived."""
        return self._moment("SELECT min(arrived_at) FROM inbox WHERE status IN ('waiting', 'leased')")

    def untouched_since(self, now: datetime) -> datetime | None:
        """Return since when the event that comes next could be handled, unless it was tried before.

        One that was tried waits for Webex, which says nothing about our own workers. Strangers wait for all others, and
        what one person causes waits for what the same person caused before.
        """
        return self._moment(
            """SELECT max(inbox.due_at, coalesce((
                SELECT max(done.finished_at) FROM inbox AS done
                WHERE done.status = 'done' AND done.finished_at > inbox.due_at AND done.line = inbox.line
            ), inbox.due_at))
            FROM inbox JOIN inbox_heads USING (seq)
            WHERE inbox_heads.due_at <= :now AND class < 2 AND attempts = 0 ORDER BY class, seq LIMIT 1""",
            now=now,
        )
