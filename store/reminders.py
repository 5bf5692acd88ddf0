"""Reminders as kept: the calendar of what the bot promised to say."""

from collections.abc import Iterable
from datetime import datetime

from bot.reminders.reminder import Reminder
from store.codec import read
from store.table import Table


class Reminders(Table):
    """Promises, unique by order, rule and occurrence: each is fired once, whoever sweeps."""

    def plan(self, reminder: Reminder) -> None:
        """Promise, or move what is promised; what was withdrawn is promised again, what was fired stays fired.

        A snooze outlasts this: what was put off is not moved to before its end.
        """
        self._change(
            """INSERT INTO reminders (order_number, rule, occurrence, due_at)
            VALUES (:order, :rule, :occurrence, :due_at)
            ON CONFLICT (order_number, rule, occurrence) DO UPDATE
            SET due_at = max(excluded.due_at, snoozed_until), status = 'scheduled'
            WHERE status <> 'fired'""",
            order=reminder.order,
            rule=reminder.rule,
            occurrence=reminder.occurrence,
            due_at=reminder.due_at,
        )

    def withdraw(self, order: str, rules: Iterable[str] | None = None, except_occurrence: str | None = None) -> int:
        """Take back an order's promises, or those of some rules; returns how many were pending."""
        return self._change(
            """UPDATE reminders SET status = 'withdrawn'
            WHERE order_number = :order AND status = 'scheduled'
            AND (:rules IS NULL OR rule IN (SELECT value FROM json_each(:rules)))
            AND (:kept IS NULL OR occurrence <> :kept)""",
            order=order,
            rules=None if rules is None else list(rules),
            kept=except_occurrence,
        )

    def take_back(self, reminder: Reminder) -> bool:
        """Take back one promise; False when it was kept or taken back before."""
        taken = self._change(
            """UPDATE reminders SET status = 'withdrawn'
            WHERE order_number = :order AND rule = :rule AND occurrence = :occurrence AND status = 'scheduled'""",
            order=reminder.order,
            rule=reminder.rule,
            occurrence=reminder.occurrence,
        )
        return taken == 1

    def due_orders(self, now: datetime) -> list[tuple[str, str]]:
        """Return the orders with something due, each with its person; one person's orders follow each other."""
        rows = self._rows(
            """SELECT DISTINCT reminders.order_number, coalesce(nullif(nominee, ''), holder, '') AS person
            FROM reminders LEFT JOIN orders ON number = reminders.order_number
            WHERE status = 'scheduled' AND due_at <= :now ORDER BY person, reminders.order_number""",
            now=now,
        )
        return [(row["order_number"], row["person"]) for row in rows]

    def due_of(self, order: str, now: datetime) -> list[Reminder]:
        """Return what is due for one order."""
        return self._read(
            """SELECT * FROM reminders WHERE order_number = :order AND status = 'scheduled' AND due_at <= :now
            ORDER BY due_at, rule, occurrence""",
            order=order,
            now=now,
        )

    def fire(self, reminder: Reminder, now: datetime, envelope: str = "") -> bool:
        """Keep a promise; True for one caller only, False when it was kept or taken back before.

        `envelope` is the key of the event that will say it.
        """
        fired = self._change(
            """UPDATE reminders SET status = 'fired', fired_at = :now, envelope = :envelope
            WHERE order_number = :order AND rule = :rule AND occurrence = :occurrence AND status = 'scheduled'""",
            order=reminder.order,
            rule=reminder.rule,
            occurrence=reminder.occurrence,
            envelope=envelope,
            now=now,
        )
        return fired == 1

    def snooze(self, what: Reminder | str, until: datetime, rules: Iterable[str] | None = None) -> int:
        """Put off a reminder, or all of an order (of some rules), that would come before `until`; returns how many."""
        one = what if isinstance(what, Reminder) else None
        return self._change(
            """UPDATE reminders SET due_at = :until, snoozed_until = :until
            WHERE order_number = :order AND status = 'scheduled' AND due_at < :until
            AND (:rule IS NULL OR (rule = :rule AND occurrence = :occurrence))
            AND (:rules IS NULL OR rule IN (SELECT value FROM json_each(:rules)))""",
            rules=None if rules is None else list(rules),
            order=what.order if isinstance(what, Reminder) else what,
            rule=one.rule if one else None,
            occurrence=one.occurrence if one else None,
            until=until,
        )

    def put_off(self, reminder: Reminder, until: datetime) -> int:
        """Put off a reminder that is late, and remember that it is."""
        return self._change(
            """UPDATE reminders SET due_at = :until, snoozed_until = :until, missed_at = coalesce(missed_at, :missed)
            WHERE order_number = :order AND rule = :rule AND occurrence = :occurrence AND status = 'scheduled'""",
            order=reminder.order,
            rule=reminder.rule,
            occurrence=reminder.occurrence,
            missed=reminder.due_at,
            until=until,
        )

    def pending(self, order: str) -> list[Reminder]:
        """Return what an order is still promised, the next first."""
        return self._read(
            "SELECT * FROM reminders WHERE order_number = :order AND status = 'scheduled' ORDER BY due_at, rule",
            order=order,
        )

    def of_order(self, order: str) -> list[Reminder]:
        """Return all that an order was ever promised."""
        return self._read("SELECT * FROM reminders WHERE order_number = :order ORDER BY due_at, rule", order=order)

    def next_due(self) -> datetime | None:
        """Return when the next promise is due; it may be past."""
        return self._moment("SELECT min(due_at) FROM reminders WHERE status = 'scheduled'")

    def due_by(self, moment: datetime) -> list[Reminder]:
        """Return what is due by a moment and has not been fired, the next first."""
        return self._read(
            "SELECT * FROM reminders WHERE status = 'scheduled' AND due_at <= :moment ORDER BY due_at, order_number",
            moment=moment,
        )

    def unproven(self, since: datetime) -> list[Reminder]:
        """Return what was fired since a moment without an event in the inbox that says it."""
        return self._read(
            """SELECT * FROM reminders WHERE status = 'fired' AND fired_at >= :since
            AND NOT EXISTS (SELECT 1 FROM inbox WHERE key = envelope) ORDER BY fired_at""",
            since=since,
        )

    def _read(self, sql: str, **values: object) -> list[Reminder]:
        return [read(Reminder, row) for row in self._rows(sql, **values)]
