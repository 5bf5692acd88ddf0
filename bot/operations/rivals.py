"""Rivals: another bot with our token takes our webhooks again and again, so each hears a part of what people write."""

import json
from datetime import datetime, timedelta

from bot.clock import is_within
from store import UnitOfWork

TAKEN = "webhooks_taken"
# Both repair them every half minute; what is older has ended.
REMEMBERED = timedelta(hours=1)


def note_rival(uow: UnitOfWork, address: str, now: datetime) -> None:
    """Note where our webhooks led when somebody had changed them."""
    uow.bot_state.set(TAKEN, json.dumps({"address": address, "at": now.isoformat()}))


def rival_of(uow: UnitOfWork, ours: str, now: datetime) -> str:
    """Return where our webhooks led of late but to our own address; "" where nobody has changed them."""
    noted = json.loads(uow.bot_state.get(TAKEN) or "{}")
    if not noted or noted["address"] == ours or not is_within(REMEMBERED, datetime.fromisoformat(noted["at"]), now):
        return ""
    return str(noted["address"])
