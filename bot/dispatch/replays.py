"""Replays: a delivery that comes again after its key was forgotten.

Keys are kept for thirty days or more. Of those that are forgotten, the latest moment at which one of their events
happened is kept, and nothing that happened up to then is handled any more. All these moments are Webex's own, told when
an event is fetched: neither our clock, however wrong, nor whoever signs a delivery decides what is old.
"""

from datetime import datetime

from bot.domain.events import Event
from store import UnitOfWork

FORGOTTEN_UNTIL = "events_forgotten_until"


def note_forgotten(happened_at: datetime | None, uow: UnitOfWork) -> None:
    """Keep until when events are forgotten; it never goes back."""
    before = uow.bot_state.moment(FORGOTTEN_UNTIL)
    if happened_at is not None and (before is None or happened_at > before):
        uow.bot_state.set_moment(FORGOTTEN_UNTIL, happened_at)


def is_forgotten(event: Event, uow: UnitOfWork) -> bool:
    """Return whether an event happened so long ago that it was handled then, or let go."""
    until, happened_at = uow.bot_state.moment(FORGOTTEN_UNTIL), event.happened_at
    return until is not None and happened_at is not None and happened_at <= until
