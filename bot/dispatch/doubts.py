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

# Lists what was written to us in a room between two moments.
Read = Callable[[str, datetime, datetime], list[Envelope]]


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
            readers = {room: self._reader_of(room, doubted.person_id, uow) for room in rooms if room}
        since = min([doubted.since, *(each.arrived_at - LISTED for each in waiting)])
        return [each for room, read in readers.items() if read for each in self._written_in(room, read, since)]

    def _reader_of(self, room_id: str, person_id: str, uow: UnitOfWork) -> Read | None:
        """Return how to list what was written to us in a room; None for a room that is not ours."""
        if is_own_chat(room_id, person_id, uow):
            return self.webex.direct_messages_since
        return self.webex.mentions_since if room_id in known_rooms(uow, self.policy.rep_space) else None

    def _written_in(self, room_id: str, read: Read, since: datetime) -> list[Envelope]:
        try:
            return read(room_id, since, self.clock.now())
        except Rejected:
            # We may have been removed from the room.
            return []


def is_own_chat(room_id: str, person_id: str, uow: UnitOfWork) -> bool:
    """Return whether a room is the person's own chat with the bot, or a direct one in which we wrote to somebody."""
    person = uow.people.by_id(person_id)
    return (person is not None and person.room_id == room_id) or bool(uow.posted.address_in(room_id))


def is_ours(room_id: str, person_id: str, rep_space: str, uow: UnitOfWork) -> bool:
    """Return whether what somebody writes to us in a room can be listed."""
    return is_own_chat(room_id, person_id, uow) or room_id in known_rooms(uow, rep_space)
