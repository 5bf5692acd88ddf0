"""The outbox: posts, edits and deletes that are to be sent to Webex, each in the line of its room."""

from dataclasses import asdict, replace
from datetime import datetime

from bot.domain.outgoing import Address, FileAtWebex, Lane, Message, Operation, OutboxEntry, Posted
from bot.tracing import traces
from store.queues.entries import entry_in
from store.queues.leases import LeasedTable
from store.queues.posted import PostedMessages
from store.remembering import StoreConnection
from store.running.pauses import REMINDERS_HELD

# While reminders are paused, those that were due before stay as well.
HEADS = f"""FROM outbox_heads WHERE NOT (
    lane = {Lane.REMINDER:d} AND EXISTS (SELECT 1 FROM settings WHERE key = '{REMINDERS_HELD}' AND value <> '')
)"""  # noqa: S608 - our own words
NEXT = f"{HEADS} AND due_at <= :now ORDER BY lane, id"
OLDEST_TO_STRANGER = f"FROM outbox_heads WHERE lane = {Lane.STRANGERS:d} AND due_at <= :now ORDER BY id"
# The message that a deleted one leaves.
GONE = Message("")
STATUSES = ("due", "leased", "sent", "dead", "withdrawn")
# One after the other, so that each is found by its index.
OPEN = "SELECT id FROM outbox WHERE status = 'due' UNION ALL SELECT id FROM outbox WHERE status = 'leased'"


class Outbox(LeasedTable):
    """Entries from their adding to their end.

    Only the head of a line can be leased, so the messages of a room are sent in their order, except that replies go
    before messages that nobody asked for.
    """

    table = "outbox"
    # While something is handled that may have been handled before this file was restored: how far the file went.
    doubted_since: datetime | None = None

    def __init__(self, db: StoreConnection, posted: PostedMessages) -> None:
        super().__init__(db)
        self._posted = posted

    def post(
        self,
        address: Address,
        message: Message,
        lane: Lane,
        now: datetime,
        *,
        order: str = "",
        parent_id: str = "",
        awaited: bool = True,
        due_at: datetime | None = None,
    ) -> int:
        """Owe a post; return its entry.

        While `doubted_since` is set it may stand in its room already, and is looked for there first.
        """
        more = {"order": order, "parent_id": parent_id, "awaited": awaited, "due_at": due_at or now}
        return self._owe(address, Operation.POST, message, lane, now, **more)

    def edit(self, entry_id: int, address: Address, message: Message, lane: Lane, now: datetime) -> int:
        """Owe an edit of what an entry posts, which never goes before it, and gets no lower lane; return its entry."""
        return self._owe(address, Operation.EDIT, message, lane, now, about=entry_id)

    def delete(self, entry_id: int, address: Address, now: datetime) -> int:
        """Owe the deletion of what an entry posts, behind everybody's answers; return its entry."""
        return self._owe(address, Operation.DELETE, GONE, Lane.TIDYING, now, about=entry_id)

    def _owe(
        self, address: Address, operation: Operation, message: Message, lane: Lane, now: datetime, **more: object
    ) -> int:
        usual = {"due_at": now, "about": None, "parent_id": "", "order": "", "awaited": False}
        return self._added(
            """INSERT INTO outbox (line, email, room_id, operation, text, card, file, lane, created_at, due_at,
                about, parent_id, order_number, awaited, uncertain, trace)
            VALUES (:line, :email, :room_id, :operation, :text, :card, :file,
                max(:lane, coalesce((SELECT lane FROM outbox WHERE id = :about), 0)), :created_at, :due_at,
                :about, :parent_id, :order, :awaited, :uncertain, :trace)""",
            line=address.line_of_files if isinstance(message.file, FileAtWebex) else address.line,
            email=address.email,
            room_id=address.room_id,
            operation=operation,
            text=message.text,
            card=message.card,
            file=asdict(message.file) if message.file else None,
            lane=lane,
            created_at=self.doubted_since or now,
            uncertain=self.doubted_since is not None,
            trace=traces.current(),
            **(usual | more),
        )

    def lease(self, owner: str, now: datetime) -> OutboxEntry | None:
        """Lease the next entry that is due and first in its line; None where there is none.

        The lowest lane comes first, and in a lane the oldest.

        An edit or a delete comes with the ids of its message. Where that was never posted there is nothing to do, and
        the entry is closed here.
        """
        return self._lease(NEXT, owner, now)

    def lease_to_stranger(self, owner: str, since: datetime) -> OutboxEntry | None:
        """Lease the oldest entry to a stranger that has been due since a moment, whatever else is; None for none."""
        return self._lease(OLDEST_TO_STRANGER, owner, since)

    def has_stranger(self, since: datetime) -> bool:
        """Return whether an entry to a stranger has been due since a moment."""
        return self._holds(f"SELECT id {OLDEST_TO_STRANGER} LIMIT 1", now=since)

    def sent(self, entry: OutboxEntry, owner: str, posted: Posted | None, now: datetime) -> bool:
        """Close an entry that was sent; False where the lease is lost. A post keeps its ids, and lets its file go."""
        return self._settle(
            """status = 'sent', uncertain = 0, finished_at = :now, file = NULL,
            message_id = :message_id, posted_room_id = :room_id""",
            entry,
            owner,
            now=now,
            message_id=posted.message_id if posted else "",
            room_id=posted.room_id if posted else "",
        )

    def retry(
        self,
        entry: OutboxEntry,
        owner: str,
        due_at: datetime,
        cause: str,
        *,
        uncertain: bool = False,
        failed_at: datetime | None = None,
        fruitless: bool = False,
    ) -> bool:
        """Put an entry back until `due_at`; `uncertain` says that this try may have reached Webex.

        `failed_at` is None where the entry only had to wait. `fruitless` says that it failed while others succeeded.
        """
        return self._settle(
            """status = 'due', due_at = :due_at, cause = :cause, uncertain = uncertain OR :uncertain,
            lost = lost + :uncertain, fruitless = fruitless + :fruitless,
            failed_at = coalesce(:failed_at, failed_at), failing_since = coalesce(failing_since, :failed_at)""",
            entry,
            owner,
            due_at=due_at,
            cause=cause,
            uncertain=uncertain,
            failed_at=failed_at,
            fruitless=fruitless,
        )

    def give_up(self, entry: OutboxEntry, owner: str, cause: str, now: datetime) -> bool:
        """Make an entry a dead letter, so that its line goes on."""
        return self._settle(
            "status = 'dead', cause = :cause, finished_at = :now",
            entry,
            owner,
            cause=cause,
            now=now,
        )

    def doubt(self) -> int:
        """Let every post that is still to be sent be looked for in its room first; return how many that are."""
        return self._change("UPDATE outbox SET uncertain = 1 WHERE status IN ('due', 'leased') AND operation = 'post'")

    def owed_to(self, address: Address) -> int:
        """Return how many posts to an address are still to be sent."""
        return self._number(
            "SELECT count(*) FROM outbox WHERE line = :line AND operation = 'post' AND status IN ('due', 'leased')",
            line=address.line,
        )

    def owes_reminders(self, order: str) -> bool:
        """Return whether a reminder of an order waits to be sent."""
        return self._holds(
            """SELECT EXISTS (SELECT 1 FROM outbox INDEXED BY outbox_of_order
            WHERE order_number = :order AND status = 'due' AND operation = 'post' AND lane = :lane)""",
            order=order,
            lane=Lane.REMINDER,
        )

    def revive(self, entry_id: int, now: datetime) -> bool:
        """Put a dead entry back, with no attempts counted."""
        revived = self._change(
            """UPDATE outbox SET status = 'due', attempts = 0, fruitless = 0, failing_since = NULL, due_at = :now,
            finished_at = NULL
            WHERE id = :id AND status = 'dead'""",
            id=entry_id,
            now=now,
        )
        return revived == 1

    def drop(self, entry_id: int) -> bool:
        """Drop a dead entry for good."""
        dropped = "UPDATE outbox SET status = 'withdrawn', file = NULL WHERE id = :id AND status = 'dead'"
        return self._change(dropped, id=entry_id) == 1

    def is_replaced(self, entry_id: int) -> bool:
        """Return whether an unposted message was to be deleted since, because something newer replaces it."""
        return self._holds(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE about = :id AND operation <> 'post')", id=entry_id
        )

    def release(self, owner: str) -> int:
        """Put back what a dead owner had leased. Each entry may have been sent, so each becomes uncertain."""
        return self._put_back(owner, "uncertain = 1", "lost = lost + 1")

    def get(self, entry_id: int) -> OutboxEntry | None:
        """Return an entry, whatever has become of it."""
        row = self._row("SELECT * FROM outbox WHERE id = :id", id=entry_id)
        return self._placed(entry_in(row)) if row else None

    def is_edited_later(self, entry: OutboxEntry) -> bool:
        """Return whether another edit of the same message waits behind this one."""
        later = """SELECT EXISTS (SELECT 1 FROM outbox
            WHERE about = :about AND operation = 'edit' AND id > :id AND status IN ('due', 'leased'))"""
        return self._holds(later, about=entry.about, id=entry.id)

    def newest(self) -> int:
        """Return the id of the newest entry."""
        return self._number("SELECT coalesce(max(id), 0) FROM outbox")

    def owed_since(self, entry_id: int) -> list[OutboxEntry]:
        """Return the entries added after one that are still to be sent."""
        rows = self._rows("SELECT * FROM outbox WHERE id > :id AND status = 'due' ORDER BY id", id=entry_id)
        return [entry_in(row) for row in rows]

    def next_lanes(self, now: datetime) -> list[Lane]:
        """Return the lane of the entry that would be leased now, and that of the one behind it."""
        return [Lane(row["lane"]) for row in self._rows(f"SELECT lane {NEXT} LIMIT 2", now=now)]

    def next_due(self) -> datetime | None:
        """Return when the next entry becomes due, which may be in the past; None where none waits."""
        return self._moment(f"SELECT min(due_at) {HEADS}")

    def counts(self) -> dict[str, int]:
        """Return the number of entries by status, those long sent as well: this reads the whole table."""
        return self._counts("SELECT status, count(*) FROM outbox GROUP BY status", STATUSES)

    def prune(self, before: datetime, most: int) -> int:
        """Delete some of what was closed before a moment, and return how many that were.

        Live cards stay, posts that an open entry is about, and the newest entry, so that no id is ever used twice.
        """
        return self._change(
            """DELETE FROM outbox WHERE id IN (
                SELECT id FROM outbox
                WHERE status IN ('sent', 'withdrawn') AND finished_at < :before
                AND id < (SELECT max(id) FROM outbox)
                AND NOT EXISTS (SELECT 1 FROM live_cards WHERE outbox_id = outbox.id)
                AND NOT EXISTS (
                    SELECT 1 FROM outbox AS entry WHERE entry.about = outbox.id AND entry.about IS NOT NULL
                    AND entry.status IN ('due', 'leased', 'dead')
                )
                LIMIT :most
            )""",
            before=before,
            most=most,
        )

    def _lease(self, which: str, owner: str, now: datetime) -> OutboxEntry | None:
        while row := self._row(
            f"""UPDATE outbox SET status = 'leased', leased_by = :owner, attempts = attempts + 1
            WHERE id = (SELECT id {which} LIMIT 1) RETURNING *""",  # noqa: S608 - our own words
            owner=owner,
            now=now,
        ):
            entry = self._placed(entry_in(row))
            if entry.operation is Operation.POST or entry.message_id:
                return entry
            self.sent(entry, owner, None, now)
        return None

    def _placed(self, entry: OutboxEntry) -> OutboxEntry:
        """Return an edit or a delete with the ids of its message."""
        posted = self._posted.message_of(entry.about) if entry.about is not None else None
        return replace(entry, message_id=posted.message_id, room_id=posted.room_id) if posted else entry
