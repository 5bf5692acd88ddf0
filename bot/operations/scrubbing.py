"""Scrubbing: after an erasure the file is rewritten, so that nothing of it is left in free pages or in the WAL."""

from store import Store

DUE = "scrub_due"


def scrub_if_due(store: Store) -> None:
    """Rewrite the file if somebody was erased since the last time; while others are reading, the next call does."""
    with store.reading() as uow:
        is_due = bool(uow.settings.get(DUE))
    if is_due and store.scrub():
        with store.unit_of_work() as uow:
            uow.settings.set(DUE, "")
