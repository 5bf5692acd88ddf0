"""Withdrawals: what waits in the outbox and is not to be sent after all."""

from collections.abc import Iterable

from bot.domain.outgoing import Address, Lane
from store.table import Table

WITHDRAW = "UPDATE outbox SET status = 'withdrawn', finished_at = due_at WHERE status = 'due' AND operation = 'post'"


class Withdrawals(Table):
    """Takes posts out of the outbox that nobody has in hand; their edits and deletes are closed in their turn."""

    def posts(self, *, order: str | None = None, address: Address | None = None, lane: Lane | None = None) -> int:
        """Withdraw the posts that match: those about an order, to an address or in a lane, or all of that."""
        if order is None and address is None and lane is None:
            raise ValueError("say what to withdraw: an order, an address or a lane")
        terms = {"order_number": order, "line": address.line if address else None, "lane": lane}
        given = {column: value for column, value in terms.items() if value is not None}
        # Only the given conditions stand in the statement, so that SQLite uses an index.
        where = "".join(f" AND {column} = :{column}" for column in given)
        return self._change(WITHDRAW + where, **given)

    def supersede(self, entry_id: int) -> bool:
        """Withdraw an unasked message that waits, because a newer one shows the same; False if it is too late."""
        taken = self._change(
            """UPDATE outbox SET status = 'withdrawn', finished_at = due_at
            WHERE id = :id AND status = 'due' AND operation = 'post' AND lane > :reply AND NOT uncertain""",
            id=entry_id,
            reply=Lane.REPLY,
        )
        return taken == 1

    def reminders_to_others(self, order: str, people: Iterable[str]) -> int:
        """Withdraw the waiting reminders of an order to anybody but these people; escalations are not reminders."""
        return self._change(
            """UPDATE outbox INDEXED BY outbox_of_order SET status = 'withdrawn', finished_at = due_at
            WHERE status = 'due' AND operation = 'post' AND order_number = :order AND lane = :lane AND email <> ''
            AND email NOT IN (SELECT value FROM json_each(:people))
            AND id NOT IN (SELECT outbox_id FROM live_cards WHERE key >= 'escalation:' AND key < 'escalation;')""",
            order=order,
            lane=Lane.REMINDER,
            people=sorted(people),
        )

    def calls(self, order: str, room: Address) -> int:
        """Withdraw what waits to be said of an order in a space without being asked for; its card stays, and ends."""
        return self._change(
            """UPDATE outbox INDEXED BY outbox_of_order SET status = 'withdrawn', finished_at = due_at
            WHERE status = 'due' AND operation = 'post' AND order_number = :order AND line = :line AND lane = :lane
            AND card IS NULL""",
            order=order,
            line=room.line,
            lane=Lane.REMINDER,
        )
