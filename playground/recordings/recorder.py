"""The recorder: notes what people do on the page and what the bot says, from the opening of the scene on."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import RLock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from zoneinfo import ZoneInfo

from bot.settings.provisioning import Provisioning
from playground import forms
from playground.cards import is_input
from playground.model import AttachmentAction, Happening, Json, Message, Person, Room
from playground.recordings.recording import BOT, CHANGES, CLOCK, DESK, REMOVES, SAYS, Line, Recording, Scene
from playground.recordings.telling import told
from playground.refusals import Refused
from playground.world import World

FORM = "/password/"


class Recorder:
    """Listens to a world with one bot. Nothing is noted before it is told to begin.

    No password is ever among what it notes: that a form was sent is all it learns of one.
    """

    def __init__(self, world: World, bot: Person, zone: ZoneInfo) -> None:
        self._world = world
        self._bot = bot
        self._zone = zone
        self._lines: list[Line] = []
        self._scene: Scene | None = None
        self._lock = RLock()

    def begin(self, provisioning: Provisioning) -> None:
        """The scene opens: what happens from now on is noted."""
        now = self._now()
        self._scene = Scene(opens=now, ends=now, provisioning=provisioning)
        self._world.watch(self._happened)

    def goes_on(self, recording: Recording) -> None:
        """Go on with what was noted before the playground was started anew."""
        self._scene, self._lines = recording.scene, list(recording.lines)
        self._world.watch(self._happened)

    def recording(self) -> Recording:
        """Return all of it so far; Refused where nothing could be played again."""
        with self._lock:
            if self._scene is None:
                raise Refused(409, "The scene has not opened yet.")
            scene = self._scene.model_copy(update={"ends": self._now()})
            return Recording(scene, tuple(self._lines))

    # What is not said in a room

    @contextmanager
    def noting(self, who: str, does: str, words: str, **more: Any) -> Iterator[None]:
        """Note an act before what it causes; when it is refused, nothing has happened."""
        line = Line(who, does, words, at=self._now(), more=more)
        self._note(line)
        try:
            yield
        except Refused:
            with self._lock:
                self._lines = [each for each in self._lines if each is not line]
            raise

    def moves(self, moment: datetime) -> None:
        """Note that somebody moves the clock."""
        self._note(Line(CLOCK, "moves to", moment.astimezone(self._zone).isoformat(" ", "seconds"), at=self._now()))

    def decides(self, act: Callable[[str, str], None]) -> Callable[[str, str], None]:
        """Return an act of whoever stands behind the orders that also notes what was done."""

        def noted(order: str, deed: str) -> None:
            with self.noting(DESK, "decides", deed, order=order):
                act(order, deed)

        return noted

    def web(self, app: WSGIApplication) -> WSGIApplication:
        """Return a web app of the bot that also notes each form it takes, by the button that led to it."""

        def noticed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = str(environ.get("PATH_INFO", ""))
            if environ.get("REQUEST_METHOD") != "POST" or not path.startswith(FORM):
                return app(environ, start_response)

            def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                if status.startswith("2"):
                    self._opened(path)
                return start_response(status, headers, *more)

            return app(environ, started)

        return noticed

    def _opened(self, path: str) -> None:
        for room in self._world.rooms.all_of(self._bot):
            for message in self._world.transcript(room, deleted=True):
                for button in forms.buttons(message.card or {}):
                    if str(button.action.get("url", "")).endswith(path):
                        self._note(Line(self._place(room), "opens", button.title, at=self._now()))
                        return

    # What is said in rooms

    def _happened(self, happening: Happening) -> None:
        subject = happening.subject
        if isinstance(subject, Message):
            if happening.actor_id == self._bot.id:
                self._answered(happening.event, subject)
            else:
                self._spoke(happening, subject)
        elif isinstance(subject, AttachmentAction):
            self._pressed(subject)

    def _answered(self, event: str, message: Message) -> None:
        does = {"created": SAYS, "updated": CHANGES, "deleted": REMOVES}[event]
        place = self._place(self._world.rooms.get(message.room_id))
        self._note(Line(BOT, does, told(message), place))

    def _spoke(self, happening: Happening, message: Message) -> None:
        does = {"created": SAYS, "updated": "edits", "deleted": "takes back"}[happening.event]
        more: dict[str, Any] = {}
        words = message.words
        if happening.event == "created":
            more |= self._how(message)
            words = words.removeprefix(f"{self._bot.name.split()[0]} ") if "mentions" in more else words
        else:
            more["message"] = number_of(self._world, message)
        self._act(happening.actor_id, message.room_id, does, words, more)

    def _how(self, message: Message) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self._bot.id in message.mentioned_people:
            more["mentions"] = BOT
        if message.parent_id:
            parent = self._world.messages.get(message.parent_id)
            more["thread"] = {"of": self._name(parent.person_id), "message": number_of(self._world, parent)}
        for each in message.files:
            more["attaches"] = {"name": each.name, **_readable(each.data)}
        return more

    def _pressed(self, action: AttachmentAction) -> None:
        message = self._world.messages.get(action.message_id)
        card = message.card or {}
        button, nth = _button_of(card, action.inputs)
        more: dict[str, Any] = {}
        filled = _filled(button, action.inputs)
        if filled:
            more["fills"] = filled
        if nth:
            more["nth"] = nth
        if message != newest_with(self._world, message.room_id, self._bot, button.title):
            more["message"] = number_of(self._world, message)
        self._act(action.person_id, action.room_id, "presses", button.title, more)

    def _act(self, person_id: str, room_id: str, does: str, words: str, more: Mapping[str, Any]) -> None:
        name, place = self._name(person_id), self._place(self._world.rooms.get(room_id))
        self._note(Line(name, does, words, "" if place == name else place, self._now(), more))

    # Inside

    def _note(self, line: Line) -> None:
        with self._lock:
            self._lines.append(line)

    def _name(self, person_id: str) -> str:
        return BOT if person_id == self._bot.id else self._world.people.get(person_id).name

    def _place(self, room: Room) -> str:
        """Return a room by its title, and a direct one by the person in it."""
        return self._world.rooms.title(room, self._bot)

    def _now(self) -> datetime:
        return self._world.now().astimezone(self._zone).replace(microsecond=0)


def number_of(world: World, message: Message) -> int:
    """Return which of its author's messages in the room it is: unlike their order among those of others, that stays."""
    own = [each.id for each in world.transcript(message.room_id, deleted=True) if each.person_id == message.person_id]
    return own.index(message.id) + 1


def newest_with(world: World, room_id: str, author: Person, title: str) -> Message | None:
    """Return the newest message of somebody whose card has a button with this title."""
    own = [each for each in world.transcript(room_id) if each.person_id == author.id and each.card]
    return next((each for each in reversed(own) if title in _titles(each.card or {})), None)


def _titles(card: Json) -> list[str]:
    return [each.title for each in forms.buttons(card)]


def _button_of(card: Json, sent: Json) -> tuple[forms.Button, int]:
    """Return the button whose data were sent, and which it is of those with its title."""
    pressed = next(each for each in forms.buttons(card) if each.submits and _is_sent(each.action, sent))
    alike = [each for each in forms.buttons(card) if each.title == pressed.title]
    return pressed, alike.index(pressed)


def _is_sent(action: Json, sent: Json) -> bool:
    data = action.get("data") or {}
    return all(name in sent and sent[name] == value for name, value in data.items())


def _filled(button: forms.Button, sent: Json) -> dict[str, Any]:
    """Return what somebody filled in: other values than the card came with."""
    came = {each["id"]: str(each.get("value", each.get("valueOff", ""))) for each in button.inputs if is_input(each)}
    return {name: sent[name] for name, value in came.items() if name in sent and sent[name] != value}


def _readable(data: bytes) -> Mapping[str, str]:
    try:
        return {"content": data.decode()}
    except UnicodeDecodeError:
        return {"base64": b64encode(data).decode()}
