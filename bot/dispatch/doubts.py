"""Doubts: events in somebody's name turned out not to exist, so Webex is asked to list what they really wrote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.dispatch.context import Policy
from bot.dispatch.rep_spaces import known_rooms
from bot.domain.events import Envelope, Event, Ignored
from bot.domain.internal_events import LISTED, RoomDoubted
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
        """List what was written in a room, as far back as anything waits, and have it handled in its turn.

        Raises WebexError: Unreachable while it is worth trying again.
        """
        listed = self._listed(doubted)
        with self.store.unit_of_work() as uow:
            self.part(doubted, listed, uow)
        return Ignored("looked into a room")

    def _listed(self, doubted: RoomDoubted) -> list[Envelope]:
        """List each of our rooms in which the person is said to have written, and their own chat in any case.

        A made-up event can name a room that does not exist, while the person's own words wait in the same line.
        """
        with self.store.reading() as uow:
            waiting = uow.lines.in_line(doubted.person_id)
            person = uow.people.by_id(doubted.person_id)
            named = {doubted.room_id, *(each.data.get("roomId", "") for each in waiting if each.is_of_a_person)}
            rooms = sorted(named | {(person and person.room_id) or ""})
            places = {room: place_of(doubted.person_id, room, self.policy.rep_space, uow) for room in rooms if room}
        since = min([doubted.since, *(each.arrived_at - LISTED for each in waiting)])
        return [each for room, place in places.items() for each in self._written_in(room, place, since)]

    def _written_in(self, room_id: str, place: str, since: datetime) -> list[Envelope]:
        now = self.clock.now()
        try:
            if place == "own":
                return self.webex.direct_messages_since(room_id, since, now)
            if place == "space":
                return self.webex.mentions_since(room_id, since, now)
        except Rejected:
            # We may have been removed from the room.
            return []
        return []


def place_of(person_id: str, room_id: str, rep_space: str, uow: UnitOfWork) -> str:
    """Return what a room is to us: somebody's "own" chat with the bot, a rep "space", or "" for any other."""
    person = uow.people.by_id(person_id)
    if (person is not None and person.room_id == room_id) or uow.posted.address_in(room_id):
        return "own"
    return "space" if room_id in known_rooms(uow, rep_space) else ""
