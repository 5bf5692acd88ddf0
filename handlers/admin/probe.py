"""The bot's own probe arrives: its whole way is what is looked at, so nothing else is done."""

import logging

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import ProbeSent

log = logging.getLogger(__name__)
router = Router()


@router.event(ProbeSent)
def note(ctx: Context, event: ProbeSent) -> None:
    """Note that a probe came as far as a handler; that it is handled, the inbox keeps like of any event."""
    log.debug("probe arrived", extra={"action": "probe_arrived", "probe": event.id})
