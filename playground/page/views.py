"""Views, which the page asks for: people, rooms, messages and time, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from bot.language.recognizing import language_written_in, script_of
from bot.language.texts import Texts
from bot.language.typed import scripts_of
from playground.demo.scenes import Character
from playground.demo.travel import Timeline
from playground.model import Json, Message, Person, Room, stamp
from playground.page.words import page_texts
from playground.world import World

Read = tuple[str, str, int]
"""Who has read how many messages of which room."""
Spoken = Callable[[Room, Person], str]
"""In which language the bot speaks in a room with one of its people; "" where that is not known."""
WITH_BOT = "bot"
"""The name of everybody's own chat with the bot, which is there before its first message."""


class Views:
    """Looks at the world as one of its people; remembers what each has read."""

    def __init__(self, world: World, bot: Person, cast: Sequence[Character], zone: ZoneInfo) -> None:
        self._world = world
        self._bot = bot
        self._cast = cast
        self._zone = zone
        self._stage = world.new_uuid()
        self._read: dict[tuple[str, str], int] = {}
        self._spoken: Spoken = lambda _room, _reader: ""

    def hear(self, spoken: Spoken) -> None:
        """Know from now on in which language the bot speaks, so that a screen reader does."""
        self._spoken = spoken

    def news(self, timeline: Timeline | None, t: Texts) -> Json:
        """Return the whole picture but for what was said: it is small."""
        changes = self._world.changes
        with self._world.turn():
            return {
                "stage": self._stage,
                "changes": changes,
                "clock": self._clock(timeline, t) if timeline else None,
                "people": [self._person(each, t) for each in self._cast],
            }

    def room(self, person: Person, key: str) -> Json:
        """Return a conversation as its reader sees it; from now on it is read."""
        with self._world.turn():
            place = self.place(person, key)
            messages = self._world.transcript(place, deleted=True) if isinstance(place, Room) else []
            spoken = self._spoken(place, person) if isinstance(place, Room) else ""
            if isinstance(place, Room):
                self._mark_read(person, place, len(messages))
            return {
                "key": key,
                "title": self._title(person, place),
                "members": self._members(place, person),
                "isGroup": isinstance(place, Room) and not place.is_direct,
                "messages": [self._message(each, person, spoken) for each in messages],
            }

    def place(self, person: Person, key: str) -> Room | Person:
        """Return where a person speaks: a room, or to the bot with which they have none yet."""
        if key == WITH_BOT:
            return person.room_with(self._bot) or self._bot
        return self._world.rooms.seen_by(person, key)

    def kept(self) -> list[Read]:
        """Return how far everybody has read."""
        with self._world.turn():
            return [(person, room, count) for (person, room), count in self._read.items()]

    def put_back(self, read: Iterable[Read]) -> None:
        """Let everybody have read as far as they had."""
        self._read = {(person, room): count for person, room, count in read}

    # Inside

    def _clock(self, timeline: Timeline, t: Texts) -> Json:
        upcoming = timeline.upcoming()
        shown = {"at": stamp(upcoming.at), "what": upcoming.told(t)} if upcoming else None
        zone = self._zone.key
        return {"now": stamp(timeline.now()), "zone": zone, "place": t.zone(zone), "next": shown}

    def _person(self, character: Character, t: Texts) -> Json:
        person = self._world.people.at(character.email)
        rooms = [self._own_chat(person), *self._other_rooms(person)]
        return {
            "email": person.email,
            "name": person.name,
            "about": character.about(t),
            "aboutInOwnWords": character.about(page_texts(character.language) if character.language else t),
            "language": character.language,
            "rooms": rooms,
            "unread": sum(each["unread"] for each in rooms),
        }

    def _own_chat(self, person: Person) -> Json:
        room = person.room_with(self._bot)
        return {"key": WITH_BOT, "title": self._bot.name, "unread": self._unread(person, room) if room else 0}

    def _other_rooms(self, person: Person) -> list[Json]:
        rooms = [each for each in self._world.rooms.all_of(person) if each != person.room_with(self._bot)]
        return [
            {"key": room.id, "title": self._world.rooms.title(room, person), "unread": self._unread(person, room)}
            for room in rooms
        ]

    def _unread(self, person: Person, room: Room) -> int:
        messages = self._world.transcript(room, deleted=True)[self._read.get((person.id, room.id), 0) :]
        return sum(1 for each in messages if each.person_id != person.id and not each.deleted)

    def _mark_read(self, person: Person, room: Room, count: int) -> None:
        if self._read.get((person.id, room.id), 0) < count:
            self._read[person.id, room.id] = count
            self._world.changed()

    def _title(self, person: Person, place: Room | Person) -> str:
        return self._world.rooms.title(place, person) if isinstance(place, Room) else place.name

    def _members(self, place: Room | Person, reader: Person) -> list[str]:
        if isinstance(place, Person):
            return [place.name, reader.name]
        return [each.person_name for each in self._world.rooms.members(place)]

    def _message(self, message: Message, reader: Person, spoken: str) -> Json:
        author = self._world.people.get(message.person_id)
        about = {
            "id": message.id,
            "version": f"{message.edits} {message.deleted}",
            "author": author.name,
            "isBot": author.is_bot,
            "isMine": author.id == reader.id,
            "at": stamp(message.created),
            "isEdited": message.edits > 0,
            "isDeleted": message.deleted,
        }
        if message.deleted:
            return about
        files = [{"id": each.id, "name": each.name} for each in message.files]
        words = message.text or ""
        language = language_of(words, spoken if author.is_bot else "")
        more = {"parent": message.parent_id, "html": message.html, "language": language}
        return {**about, **more, "text": words, "card": message.card, "files": files}


def language_of(words: str, spoken: str) -> str:
    """Return in which language a message is, as its first line has it; "" where that cannot be told.

    Its letters tell it, or else whoever is known to speak, where the letters may be theirs.
    """
    line = words.partition("\n")[0]
    may_be = spoken and scripts_of(line) & script_of(spoken)
    return language_written_in(line) or (spoken if may_be else "")
