"""The bot's own probe arrives. Only its way here is of interest, so nothing else is done."""

import logging

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import ProbeSent

log = logging.getLogger(__name__)
router = Router()


@router.event(ProbeSent)
def note(ctx: Context, event: ProbeSent) -> None:
    """Note that a probe came as far as a handler; the inbox keeps that it was handled, as it does for every event."""
    log.debug("probe arrived", extra={"action": "probe_arrived", "probe": event.id})
