"""The outbox of events to the partner's own system that provisions."""

from datetime import datetime

from bot.domain.provisioning import EventType, HandOver, PartnerEvent, SystemAnswer
from store.queues.leases import TimedTable


class PartnerEvents(TimedTable):
    """Events in the lines of their orders: each is sent once the one before has arrived or was given up."""

    table = "partner_events"

    def add(self, event: PartnerEvent, now: datetime) -> None:
        """Add an event to be sent."""
        self._change(
            """INSERT INTO partner_events (event_id, type, order_number, body, created_at, due_at)
            VALUES (:event_id, :type, :order, :body, :now, :now)""",
            event_id=event.event_id,
            type=event.type,
            order=event.order,
            body=event.body,
            now=now,
        )

    def lease(self, owner: str, now: datetime) -> PartnerEvent | None:
        """Lease the next event that is due; None where there is none."""
        return self._one(
            PartnerEvent,
            """UPDATE partner_events SET status = 'leased', leased_by = :owner, attempts = attempts + 1
            WHERE id = (SELECT id FROM partner_events AS head WHERE status = 'due' AND due_at <= :now
                AND NOT EXISTS (SELECT 1 FROM partner_events AS earlier WHERE earlier.order_number = head.order_number
                    AND earlier.id < head.id AND earlier.status IN ('due', 'leased'))
                ORDER BY due_at, id LIMIT 1)
            RETURNING *""",
            owner=owner,
            now=now,
        )

    def sent(self, event: PartnerEvent, owner: str, now: datetime) -> bool:
        """Close an event that arrived. False where the lease is lost."""
        return self._settle("status = 'sent', finished_at = :now", event, owner, now=now)

    def give_up(self, event: PartnerEvent, owner: str, cause: str, now: datetime) -> bool:
        """Make an event a dead letter, so that its line goes on."""
        return self._settle("status = 'dead', cause = :cause, finished_at = :now", event, owner, cause=cause, now=now)

    def withdraw_unsent(self, order: str, now: datetime) -> int:
        """Withdraw the events of an order that were never tried; return how many there were."""
        return self._change(
            """UPDATE partner_events SET status = 'withdrawn', finished_at = :now
            WHERE order_number = :order AND status = 'due' AND attempts = 0""",
            order=order,
            now=now,
        )

    def latest(self, order: str) -> HandOver | None:
        """Return the latest finished setup of an order that was handed over; None where there is none."""
        return self._one(
            HandOver,
            """SELECT * FROM partner_events WHERE order_number = :order AND type = :type AND status <> 'withdrawn'
            ORDER BY id DESC LIMIT 1""",
            order=order,
            type=EventType.SETUP_FINISHED,
        )

    def answered(self, event_id: str, answer: SystemAnswer, now: datetime) -> None:
        """Store the system's answer to an event. An answered event has arrived, even if its delivery failed."""
        self._change(
            """UPDATE partner_events SET answer = :answer, answered_at = :now,
            status = CASE WHEN status IN ('due', 'dead') THEN 'sent' ELSE status END,
            finished_at = coalesce(finished_at, :now) WHERE event_id = :event_id""",
            answer=answer.verdict,
            event_id=event_id,
            now=now,
        )

    def revive(self, event: int, now: datetime) -> bool:
        """Put a dead event back, to be tried for another day."""
        revived = self._change(
            """UPDATE partner_events SET status = 'due', due_at = :now, created_at = :now, finished_at = NULL
            WHERE id = :id AND status = 'dead'""",
            id=event,
            now=now,
        )
        return revived == 1

    def drop(self, event: int) -> bool:
        """Drop a dead event for good."""
        let_go = "UPDATE partner_events SET status = 'withdrawn' WHERE id = :id AND status = 'dead'"
        return self._change(let_go, id=event) == 1

    def prune(self, before: datetime) -> int:
        """Erase what was said in events that are over since before a moment; what was answered stays."""
        return self._change(
            "UPDATE partner_events SET body = '' WHERE finished_at < :before AND status IN ('sent', 'withdrawn')",
            before=before,
        )
