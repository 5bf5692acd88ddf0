"""Admission: when an event is handled, and in which line it waits.

Events of known people are handled at once, in a line for each person. Strangers share a small part of our calls.

Anybody who knows our webhook secret can sign any name. So once an event in somebody's name turns out not to exist, that
person is doubted for a while: further events in their name wait with the strangers and hold nobody up, and Webex is
asked to list what the person really wrote.

Whether somebody is known is looked up by their id or by the address in the webhook. That only decides who has to wait.
Their rights are decided once the event is fetched.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.acceptance import Turn
from bot.dispatch.context import BOT_ID, Contexts
from bot.dispatch.doubts import is_ours
from bot.dispatch.rep_spaces import known_rooms
from bot.dispatch.roles import roles_of
from bot.dispatch.strangers import Strangers
from bot.domain import waiting_lines
from bot.domain.events import Envelope, MessagePosted
from bot.domain.internal_events import EACH_LOOK, PROBES, RoomDoubted
from bot.domain.people import Person
from bot.language.addresses import domain_of, normal_email
from bot.logs import short_name
from bot.rate_limit import RateLimit
from store import UnitOfWork

log = logging.getLogger(__name__)

# How many presses of one doubted person are looked for at once in a minute, where they name a card that we posted.
MOST_PRESSES = 20
# How many probes are taken in a minute.
MOST_PROBES = 10
# How many people of whom nothing is known are believed to press one card in a minute.
MOST_NEWCOMERS = 5
# How many deletions of messages that we never heard of are believed in a minute.
MOST_GONE = 20
# How many comings and goings in one rep space are looked up in a minute.
MOST_MEMBERS = 20
# How many events of one person may wait: a minute and a half of 200 a second. Nobody types so much while Webex is away
# for a day, and who lets a program do it must not fill our disk.
MOST_WAITING = 20_000
AT_ONCE = timedelta()
# How long an edit waits for word of its message, which is read with it.
SOON = timedelta(seconds=5)
# When a room is looked into after an event: twice, because the list may be as late as the message itself.
LOOKS = (EACH_LOOK, timedelta(seconds=5))


class Admission:
    """Decides which events wait, in which line, and how long."""

    def __init__(self, contexts: Contexts, clock: Clock, spans: Clock) -> None:
        self._contexts = contexts
        self._clock = clock
        self._spans = spans
        self._strangers = Strangers(spans)
        self._probes = RateLimit(MOST_PROBES, timedelta(minutes=1))
        self._of_log = RateLimit(1, timedelta(minutes=1))
        self._presses = RateLimit(MOST_PRESSES, timedelta(minutes=1))
        self._newcomers = RateLimit(MOST_NEWCOMERS, timedelta(minutes=1))
        self._rooms = Strangers(spans)
        self._members = RateLimit(MOST_MEMBERS, timedelta(minutes=1))
        self._gone = RateLimit(MOST_GONE, timedelta(minutes=1))

    def turn(self, envelope: Envelope, uow: UnitOfWork) -> Turn | None:
        """Return the turn of an event; None for one that is dropped."""
        now = envelope.arrived_at
        if envelope.line == PROBES:
            return self._of_a_probe(envelope, uow)
        if envelope.is_of_a_person and envelope.sender != uow.bot_state.get(BOT_ID):
            return self._of_a_person(envelope, uow)
        match envelope.resource:
            case "memberships":
                return self._of_a_member(envelope, uow)
            case "messages" if envelope.event != "created":
                return self._of_a_change(envelope, uow)
            case "rooms":
                return self._of_a_strange_room(envelope, envelope.id)
        return Turn(envelope.line, now)

    def part(self, doubted: RoomDoubted, listed: Sequence[Envelope], uow: UnitOfWork) -> None:
        """Keep in a doubted person's line what Webex lists, and presses of our cards; move all else beside it."""
        now = self._clock.now()
        uow.lines.confirm(listed, now)
        real = {each.key for each in listed}
        theirs = (each for each in uow.lines.in_line(doubted.person_id) if each.is_of_a_person)
        for each in (each for each in theirs if each.key not in real and not is_of_a_card(each, uow)):
            wait = self._strangers.wait_of(each.sender)
            if wait is None:
                uow.inbox.let_go(each.key)
            else:
                uow.lines.doubt(each, now + wait)

    def _of_a_probe(self, envelope: Envelope, uow: UnitOfWork) -> Turn | None:
        """Return the turn of a probe, also during a pause. The bot sends one a minute; more may be anybody's."""
        if not self._probes.allows(PROBES, self._spans.now()):
            return None
        if uow.pauses.current():
            uow.pauses.let_through(PROBES)
        return Turn(PROBES, envelope.arrived_at)

    def _of_a_member(self, envelope: Envelope, uow: UnitOfWork) -> Turn | None:
        """Return the turn of somebody's coming or going, where anything depends on it."""
        now, room, me = envelope.arrived_at, envelope.data["roomId"], uow.bot_state.get(BOT_ID)
        if me is None or room in known_rooms(uow, self._contexts.policy.rep_space):
            # Each is looked up. Who comes and goes beside so many is seen by the guardian, twice a minute.
            return Turn(envelope.line, now) if self._members.allows(room, self._spans.now()) else None
        if envelope.sender != me or envelope.data["roomType"] == "direct":
            return None
        # The webhook does not say who added the bot to the room, so each room counts by itself.
        return self._of_a_strange_room(envelope, room)

    def _of_a_strange_room(self, envelope: Envelope, room: str) -> Turn | None:
        """Return the turn of what is told of a room: these take turns as strangers do, and apart from them."""
        return after(self._rooms.wait_of(room), envelope.strange, envelope.arrived_at)

    def _of_a_change(self, envelope: Envelope, uow: UnitOfWork) -> Turn | None:
        """Return the turn of an edit or a deletion, where we were told of the message."""
        message = envelope.key_of("created")
        is_deleted = envelope.event == "deleted"
        # That a message is gone is of use only while it cannot be read.
        if uow.posted.is_ours(envelope.id) or (is_deleted and uow.inbox.handled_at(message)):
            return None
        told = uow.inbox.get(message)
        if told is not None:
            # What is edited while its message waits is read with it. The key stays free for a later edit.
            is_read_with_it = told.still_waits and not is_deleted
            return None if is_read_with_it else Turn(envelope.line, envelope.arrived_at)
        if is_deleted:
            return Turn(envelope.line, envelope.arrived_at) if self._gone.allows("", self._spans.now()) else None
        turn = self._of_a_stranger(envelope, uow)
        return turn and replace(turn, due_at=turn.due_at + SOON)

    def _of_a_person(self, envelope: Envelope, uow: UnitOfWork) -> Turn | None:
        now = envelope.arrived_at
        if uow.pauses.current() and self._is_of_an_admin(envelope, uow):
            uow.pauses.let_through(envelope.line, waiting_lines.of_jobs(envelope.sender))
        if uow.lines.is_doubted(envelope.sender):
            return after(self._beside_the_line(envelope, uow), envelope.doubted, now)
        if not self._is_known(envelope, uow):
            return self._of_a_stranger(envelope, uow)
        if uow.lines.waiting_in(envelope.line, MOST_WAITING) == MOST_WAITING:
            self._log_overflow(envelope.sender)
            return None
        return Turn(envelope.line, now)

    def _of_a_stranger(self, envelope: Envelope, uow: UnitOfWork) -> Turn | None:
        """Return the turn of a stranger. Others may have to wait longer for it, or are let go."""
        now, domain = envelope.arrived_at, domain_of(envelope.data.get("personEmail", ""))
        place = self._strangers.place_of(envelope.sender, domain, envelope.key)
        if place is None:
            return None
        for key, wait in place.others.items():
            if wait is None:
                uow.inbox.let_go(key)
            else:
                uow.lines.put_off(key, now + wait)
        return Turn(envelope.strange, now + place.wait)

    def _log_overflow(self, sender: str) -> None:
        """Say at most once a minute whose events are let go."""
        if self._of_log.allows("", self._spans.now()):
            log.warning("too much of one person", extra={"action": "person_let_go", "person": short_name(sender)})

    def _beside_the_line(self, envelope: Envelope, uow: UnitOfWork) -> timedelta | None:
        """Return how long an event of a doubted person waits beside the line, where it holds nobody up.

        A look into the room moves what is real into the line. One look is enough for any number of events.
        """
        now = envelope.arrived_at
        if is_of_a_card(envelope, uow) and self._presses.allows(envelope.sender, self._spans.now()):
            return AT_ONCE
        if envelope.resource == "messages" and self._is_known_room(envelope, uow):
            doubted = RoomDoubted.by(envelope, now)
            for later in LOOKS:
                uow.inbox.add(doubted.pack(now + later), now + later)
        return self._strangers.wait_of(envelope.sender)

    def _is_of_an_admin(self, envelope: Envelope, uow: UnitOfWork) -> bool:
        """Return whether an event says that it is of an admin, who can let the bot go on."""
        known = uow.people.by_id(envelope.sender)
        email = known.email if known else normal_email(envelope.data.get("personEmail", ""))
        return email in map(uow.moves.current_address, self._contexts.policy.admins)

    def _is_known_room(self, envelope: Envelope, uow: UnitOfWork) -> bool:
        return is_ours(envelope.data["roomId"], envelope.sender, self._contexts.policy.rep_space, uow)

    def _is_known(self, envelope: Envelope, uow: UnitOfWork) -> bool:
        """Return whether the sender has any role here.

        The first event of somebody who was invited may be a press on our card.
        """
        data, known = envelope.data, uow.people.by_id(envelope.sender)
        if is_of_a_card(envelope, uow):
            return known is not None or self._newcomers.allows(data["messageId"], self._spans.now())
        person = known or Person(envelope.sender, normal_email(data.get("personEmail", "")))
        message = MessagePosted(envelope.id, data["roomId"], is_direct=True, person=person, text="")
        return bool(roles_of(self._contexts.of(message, uow, envelope.arrived_at)))


def is_of_a_card(envelope: Envelope, uow: UnitOfWork) -> bool:
    """Return whether an event is a press on a card that we posted to that room."""
    if envelope.resource != "attachmentActions":
        return False
    return bool(envelope.data["roomId"] == uow.posted.room_of(envelope.data["messageId"]))


def after(wait: timedelta | None, line: str, now: datetime) -> Turn | None:
    """Return a turn in a line after a wait; None where the event is dropped."""
    return None if wait is None else Turn(line, now + wait)
