"""Pending imports: files that wait for an admin to agree to what they change."""

from datetime import datetime

from bot.intake.plans import PendingImport
from store.codec import columns_of, written
from store.table import Table, upsert

SAVE = upsert("pending_imports", columns_of(PendingImport), key=["email"])


class PendingImports(Table):
    """At most one file for each admin; a newer one replaces it."""

    def get(self, email: str) -> PendingImport | None:
        """Return the file that somebody has to decide about; None where there is none."""
        return self._one(PendingImport, "SELECT * FROM pending_imports WHERE email = :email", email=email)

    def save(self, pending: PendingImport) -> None:
        """Store a file until its sender has decided."""
        self._change(SAVE, **written(pending))

    def drop(self, email: str) -> None:
        """Delete the file of an admin who has decided."""
        self._change("DELETE FROM pending_imports WHERE email = :email", email=email)

    def prune(self, before: datetime) -> int:
        """Delete files from before a moment that nobody decided about; return how many."""
        return self._change("DELETE FROM pending_imports WHERE created_at < :before", before=before)
