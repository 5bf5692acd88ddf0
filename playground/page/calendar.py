"""The calendar beside the chat: what will be sent to whom, what was, and the way to any date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language.recognizing import language_written_in
from bot.language.texts import Texts, _
from bot.reminders.reminder import Reminder
from bot.reminders.rule import Audience
from bot.reminders.rules import RULES
from playground.cards import heading_of
from playground.demo.running import Running
from playground.demo.travel import Timeline, told
from playground.model import Json, Message, Person, Room, stamp
from playground.page.views import WITH_BOT
from playground.refusals import Refused
from playground.world import World
from store import UnitOfWork

AHEAD = timedelta(days=14)
FARTHEST = timedelta(days=92)
MOST_SENT = 40
LONGEST_WORDS = 60
NOBODY = _("nobody: the bot looks at the order")
OUT_OF_REACH = _("Choose a moment that is still to come, within three months.")


class Calendar:
    """What is promised from now on, and what the bot has said so far, the newest first."""

    def __init__(self, world: World, bot: Person, running: Running, timeline: Timeline, zone: ZoneInfo) -> None:
        self._world = world
        self._bot = bot
        self._running = running
        self._timeline = timeline
        self._zone = zone

    def look(self, t: Texts) -> Json:
        """Return both lists, in the words of whoever looks. Nothing is promised while no bot runs."""
        now = self._timeline.now()
        return {
            "now": now.astimezone(self._zone).strftime("%Y-%m-%dT%H:%M"),
            "ahead": self._ahead(now + AHEAD, t),
            "sent": self._sent(t),
        }

    def act(self, sent: Json) -> None:
        """Go to a moment, as a clock on the wall of the scene shows it."""
        moment = self._moment(sent.get("to"))
        now = self._timeline.now()
        if not now < moment <= now + FARTHEST:
            raise Refused(422, OUT_OF_REACH)
        self._timeline.goes_to(moment)

    def _moment(self, given: object) -> datetime:
        try:
            return datetime.fromisoformat(str(given)).replace(tzinfo=self._zone)
        except ValueError:
            raise Refused(422, _("Choose a date and a time.")) from None

    # What will be sent

    def _ahead(self, until: datetime, t: Texts) -> list[Json]:
        def promised(uow: UnitOfWork) -> list[tuple[Reminder, str]]:
            due = [(each, uow.orders.get(each.order)) for each in uow.reminders.due_by(until)]
            return [(each, order.holder if order else "") for each, order in due]

        return [
            {
                "at": stamp(each.due_at),
                "what": told(each.rule, each.order, t),
                "to": self._reader(each, holder, t),
            }
            for each, holder in self._running.reads(promised) or ()
        ]

    def _reader(self, reminder: Reminder, holder: str, t: Texts) -> str:
        known = {each.email: each.name for each in self._world.people.everybody()}
        person, reps = t.isolate(known.get(holder, holder)), t(_("representatives"))
        readers = {
            Audience.PERSON: person,
            Audience.REPS: reps,
            Audience.BOTH: f"{person} · {reps}",
            Audience.NOBODY: t(NOBODY),
        }
        return readers[RULES[reminder.rule].audience]

    # What was sent

    def _sent(self, t: Texts) -> list[Json]:
        with self._world.turn():
            said = sorted(self._said(), key=lambda pair: pair[1].created, reverse=True)
            return [self._line(room, message, t) for room, message in said[:MOST_SENT]]

    def _said(self) -> Iterator[tuple[Room, Message]]:
        for room in self._world.rooms.all_of(self._bot):
            for message in self._world.transcript(room):
                if message.person_id == self._bot.id:
                    yield room, message

    def _line(self, room: Room, message: Message, t: Texts) -> Json:
        readers = [each for each in self._world.rooms.members(room) if each.person_id != self._bot.id]
        what = heading_of(message.card) or message.words.strip().partition("\n")[0][:LONGEST_WORDS]
        return {
            "at": stamp(message.created),
            "what": what,
            "language": language_written_in(what),
            "to": t.isolate(self._world.rooms.title(room, self._bot)),
            "message": message.id,
            "as": readers[0].person_email if readers else "",
            "in": WITH_BOT if room.is_direct else room.id,
        }
