"""Strangers: anyone on Webex can write to the bot, and those it does not know share what it can spare.

Whether somebody is one is looked up when their message is accepted, by their id or else by the address that Webex gives
with it. That address decides nothing but who waits: what they may do is decided when the message was fetched.
"""

import logging
import threading
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.dispatch.context import BOT_EMAIL, Contexts, roles_of
from bot.domain.events import Envelope, MessagePosted
from bot.domain.people import Person
from bot.language.addresses import normal_email
from bot.limits import Limit
from store import UnitOfWork

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
# All of them together: so many at once, then one at a time, and no longer a line than this. A first message costs three
# calls to Webex, so they never take more than a seventh of what a token is granted.
AT_ONCE = 10
EACH = timedelta(seconds=4)
LONGEST_LINE = timedelta(minutes=10)
# One of them alone.
MOST_OF_ONE = 5


class Strangers:
    """Says whose message waits, and until when. `spans` is a clock that nobody sets: their line is measured by it."""

    def __init__(self, contexts: Contexts, spans: Clock) -> None:
        self._contexts = contexts
        self._spans = spans
        self._of_one = Limit(MOST_OF_ONE, MINUTE)
        self._of_log = Limit(1, MINUTE)
        self._next = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def turn(self, envelope: Envelope, uow: UnitOfWork) -> datetime | None:
        """Return from when on an event may be handled; None for one that nobody will look at."""
        now = envelope.arrived_at
        if envelope.resource != "messages" or envelope.event != "created" or self._is_known(envelope, uow):
            return now
        at = self._spans.now()
        wait = self._in_line(at) if self._of_one.allows(envelope.sender, at) else None
        if wait is None and self._of_log.allows("", at):
            log.warning("strangers are let go", extra={"action": "strangers_let_go"})
        return None if wait is None else now + wait

    def _is_known(self, envelope: Envelope, uow: UnitOfWork) -> bool:
        """Return whether there is anything that the sender may do here, or it is the bot itself."""
        data = envelope.data
        person = uow.people.by_id(envelope.sender) or Person(envelope.sender, normal_email(data.get("personEmail", "")))
        if person.email and person.email == uow.settings.get(BOT_EMAIL):
            return True
        message = MessagePosted(envelope.id, data["roomId"], is_direct=True, person=person, text="")
        return bool(roles_of(self._contexts.of(message, uow, envelope.arrived_at)))

    def _in_line(self, now: datetime) -> timedelta | None:
        """Return how long it is until the next free moment; None where the line is too long."""
        with self._lock:
            free = max(self._next, now - AT_ONCE * EACH)
            if free - now > LONGEST_LINE:
                return None
            self._next = free + EACH
            return max(free, now) - now
