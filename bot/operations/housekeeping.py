"""Housekeeping: what was done long ago is forgotten."""

from datetime import datetime

from bot.domain.events import REMEMBERED
from bot.intake.plans import OPEN_FOR
from store import Store


def tidy_up(store: Store, now: datetime) -> None:
    """Forget what was handled and sent long ago, and imports that nobody agreed to."""
    with store.unit_of_work() as uow:
        uow.inbox.prune(now - REMEMBERED)
        uow.outbox.prune(now - REMEMBERED)
        uow.pending_imports.prune(now - OPEN_FOR)
