"""Moments that lie ahead because the clock did when they were noted, so that nothing has to wait for them."""

from datetime import datetime, timedelta

from bot.domain.claim_codes import CODE_LIVES
from bot.domain.lookups import LOOKED_UP_EVERY
from bot.domain.password_links import LINK_LIVES
from store.table import Table

# Every column with a moment at which something happened, or was to be tried: none of them can lie ahead.
HAPPENED = (
    ("inbox", "arrived_at"),
    ("inbox", "due_at"),
    ("inbox", "finished_at"),
    ("outbox", "created_at"),
    ("outbox", "due_at"),
    ("outbox", "finished_at"),
    ("outbox", "failed_at"),
    ("outbox", "failing_since"),
    ("mails", "created_at"),
    ("mails", "due_at"),
    ("mails", "finished_at"),
    ("processes", "beat_at"),
    ("orders", "invited_at"),
    ("orders", "begun_at"),
    ("orders", "mapped_at"),
    ("orders", "provisioned_at"),
    ("reminders", "fired_at"),
    ("mappings", "mapped_at"),
    ("provisionings", "provisioned_at"),
    ("password_links", "created_at"),
    ("password_links", "used_at"),
    ("credentials", "set_at"),
    ("claim_codes", "created_at"),
    ("claim_codes", "used_at"),
    ("escalations", "opened_at"),
    ("escalations", "claimed_at"),
    ("escalations", "resolved_at"),
    ("notes", "at"),
    ("audit", "at"),
    ("flags", "at"),
    ("flags", "closed_at"),
    ("spaces", "lost_at"),
    ("people", "looked_up_at"),
    ("pending_imports", "created_at"),
    ("partner_events", "created_at"),
    ("partner_events", "due_at"),
    ("partner_events", "finished_at"),
    ("partner_events", "answered_at"),
    ("passed_on", "at"),
    ("managed_organizations", "seen_at"),
    ("lookups", "looked_up_at"),
    ("order_lookups", "looked_up_at"),
)
# Columns whose moments do lie ahead, and how far they can: when a link or a code expires, when a call that was put
# aside comes back, and when an order is looked up again.
LONGEST_SNOOZE = timedelta(days=7)
ENDS = {
    ("password_links", "expires_at"): LINK_LIVES,
    ("claim_codes", "expires_at"): CODE_LIVES,
    ("escalations", "snoozed_until"): LONGEST_SNOOZE,
    ("order_lookups", "due_at"): LOOKED_UP_EVERY,
}
# Two readings of one clock, or the clocks of two machines that share a file, may differ by this much.
MARGIN = timedelta(minutes=1)


class Moments(Table):
    """Moments in all tables."""

    def latest(self) -> datetime | None:
        """Return when something last came in or was done; None in a file in which nothing ever happened."""
        return self._moment(
            """SELECT max(at) FROM (
                SELECT max(arrived_at) AS at FROM (SELECT arrived_at FROM inbox ORDER BY seq DESC LIMIT 1)
                UNION ALL SELECT max(at) FROM (SELECT at FROM audit ORDER BY id DESC LIMIT 1)
                UNION ALL SELECT max(created_at) FROM (SELECT created_at FROM outbox ORDER BY id DESC LIMIT 1)
                UNION ALL SELECT max(beat_at) FROM processes)"""
        )

    def is_behind(self, now: datetime) -> bool:
        """Return whether what came in last, or was done last, seems to be still to come."""
        latest = self.latest()
        return latest is not None and latest > now + MARGIN

    def put_right(self, now: datetime) -> None:
        """Bring what lies ahead of a clock that was set back to where it can be: what happened, happened by now.

        Reminders that the sweep put off by the wrong clock, until a morning or the next day, are due when they were.
        """
        for table, column in HAPPENED:
            self._bring_to(table, column, now)
        for (table, column), longest in ENDS.items():
            self._bring_to(table, column, now + longest)
        self._change(
            """UPDATE reminders SET due_at = missed_at, missed_at = NULL, snoozed_until = ''
            WHERE status = 'scheduled' AND missed_at IS NOT NULL AND due_at > :now""",
            now=now,
        )
        self._change(
            """UPDATE reminders SET due_at = :latest, snoozed_until = :latest
            WHERE status = 'scheduled' AND snoozed_until > :latest""",
            latest=now + LONGEST_SNOOZE,
        )

    def _bring_to(self, table: str, column: str, latest: datetime) -> None:
        self._change(f"UPDATE {table} SET {column} = :latest WHERE {column} > :latest", latest=latest)  # noqa: S608 - our own words
