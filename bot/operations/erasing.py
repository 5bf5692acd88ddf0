"""Erasing: a person goes from every table, and then the file is rewritten, so that nothing is left in free pages."""

from datetime import datetime

from store import Store, UnitOfWork

SCRUB_DUE = "scrub_due"


def erase(uow: UnitOfWork, person: str, now: datetime, *, by: str = "") -> dict[str, str]:
    """Erase a person, and have the file scrubbed once that is committed; return what the audit log says of it."""
    erased = uow.erasure.erase(person)
    uow.settings.set(SCRUB_DUE, now.isoformat())
    uow.audit.add(now, by, "erase", detail=erased)
    return erased


def scrub_if_due(store: Store) -> None:
    """Rewrite the file if somebody was erased since the last time; while others are reading, the next call does."""
    with store.reading() as uow:
        is_due = bool(uow.settings.get(SCRUB_DUE))
    if is_due and store.scrub():
        with store.unit_of_work() as uow:
            uow.settings.set(SCRUB_DUE, "")
