"""The outbox of mail: letters to people who cannot be reached on Webex."""

from datetime import datetime

from bot.domain.letters import Letter
from store.queues.leases import TimedTable


class Mails(TimedTable):
    """Letters until they are sent. The text is erased then; a claim code is put in only while a letter is sent."""

    table = "mails"

    def add(self, letter: Letter, now: datetime) -> int:
        """Add a letter to be sent; return its id."""
        return self._added(
            """INSERT INTO mails (message_id, email, subject, text, language, order_number, created_at, due_at)
            VALUES (:message_id, :email, :subject, :text, :language, :order, :now, :now)""",
            message_id=letter.message_id,
            email=letter.email,
            subject=letter.subject,
            text=letter.text,
            language=letter.language,
            order=letter.order,
            now=now,
        )

    def lease(self, owner: str, now: datetime) -> Letter | None:
        """Lease the next letter that is due; None where there is none."""
        return self._one(
            Letter,
            """UPDATE mails SET status = 'leased', leased_by = :owner, attempts = attempts + 1
            WHERE id = (SELECT id FROM mails WHERE status = 'due' AND due_at <= :now ORDER BY id LIMIT 1)
            RETURNING *""",
            owner=owner,
            now=now,
        )

    def sent(self, letter: Letter, owner: str, now: datetime) -> bool:
        """Close a letter that was sent, and erase its text. False where the lease is lost."""
        return self._settle("status = 'sent', text = '', finished_at = :now", letter, owner, now=now)

    def give_up(self, letter: Letter, owner: str, cause: str, now: datetime) -> bool:
        """Make a letter a dead letter, and erase its text."""
        changes = "status = 'dead', text = '', cause = :cause, finished_at = :now"
        return self._settle(changes, letter, owner, cause=cause, now=now)

    def forget(self, letter_id: int) -> bool:
        """Delete a letter that was given up."""
        return self._change("DELETE FROM mails WHERE id = :id AND status = 'dead'", id=letter_id) == 1

    def prune(self, before: datetime) -> int:
        """Delete what was sent before a moment. The newest letter stays, so that no id is ever used twice."""
        sent = "DELETE FROM mails WHERE status = 'sent' AND finished_at < :before AND id < (SELECT max(id) FROM mails)"
        return self._change(sent, before=before)
