"""The table of reminders: the calendar of what the bot will send."""

from collections.abc import Iterable
from datetime import datetime

from bot.reminders.reminder import Reminder
from store.codec import moment
from store.table import Table


class Reminders(Table):
    """Reminders, unique by order, rule and occurrence. Each is fired once, however many processes sweep."""

    def plan(self, reminder: Reminder) -> None:
        """Add a reminder, or move it. One that was withdrawn is scheduled again; one that was fired stays fired.

        A snoozed reminder is not moved to before the end of its snooze.
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

    def withdraw(self, order: str, rules: Iterable[str] | None = None) -> int:
        """Withdraw the pending reminders of an order, or those of some rules; return how many there were."""
        return self._change(
            """UPDATE reminders SET status = 'withdrawn'
            WHERE order_number = :order AND status = 'scheduled'
            AND (:rules IS NULL OR rule IN (SELECT value FROM json_each(:rules)))""",
            order=order,
            rules=None if rules is None else list(rules),
        )

    def take_back(self, reminder: Reminder) -> bool:
        """Withdraw one reminder; False where it was fired or withdrawn before."""
        taken = self._change(
            """UPDATE reminders SET status = 'withdrawn'
            WHERE order_number = :order AND rule = :rule AND occurrence = :occurrence AND status = 'scheduled'""",
            order=reminder.order,
            rule=reminder.rule,
            occurrence=reminder.occurrence,
        )
        return taken == 1

    def due_orders(self, now: datetime) -> list[tuple[str, str]]:
        """Return the orders with due reminders, each with its person, sorted by person."""
        rows = self._rows(
            """SELECT DISTINCT reminders.order_number, coalesce(nullif(nominee, ''), holder, '') AS person
            FROM reminders LEFT JOIN orders ON number = reminders.order_number
            WHERE status = 'scheduled' AND due_at <= :now ORDER BY person, reminders.order_number""",
            now=now,
        )
        return [(row["order_number"], row["person"]) for row in rows]

    def due_of(self, order: str, now: datetime) -> list[Reminder]:
        """Return the due reminders of one order."""
        return self._all(
            Reminder,
            """SELECT * FROM reminders WHERE order_number = :order AND status = 'scheduled' AND due_at <= :now
            ORDER BY due_at, rule, occurrence""",
            order=order,
            now=now,
        )

    def fire(self, reminder: Reminder, now: datetime, envelope: str = "") -> bool:
        """Mark a reminder as fired; False where it was fired or withdrawn before, so that only one caller gets True.

        `envelope` is the key of the event that will send it.
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

    def snooze(self, order: str, until: datetime, rules: Iterable[str]) -> int:
        """Snooze the reminders of an order and some rules that are due before `until`; return how many."""
        return self._change(
            """UPDATE reminders SET due_at = :until, snoozed_until = :until
            WHERE order_number = :order AND status = 'scheduled' AND due_at < :until
            AND rule IN (SELECT value FROM json_each(:rules))""",
            order=order,
            rules=list(rules),
            until=until,
        )

    def put_off(self, reminder: Reminder, until: datetime) -> int:
        """Move a reminder that is late, and store when it was due first."""
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
        """Return the pending reminders of an order, the next first."""
        return self._all(
            Reminder,
            "SELECT * FROM reminders WHERE order_number = :order AND status = 'scheduled' ORDER BY due_at, rule",
            order=order,
        )

    def standing(self, order: str) -> list[Reminder]:
        """Return the pending and fired reminders of an order. Each answer withdraws one, so those are many."""
        return self._all(
            Reminder, "SELECT * FROM reminders WHERE order_number = :order AND status <> 'withdrawn'", order=order
        )

    def of_order(self, order: str) -> list[Reminder]:
        """Return all reminders of an order, also those that were fired or withdrawn."""
        return self._all(
            Reminder, "SELECT * FROM reminders WHERE order_number = :order ORDER BY due_at, rule", order=order
        )

    def next_due(self) -> datetime | None:
        """Return when the next reminder is due, which may be in the past; None where none is pending."""
        return self._moment("SELECT min(due_at) FROM reminders WHERE status = 'scheduled'")

    def ahead(self, until: datetime, most: int) -> list[tuple[str, datetime]]:
        """Return the orders of the next pending reminders, each with its moment: so many at most, up to a moment."""
        rows = self._rows(
            """SELECT order_number, due_at FROM reminders WHERE status = 'scheduled' AND due_at <= :until
            ORDER BY due_at LIMIT :most""",
            until=until,
            most=most,
        )
        return [(row["order_number"], moment(row["due_at"])) for row in rows]

    def planned(self, until: datetime) -> dict[str, int]:
        """Return how many reminders of each rule are pending up to a moment, the most first."""
        rows = self._rows(
            """SELECT rule, count(*) AS count FROM reminders WHERE status = 'scheduled' AND due_at <= :until
            GROUP BY rule ORDER BY count DESC, rule""",
            until=until,
        )
        return {row["rule"]: row["count"] for row in rows}

    def due_by(self, latest: datetime) -> list[Reminder]:
        """Return the pending reminders that are due by a moment, the next first."""
        return self._all(
            Reminder,
            "SELECT * FROM reminders WHERE status = 'scheduled' AND due_at <= :latest ORDER BY due_at, order_number",
            latest=latest,
        )

    def unproven(self, since: datetime) -> list[Reminder]:
        """Return the reminders fired since a moment whose event is not in the inbox."""
        return self._all(
            Reminder,
            """SELECT * FROM reminders WHERE status = 'fired' AND fired_at >= :since
            AND NOT EXISTS (SELECT 1 FROM inbox WHERE key = envelope) ORDER BY fired_at""",
            since=since,
        )
