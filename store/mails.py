"""The mail outbox: letters we owe to people who cannot be reached on Webex."""

from datetime import datetime

from bot.domain.letters import Letter
from store.codec import read
from store.table import Table


class Mails(Table):
    """Letters from owed to sent. A claim code comes in while one is sent; then the words are erased."""

    def add(self, letter: Letter, now: datetime) -> int:
        """Owe a letter; returns its id."""
        letter_id: int = self._value(
            """INSERT INTO mails (message_id, email, subject, text, language, order_number, created_at, due_at)
            VALUES (:message_id, :email, :subject, :text, :language, :order, :now, :now) RETURNING id""",
            message_id=letter.message_id,
            email=letter.email,
            subject=letter.subject,
            text=letter.text,
            language=letter.language,
            order=letter.order,
            now=now,
        )
        return letter_id

    def lease(self, owner: str, now: datetime) -> Letter | None:
        """Take the letter that goes out next."""
        row = self._row(
            """UPDATE mails SET status = 'leased', leased_by = :owner, attempts = attempts + 1
            WHERE id = (SELECT id FROM mails WHERE status = 'due' AND due_at <= :now ORDER BY id LIMIT 1)
            RETURNING *""",
            owner=owner,
            now=now,
        )
        return read(Letter, row) if row else None

    def sent(self, letter: Letter, owner: str, now: datetime) -> bool:
        """Close a letter and erase its words. False when the lease is not ours any more."""
        return self._settle("status = 'sent', text = '', finished_at = :now", letter, owner, now=now)

    def retry(self, letter: Letter, owner: str, due_at: datetime, cause: str) -> bool:
        """Put a letter back until `due_at`."""
        return self._settle(
            "status = 'due', due_at = :due_at, cause = :cause", letter, owner, due_at=due_at, cause=cause
        )

    def give_up(self, letter: Letter, owner: str, cause: str, now: datetime) -> bool:
        """Give a letter up, and erase its words."""
        changes = "status = 'dead', text = '', cause = :cause, finished_at = :now"
        return self._settle(changes, letter, owner, cause=cause, now=now)

    def forget(self, letter_id: int) -> bool:
        """Let a letter that was given up go; of its words nothing is left anyway."""
        return self._change("DELETE FROM mails WHERE id = :id AND status = 'dead'", id=letter_id) == 1

    def release(self, owner: str) -> int:
        """Put back what an owner has leased."""
        return self._change(
            "UPDATE mails SET status = 'due', leased_by = '' WHERE status = 'leased' AND leased_by = :owner",
            owner=owner,
        )

    def next_due(self) -> datetime | None:
        """Return when the next letter is due; it may be past."""
        return self._moment("SELECT min(due_at) FROM mails WHERE status = 'due'")

    def _settle(self, changes: str, letter: Letter, owner: str, **values: object) -> bool:
        # An owner may lose a lease and get the same letter again, so the attempt is part of what a lease is.
        settled = self._change(
            f"""UPDATE mails SET {changes}, leased_by = ''
            WHERE id = :id AND status = 'leased' AND leased_by = :owner AND attempts = :attempts""",  # noqa: S608 - our own words
            id=letter.id,
            owner=owner,
            attempts=letter.attempts,
            **values,
        )
        return settled == 1
