"""Erasing: a person goes from every table, and then the file is rewritten, so that nothing is left in free pages.

Whatever names the person is looked for while others write, which takes long; the rows found are changed in small
transactions. Who is to be erased is noted first, so that a bot whose process was killed goes on after its next start.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.operations.breaths import Breaths
from store import Store, UnitOfWork
from store.history.audit_chain import ERASURE
from store.people.erasure import Erasing
from store.people.traces import Traces

ROWS_AT_A_TIME = 250
# The person may write meanwhile, or others about them: so often it is looked again.
MOST_LOOKS = 3
# How often another process is asked whether it has scrubbed the file.
LOOK_SECONDS = 0.5
SCRUB_DUE = "scrub_due"
# The note once the file is rewritten and only its log has still to be emptied.
REWRITTEN = "rewritten"


def begin(uow: UnitOfWork, person: str, now: datetime, *, by: str = "") -> Erasing:
    """Note that a person is to be erased, and by whose order. Raises ValueError for what is no address."""
    erasing = uow.erasure.begin(person, by)
    tell(uow, erasing, now)
    return erasing


def erase_noted(store: Store, now: Callable[[], datetime], pause: Callable[[float], object]) -> None:
    """Erase everybody who is to be erased, as noted by `begin`. If it is interrupted, it can be called again."""
    with store.reading() as uow:
        unfinished = uow.erasure.unfinished()
    for erasing in unfinished:
        erase(store, erasing, now, Breaths(pause))


def erase(store: Store, erasing: Erasing, now: Callable[[], datetime], breaths: Breaths) -> None:
    """Erase a person little by little, and have the file scrubbed."""
    with store.reading() as uow:
        traces = uow.erasure.traces_of(erasing.email)
    for _look in range(MOST_LOOKS):
        rows = rows_to_erase(store, traces)
        if not rows:
            break
        for first in range(0, len(rows), ROWS_AT_A_TIME):
            with breaths.holding():
                erase_rows(store, erasing, traces, rows[first : first + ROWS_AT_A_TIME], now())
    with store.unit_of_work() as uow:
        uow.erasure.end(erasing)
        uow.bot_state.set(SCRUB_DUE, now().isoformat())


def erase_rows(store: Store, erasing: Erasing, traces: Traces, rows: Sequence[tuple[str, int]], now: datetime) -> None:
    """Erase a person from some rows, and add to the audit log which of its own lines were among them."""
    with store.unit_of_work() as uow:
        lines = uow.erasure.erase_rows(rows, traces, erasing.instead)
        if lines:
            tell(uow, erasing, now, lines)


def rows_to_erase(store: Store, traces: Traces) -> list[tuple[str, int]]:
    """Return the table and number of each row that names a person."""
    with store.reading() as uow:
        tables = uow.erasure.tables()
    found = []
    for table in tables:
        # A transaction for each, since the log beside the file grows for as long as one reads.
        with store.reading() as uow:
            found += [(table, row) for row in uow.erasure.rows_to_erase(traces, table)]
    return found


def tell(uow: UnitOfWork, erasing: Erasing, now: datetime, lines: str = "") -> None:
    """Add to the audit log that somebody is erased, and from which of its lines where that is known."""
    uow.audit.add(now, erasing.by, ERASURE, detail={"person": erasing.instead, "lines": lines})


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


def leave_scrubbing(store: Store, is_served: Callable[[], bool], pause: Callable[[float], object]) -> None:
    """Have the file rewritten by the bot that serves, which keeps nobody waiting in vain; or here where none does."""
    while is_rewriting_due(store) and is_served():
        pause(LOOK_SECONDS)
    scrub_if_due(store)


def is_rewriting_due(store: Store) -> bool:
    """Return whether the file has still to be rewritten."""
    with store.reading() as uow:
        return uow.bot_state.get(SCRUB_DUE) not in {None, "", REWRITTEN}


def note(store: Store, before: str, after: str) -> str:
    """Note how far the scrubbing is, unless somebody else was erased meanwhile; return what is noted now."""
    with store.unit_of_work() as uow:
        found = uow.bot_state.get(SCRUB_DUE) or ""
        if found != before:
            return found
        uow.bot_state.set(SCRUB_DUE, after)
        return after
