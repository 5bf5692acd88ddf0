"""Doubts: events in somebody's name turned out not to exist, so Webex is asked to list what they really wrote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.dispatch.context import Policy
from bot.dispatch.rep_spaces import known_rooms
from bot.domain.events import Envelope, Event, Ignored
from bot.domain.internal_events import RoomDoubted
from bot.errors import Rejected
from bot.webex.port import Webex
from store import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Doubts:
    """Lists rooms, and has `part` separate the events that are real from the others."""

    store: Store
    webex: Webex
    clock: Clock
    policy: Policy
    part: Callable[[RoomDoubted, Sequence[Envelope], UnitOfWork], None]

    def look_into(self, doubted: RoomDoubted) -> Event:
        """List what was written in a room, and have it handled in its turn.

        Raises WebexError: Unreachable while it is worth trying again.
        """
        listed = self._listed(doubted)
        with self.store.unit_of_work() as uow:
            self.part(doubted, listed, uow)
        return Ignored("looked into a room")

    def _listed(self, doubted: RoomDoubted) -> list[Envelope]:
        room_id, now = doubted.room_id, self.clock.now()
        with self.store.reading() as uow:
            place = place_of(doubted.person_id, room_id, self.policy.rep_space, uow)
        try:
            if place == "own":
                return self.webex.direct_messages_since(room_id, doubted.since, now)
            if place == "space":
                return self.webex.mentions_since(room_id, doubted.since, now)
        except Rejected:
            # We may have been removed from the room.
            return []
        return []


def place_of(person_id: str, room_id: str, rep_space: str, uow: UnitOfWork) -> str:
    """Return what a room is to us: somebody's "own" chat with the bot, a rep "space", or "" for any other."""
    person = uow.people.by_id(person_id)
    if (person is not None and person.room_id == room_id) or uow.outbox.address_in(room_id):
        return "own"
    return "space" if room_id in known_rooms(uow, rep_space) else ""
