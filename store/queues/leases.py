"""Leases: what inbox, outbox, mails and events for another system share, since all are worked through alike."""

from datetime import datetime
from typing import Any, ClassVar

from store.table import Table


class LeasedTable(Table):
    """Items that are leased, each by one process at a time, until they are done, put back or given up.

    `table` is the name of the table, `key` the column (and the field) by which an item is known, and `waiting` the
    status of an item that can be leased.
    """

    table: ClassVar[str]
    key: ClassVar[str] = "id"
    waiting: ClassVar[str] = "due"

    def release(self, owner: str) -> int:
        """Put back what a dead owner had leased; the attempts stay counted. Return how many items that was."""
        return self._put_back(owner)

    def hurry(self, cause: str, now: datetime) -> int:
        """Have items tried now that wait because of a cause, given by its first letters; return how many those were."""
        return self._change(
            f"""UPDATE {self.table} SET due_at = :now
            WHERE status = '{self.waiting}' AND due_at > :now AND substr(cause, 1, length(:cause)) = :cause""",  # noqa: S608
            cause=cause,
            now=now,
        )

    def _put_back(self, owner: str, *changes: str) -> int:
        """Put back what an owner has leased, with further changes; return how many items that was."""
        changed = ", ".join((f"status = '{self.waiting}'", "leased_by = ''", *changes))
        return self._change(
            f"UPDATE {self.table} SET {changed} WHERE status = 'leased' AND leased_by = :owner",  # noqa: S608
            owner=owner,
        )

    def _settle(self, changes: str, item: Any, owner: str, **values: object) -> bool:
        """Change a leased item, and end its lease; False where the lease is lost.

        The attempt is part of the lease: an owner may lose an item and lease it again.
        """
        settled = self._change(
            f"""UPDATE {self.table} SET {changes}, leased_by = ''
            WHERE {self.key} = :item AND status = 'leased' AND leased_by = :owner AND attempts = :attempts""",  # noqa: S608 - our own words
            item=getattr(item, self.key),
            owner=owner,
            attempts=item.attempts,
            **values,
        )
        return settled == 1


class TimedTable(LeasedTable):
    """Leased items that wait for nothing but their time."""

    def next_due(self) -> datetime | None:
        """Return when the next item becomes due, which may be in the past; None where none waits."""
        return self._moment(f"SELECT min(due_at) FROM {self.table} WHERE status = '{self.waiting}'")  # noqa: S608

    def retry(self, item: Any, owner: str, due_at: datetime, cause: str) -> bool:
        """Put an item back until `due_at`. False where the lease is lost."""
        changes = f"status = '{self.waiting}', due_at = :due_at, cause = :cause"
        return self._settle(changes, item, owner, due_at=due_at, cause=cause)
