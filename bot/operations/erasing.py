"""Erasing: a person goes from every table, and then the file is rewritten, so that nothing is left in free pages."""

from datetime import datetime

from store import Store, UnitOfWork

SCRUB_DUE = "scrub_due"
# The note once the file is rewritten and only its log has still to be emptied.
REWRITTEN = "rewritten"


def erase(uow: UnitOfWork, person: str, now: datetime, *, by: str = "") -> dict[str, str]:
    """Erase a person, and have the file scrubbed once that is committed; return what the audit log says about it."""
    erased = uow.erasure.erase(person)
    uow.bot_state.set(SCRUB_DUE, now.isoformat())
    uow.audit.add(now, by, "erase", detail=erased)
    return erased


def scrub_if_due(store: Store) -> None:
    """Rewrite the file once if somebody was erased since the last time, and empty its log once nobody reads it."""
    with store.reading() as uow:
        due = uow.bot_state.get(SCRUB_DUE)
    if not due:
        return
    if due != REWRITTEN:
        store.rewrite()
        due = note(store, due, REWRITTEN)
    if due == REWRITTEN and store.empty_log():
        note(store, REWRITTEN, "")


def note(store: Store, before: str, after: str) -> str:
    """Note how far the scrubbing is, unless somebody else was erased meanwhile; return what is noted now."""
    with store.unit_of_work() as uow:
        found = uow.bot_state.get(SCRUB_DUE) or ""
        if found != before:
            return found
        uow.bot_state.set(SCRUB_DUE, after)
        return after
