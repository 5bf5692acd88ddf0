"""Pending imports: files that wait for an admin to agree to what they change."""

from datetime import datetime

from bot.intake.plans import PendingImport
from store.codec import columns_of, read, written
from store.table import Table, upsert

SAVE = upsert("pending_imports", columns_of(PendingImport), key=["email"])


class PendingImports(Table):
    """One for each admin; a newer one takes the place of the last."""

    def get(self, email: str) -> PendingImport | None:
        """Return what somebody was asked about."""
        row = self._row("SELECT * FROM pending_imports WHERE email = :email", email=email)
        return read(PendingImport, row) if row else None

    def save(self, pending: PendingImport) -> None:
        """Keep a file until its sender has decided."""
        self._change(SAVE, **written(pending))

    def drop(self, email: str) -> None:
        """Forget the file: it was imported, or is not to be."""
        self._change("DELETE FROM pending_imports WHERE email = :email", email=email)

    def prune(self, before: datetime) -> int:
        """Forget files that nobody decided about; returns how many."""
        return self._change("DELETE FROM pending_imports WHERE created_at < :before", before=before)
