"""The opener: turns an envelope into a complete, typed event before the transaction begins."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.dispatch.attachments import fetched
from bot.dispatch.background_jobs import Job, Work
from bot.dispatch.context import Contexts, texts_for
from bot.dispatch.credentials import looked_through
from bot.dispatch.rep_spaces import known_rooms
from bot.dispatch.replays import is_forgotten
from bot.dispatch.roles import may_have_left, roles_of
from bot.domain.events import CardSubmitted, Envelope, Event, Ignored, MessagePosted
from bot.domain.internal_events import InternalEvent, JobDone, JobRequested, RoomDoubted, unpacked
from bot.domain.people import NOBODY, Person
from bot.errors import NotReadableYet, Rejected
from bot.services.lookups import BeforeEvent
from bot.webex.port import Webex
from store import Store

log = logging.getLogger(__name__)

LOOKED_UP_EACH = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opener:
    """Fetches what envelopes are about, and runs background jobs. `me` returns the bot itself; `jobs` are by name.

    `look_into` lists the room of somebody in whose name made-up events came. Long work is done `aside`, so that
    other threads go on. `look_up` asks Webex Admin about the address that an event brings in, before anything is
    decided by it.
    """

    store: Store
    webex: Webex
    clock: Clock
    me: Callable[[], Person]
    contexts: Contexts
    look_into: Callable[[RoomDoubted], Event]
    jobs: Mapping[str, Work] = field(default_factory=dict)
    aside: Callable[[], AbstractContextManager[None]] = nullcontext
    look_up: BeforeEvent | None = None

    def open(self, envelope: Envelope) -> Event | InternalEvent:
        """Return the event. Raises a WebexError, which is an Unreachable while another try may help."""
        if envelope.kind == "messages:deleted":
            return Ignored("of use only where the message cannot be read")
        internal = unpacked(envelope)
        if isinstance(internal, JobRequested):
            return self._work_out(internal)
        if isinstance(internal, RoomDoubted):
            return self.look_into(internal)
        if internal is not None:
            return internal
        event = self._fetch(envelope)
        if self.look_up is not None:
            with self.aside():
                self.look_up(event)
        return event

    def _work_out(self, asked: JobRequested) -> Event | InternalEvent:
        """Run a background job, and return its answer as an event."""
        person = self._known(asked.person_id) if asked.person_id else NOBODY
        if person is None:
            return Ignored("the asker is gone")
        with self.store.reading() as uow:
            t = texts_for(uow, person.email)
        job = Job(asked.kind, person, asked.words, t, self.clock.now())
        with self.aside():
            return JobDone(person, self.jobs[asked.kind](job), asked.kind)

    def _fetch(self, envelope: Envelope) -> Event:
        if self._is_our_own(envelope):
            return Ignored("the bot's own")
        if envelope.resource == "memberships" and not self._concerns_us(envelope):
            return Ignored("neither the bot nor a rep space")
        known = self._known_lately if envelope.resource == "attachmentActions" else self._known
        event = self.webex.open(envelope, known)
        with self.store.reading() as uow:
            if is_forgotten(event, uow):
                log.info("old event let go", extra={"action": "event_let_go", "key": envelope.key})
                return Ignored("it happened before what is remembered", event.happened_at)
        self._list_members(envelope, event)
        return self._with_file(envelope, looked_through(event, self._card_of))

    def _list_members(self, envelope: Envelope, event: Event) -> None:
        """Have Webex list who is in a rep space, where an event from there comes late: its sender may have left."""
        if not isinstance(event, MessagePosted | CardSubmitted):
            return
        if not may_have_left(event, envelope.arrived_at, self.clock.now()):
            return
        with self.store.reading() as uow:
            if event.room_id not in known_rooms(uow, self.contexts.policy.rep_space):
                return
        try:
            members = self.webex.members(event.room_id)
        except Rejected:
            # The bot is not there any more, so nobody can be shown to be.
            members = []
        with self.store.unit_of_work() as uow:
            uow.spaces.set_members(event.room_id, [each.email for each in members if not each.is_bot])

    def _card_of(self, message_id: str) -> dict[str, Any] | None:
        """Return the card of a message as we posted it."""
        with self.store.reading() as uow:
            return uow.posted.card_of(message_id)

    def _is_our_own(self, envelope: Envelope) -> bool:
        """Return whether a message that an envelope calls ours is in our outbox, which saves fetching it.

        Raises NotReadableYet at the first look for one that is not, since a webhook may be faster than the answer to
        the post. After that it is fetched, so that nobody can hide a real event by calling it ours.
        """
        if envelope.resource != "messages" or envelope.sender != self.me().id:
            return False
        with self.store.reading() as uow:
            is_posted = uow.posted.is_ours(envelope.id)
        if not is_posted and not envelope.too_early:
            raise NotReadableYet("it may be our own, and its post not be noted yet")
        return is_posted

    def _concerns_us(self, envelope: Envelope) -> bool:
        """Return whether a membership matters to the bot; others are not fetched, since each look costs a call.

        An envelope is believed when it says that a room is direct, since only a greeting depends on it.
        """
        if envelope.sender == self.me().id:
            return envelope.data.get("roomType") != "direct"
        with self.store.reading() as uow:
            return envelope.data["roomId"] in known_rooms(uow, self.contexts.policy.rep_space)

    def _with_file(self, envelope: Envelope, event: Event) -> Event:
        """Add the file of a message, where its words are a command that takes one and that its sender may use."""
        if not isinstance(event, MessagePosted) or not event.files:
            return event
        found = self.contexts.router.grammar.match(event.text)
        if found is None or not found.command.takes_file:
            return event
        with self.store.reading() as uow:
            roles = roles_of(self.contexts.of(event, uow, self.clock.now()))
        if found.command.role not in roles:
            return event
        with self.aside():
            return replace(event, attached=fetched(self.webex, envelope, event.files[0]))

    def _known_lately(self, person_id: str) -> Person | None:
        """Return somebody we know, but None once a day, so that they are looked up: a press names no address."""
        now = self.clock.now()
        with self.store.reading() as uow:
            person = self._known(person_id)
            if person is None or uow.people.was_looked_up(person_id, now - LOOKED_UP_EACH):
                return person
        with self.store.unit_of_work() as uow:
            uow.people.note_looked_up(person_id, now)
        return None

    def _known(self, person_id: str) -> Person | None:
        with self.store.reading() as uow:
            return uow.people.by_id(person_id) if person_id else None
