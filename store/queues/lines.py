"""The lines of the inbox: what waits in a person's line, and beside it, where it holds nobody up."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.events import ASIDE, DOUBTED, Envelope
from store.queues.inbox import Inbox
from store.remembering import StoreConnection
from store.table import Table

# By its index, since SQLite would rather go through all that is done, in the order of their numbers.
OPEN = "inbox INDEXED BY inbox_open WHERE status IN ('waiting', 'leased')"


class InboxLines(Table):
    """The envelopes that wait, asked and moved by the line in which they do."""

    def __init__(self, db: StoreConnection, inbox: Inbox) -> None:
        super().__init__(db)
        self._inbox = inbox

    def is_doubted(self, person_id: str) -> bool:
        """Return whether events in somebody's name are being looked for that could not be found."""
        # In ASCII the semicolon follows the colon: each range holds all lines that begin so.
        return self._holds(
            """SELECT EXISTS (
                SELECT 1 FROM inbox WHERE line > :aside || ':' AND line < :aside || ';'
                AND status IN ('waiting', 'leased')
            ) OR EXISTS (
                SELECT 1 FROM inbox WHERE line > :doubted || ':' AND line < :doubted || ';'
                AND status IN ('waiting', 'leased')
            )""",
            aside=f"{ASIDE}:{person_id}",
            doubted=f"{DOUBTED}:{person_id}",
        )

    def doubt(self, envelope: Envelope, due_at: datetime) -> bool:
        """Move an envelope beside its line, to wait until a moment; False where it is leased."""
        aside = "UPDATE inbox SET line = :line, due_at = :due_at WHERE key = :key AND status = 'waiting'"
        return self._change(aside, key=envelope.key, line=envelope.doubted, due_at=due_at) == 1

    def put_off(self, key: str, due_at: datetime) -> bool:
        """Let an envelope wait until a moment; False where it does not wait any more."""
        changed = "UPDATE inbox SET due_at = :due_at WHERE key = :key AND status = 'waiting'"
        return self._change(changed, key=key, due_at=due_at) == 1

    def in_line(self, line: str) -> list[Envelope]:
        """Return what waits in a line, the oldest first."""
        waiting = f"SELECT * FROM {OPEN} AND line = :line AND status = 'waiting' ORDER BY seq"  # noqa: S608 - our own words
        return self._all(Envelope, waiting, line=line)

    def waiting_in(self, line: str, most: int) -> int:
        """Return how many envelopes wait in a line or are in hand, counted up to so many."""
        return self._number(
            """SELECT count(*) FROM (
                SELECT 1 FROM inbox WHERE line = :line AND status IN ('waiting', 'leased') LIMIT :most)""",
            line=line,
            most=most,
        )

    def confirm(self, envelopes: Sequence[Envelope], now: datetime) -> None:
        """Accept what Webex itself lists, the oldest first: what waited in doubt comes back into its line.

        What waits for Webex beside its line, for a key or a scan, stays there.
        """
        for envelope in envelopes:
            if not self._inbox.add(envelope):
                self._change(
                    """UPDATE inbox SET line = :line, due_at = :now
                    WHERE key = :key AND status = 'waiting' AND line IN (:line, :aside, :doubted, :strange)""",
                    key=envelope.key,
                    line=envelope.line,
                    aside=envelope.aside,
                    doubted=envelope.doubted,
                    strange=envelope.strange,
                    now=now,
                )
