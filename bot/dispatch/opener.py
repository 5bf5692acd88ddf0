"""The opener: an envelope becomes an event, complete and typed, before any transaction begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.clock import Clock
from bot.dispatch.attachments import fetched
from bot.dispatch.background_jobs import Job, Work
from bot.dispatch.context import Contexts, roles_of
from bot.dispatch.credentials import looked_through
from bot.domain.events import Envelope, Event, Ignored, MessagePosted
from bot.domain.internal_events import InternalEvent, JobDone, JobRequested, unpacked
from bot.domain.people import Person
from bot.errors import Rejected
from bot.language.texts import texts
from bot.webex.port import Webex
from store import Store


@dataclass(frozen=True, slots=True)
class Opener:
    """Fetches what envelopes are about, and works out what takes long. `me` is the bot itself, `jobs` who does what."""

    store: Store
    webex: Webex
    clock: Clock
    me: Callable[[], Person]
    contexts: Contexts
    jobs: Mapping[str, Work] = field(default_factory=dict)

    def open(self, envelope: Envelope) -> Event | InternalEvent:
        """Return the event. Raises WebexError: Unreachable while it is worth trying again."""
        if is_deletion(envelope):
            return Ignored("a message was deleted")
        internal = unpacked(envelope)
        if isinstance(internal, JobRequested):
            return self._work_out(internal)
        return internal or self._fetch(envelope)

    def _work_out(self, asked: JobRequested) -> Event | InternalEvent:
        """Find what somebody wanted to know. This may take long, so it is done before the transaction."""
        person = self._known(asked.person_id)
        if person is None:
            return Ignored("the asker is gone")
        job = Job(asked.kind, person, asked.words, texts(person.language), self.clock.now())
        return JobDone(person, self.jobs[asked.kind](job))

    def _fetch(self, envelope: Envelope) -> Event:
        is_about_a_room = envelope.resource == "memberships"
        if envelope.sender == self.me().id and not is_about_a_room:
            return Ignored("the bot's own")
        try:
            event = self.webex.open(envelope, self._known(envelope.sender))
            return self._with_file(envelope, looked_through(event))
        except Rejected as error:
            # Of a room that we are not in any more nothing can be read, and nothing needs to be.
            if is_about_a_room:
                return Ignored(error.reason)
            raise

    def _with_file(self, envelope: Envelope, event: Event) -> Event:
        """Fetch the file that came along, where the words are a command that takes one and its sender may use it."""
        if not isinstance(event, MessagePosted) or not event.files:
            return event
        found = self.contexts.router.grammar.match(event.text)
        if found is None or not found.command.takes_file:
            return event
        with self.store.reading() as uow:
            roles = roles_of(self.contexts.of(event, uow, self.clock.now()))
        if found.command.role not in roles:
            return event
        return replace(event, attached=fetched(self.webex, envelope, event.files[0]))

    def _known(self, person_id: str) -> Person | None:
        with self.store.reading() as uow:
            return uow.people.by_id(person_id) if person_id else None


def is_deletion(envelope: Envelope) -> bool:
    """Return whether Webex tells that a message was deleted."""
    return (envelope.resource, envelope.event) == ("messages", "deleted")
