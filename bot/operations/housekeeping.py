"""Housekeeping: deletes what was done long ago."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dispatch.replays import note_forgotten
from bot.intake.plans import OPEN_FOR
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# No order is answered for longer than this: by then, its line has closed.
KEEP_LOOKED_UP = timedelta(days=60)
# Few enough that the lock is held for a fraction of a second; an order has rows in many tables.
EVENTS_AT_A_TIME, MESSAGES_AT_A_TIME, ORDERS_AT_A_TIME, MOST_TIMES = 1000, 100, 25, 100
ANCHORED_ON = "audit_anchored_on"
STRANGERS_FORGOTTEN_ON = "strangers_forgotten_on"


def anchor_audit(store: Store, now: datetime) -> None:
    """Once a day write the newest line of the audit log and its seal into the log, which is kept elsewhere."""
    with store.unit_of_work() as uow:
        if not uow.bot_state.note_today(ANCHORED_ON, now):
            return
        line, seal = uow.audit.anchor()
    log.info("audit log anchored", extra={"action": "audit_anchor", "line": line, "seal": seal})


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long handled events and sent messages, orders that are over, and the audit log are kept.

    Webex may deliver an event again, and a duplicate is recognized only while the first is stored. The history of an
    order is kept as long as the order.
    """

    events: timedelta
    orders: timedelta
    audit: timedelta


def tidy_up(store: Store, now: datetime, keeping: Keeping) -> None:
    """Delete old events, messages, orders and lines of the audit log, and imports that nobody has agreed to.

    `now` must not come from a clock that was set far ahead: by it, everything would be old.
    """
    with store.unit_of_work() as uow:
        uow.mails.prune(now - keeping.events)
        uow.partner_events.prune(now - keeping.events)
        uow.managed.prune(now - KEEP_LOOKED_UP)
        uow.correspondence.prune(now - keeping.events)
        uow.pending_imports.prune(now - OPEN_FOR)
        pruned = uow.audit.prune(now - max(keeping.audit, keeping.orders))
    if pruned:
        log.info("old lines of the audit log deleted", extra={"action": "audit_pruned", **pruned._asdict()})
    little_by_little(store, EVENTS_AT_A_TIME, lambda uow, most: forget_events(uow, now, keeping.events, most))
    little_by_little(store, MESSAGES_AT_A_TIME, lambda uow, most: uow.outbox.prune(now - keeping.events, most))
    little_by_little(store, ORDERS_AT_A_TIME, lambda uow, most: uow.old_orders.prune(now - keeping.orders, most))


def forget_events(uow: UnitOfWork, now: datetime, kept: timedelta, most: int) -> int:
    """Delete some events that were handled long ago, and note until when they happened; return how many."""
    forgotten = uow.inbox.prune(now, kept, most)
    note_forgotten(forgotten.until, uow)
    return forgotten.events


def little_by_little(store: Store, at_a_time: int, prune: Callable[[UnitOfWork, int], int]) -> None:
    """Delete some at a time, each time in its own transaction, so that nobody who writes meanwhile waits for long.

    If there are very many, some are left for the next time.
    """
    for _time in range(MOST_TIMES):
        with store.unit_of_work() as uow:
            if prune(uow, at_a_time) < at_a_time:
                return


def forget_strangers(store: Store, now: datetime, admins: Collection[str]) -> None:
    """Once a day forget strangers, and what is noted about people whom nothing names any more.

    What was said to strangers goes along; `admins` are none.
    """
    with store.reading() as uow:
        if uow.bot_state.is_done_today(STRANGERS_FORGOTTEN_ON, now):
            return
        strangers = uow.people.strangers(map(uow.moves.current_address, admins))
        notes = uow.encounters.of_nobody()
    with store.unit_of_work() as uow:
        uow.bot_state.note_today(STRANGERS_FORGOTTEN_ON, now)
        uow.people.forget(strangers)
        uow.encounters.forget(notes)
        uow.encounters.forget_days_before(now)
