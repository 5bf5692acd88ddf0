"""Sending: the calls to Webex that one entry of the outbox takes, and what came of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery import editing
from bot.delivery.links import with_link
from bot.domain.outgoing import Address, Lane, Operation, OutboxEntry, Posted
from bot.errors import Rejected
from bot.webex.port import Webex
from store import Store, UnitOfWork

# Webex's clock and ours may differ by this much; without it a message that did arrive could be overlooked.
CLOCK_SKEW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of an entry that was sent: a post has the ids of its message, an edit may have been allowed or not."""

    posted: Posted | None = None
    was_edited: bool = False


class Sending:
    """Posts, edits or deletes what an entry says. It stores nothing of the entry; that is the relay's."""

    def __init__(self, store: Store, webex: Webex, clock: Clock) -> None:
        self._store = store
        self._webex = webex
        self._clock = clock

    def __call__(self, entry: OutboxEntry) -> Sent:
        """Do what an entry asks for, and return what came of it. Raises WebexError or StoreUnavailable."""
        if entry.operation is Operation.POST:
            return Sent(posted=self._arrived(entry) or self._post(entry))
        if entry.operation is Operation.EDIT and self._can_be_edited(entry):
            return Sent(was_edited=self._edit(entry))
        self._take_away(entry)
        return Sent()

    def _post(self, entry: OutboxEntry) -> Posted:
        message = with_link(self._store, entry, self._clock.now())
        try:
            return self._webex.post(entry.address, message, entry.parent_id)
        except Rejected:
            if not entry.parent_id:
                raise
            # The message above it may be gone; what was to be said is said all the same.
            return self._webex.post(entry.address, message)

    def _arrived(self, entry: OutboxEntry) -> Posted | None:
        """Look whether an uncertain post did arrive, so that the person sees one message."""
        if not entry.uncertain:
            return None
        since = min(entry.created_at, self._at_webex(entry.created_at)) - CLOCK_SKEW
        with self._store.reading() as uow:
            others = uow.posted.to(entry.address, since)
            place = own_chat(uow, entry.address)
            told = uow.inbox.told_of(place.room_id, entry.created_at - CLOCK_SKEW) if place.room_id else []
        return self._webex.find_own(place, entry.message, since, others=others, told=told)

    def _at_webex(self, moment: datetime) -> datetime:
        """Convert a moment of our clock, which may be far ahead, to the clock of Webex."""
        try:
            now = self._webex.now()
        except Rejected:
            now = None
        return moment if now is None else moment - (self._clock.now() - now)

    def _edit(self, entry: OutboxEntry) -> bool:
        """Edit a card in place; where Webex does not allow that, learn it, and take the card away."""
        try:
            self._webex.edit(entry.message_id, entry.room_id, entry.message)
        except Rejected as error:
            if error.status not in {400, 404}:
                raise
            if error.status == 400:
                with self._store.unit_of_work() as uow:
                    editing.learn_from(uow, entry, error, self._clock.now())
                self._take_away(entry)
            return False
        return True

    def _take_away(self, entry: OutboxEntry) -> None:
        """Delete a message. A live card that could not be edited stays, since an outdated one is better than none."""
        if entry.operation is Operation.EDIT and entry.lane is not Lane.TIDYING:
            return
        try:
            self._webex.delete(entry.message_id)
        except Rejected as error:
            if error.status != 404:
                raise

    def _can_be_edited(self, entry: OutboxEntry) -> bool:
        with self._store.reading() as uow:
            return editing.may_be_tried(uow, entry, self._clock.now())


def own_chat(uow: UnitOfWork, address: Address) -> Address:
    """Return a room that is somebody's chat with the bot as their address, by which it can be listed.

    Webhooks of our own messages in such a chat are let go, so they cannot tell what arrived there.
    """
    email = uow.posted.address_in(address.room_id) if address.room_id else ""
    return Address(email=email) if email else address
