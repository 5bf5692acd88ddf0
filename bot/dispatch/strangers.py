"""Strangers: anyone on Webex can write to the bot, and all those it does not know share a small part of its calls.

Whether somebody is known is looked up when their message is accepted, by their id or by the address in the webhook.
That address only decides who has to wait. What they may do is decided once the message was fetched.
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
# For all strangers together: how many messages at once, one each so often after that, and the longest wait. A message
# costs three calls to Webex, so strangers use at most a seventh of what a token is granted.
AT_ONCE = 10
EACH = timedelta(seconds=4)
LONGEST_LINE = timedelta(minutes=10)
# For each stranger: how many messages may wait.
MOST_OF_ONE = 5


class Strangers:
    """Decides which messages of strangers wait, and how long, by a clock that nobody sets (`spans`)."""

    def __init__(self, contexts: Contexts, spans: Clock) -> None:
        self._contexts = contexts
        self._spans = spans
        self._of_one = Limit(MOST_OF_ONE, MINUTE)
        self._of_log = Limit(1, MINUTE)
        self._next = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def turn(self, envelope: Envelope, uow: UnitOfWork) -> datetime | None:
        """Return the moment from which an event may be handled; None for one that is dropped."""
        now = envelope.arrived_at
        if envelope.resource != "messages" or envelope.event != "created" or self._is_known(envelope, uow):
            return now
        at = self._spans.now()
        wait = self._in_line(at) if self._of_one.allows(envelope.sender, at) else None
        if wait is None and self._of_log.allows("", at):
            log.warning("strangers are let go", extra={"action": "strangers_let_go"})
        return None if wait is None else now + wait

    def _is_known(self, envelope: Envelope, uow: UnitOfWork) -> bool:
        """Return whether the sender has any role here, or is the bot itself."""
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
