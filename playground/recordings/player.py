"""The player: does again what people did in a recording, on a stage of its own, and so finds what the bot says now."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from playground import forms
from playground.demo.one_time_page import Unanswered, create_password, link_behind
from playground.demo.stage import Stage, open_scene
from playground.messages import Upload
from playground.model import Message, Person, Room
from playground.recordings.recorder import newest_with
from playground.recordings.recording import BOT, Line, Recording
from playground.recordings.telling import titles_in, told
from playground.refusals import Refused

PASSWORD = "Blue-Harbour-42!"  # noqa: S105, of an organization that is gone when the recording was played


@dataclass(frozen=True)
class Played:
    """What became of a recording: how far it could be played, how that goes now, and why it did not go on."""

    recorded: Recording
    now: Recording
    stopped: str = ""


class Lost(Exception):
    """What somebody did cannot be done any more."""


def play(recorded: Recording) -> Played:
    """Play a recording from the opening of its scene to its end, or to where it cannot go on."""
    scene = recorded.scene
    with open_scene(opens=scene.opens, provisioning=scene.provisioning, by_hand=True) as stage:
        player = Player(stage, recorded)
        try:
            player.plays()
        except (Lost, Refused, Unanswered, forms.Invalid) as error:
            return Played(player.so_far(), stage.recorder.recording(), f"{player.stands_at}: {error}")
        return Played(recorded, stage.recorder.recording())


class Player:
    """Does one act after the other, each at its moment, and lets the bot answer before the next."""

    def __init__(self, stage: Stage, recorded: Recording) -> None:
        self._stage = stage
        self._recorded = recorded
        self._at = recorded.acts[0] if recorded.acts else None
        self._deeds: Mapping[str, Callable[[Line], None]] = {
            "says": self._says,
            "edits": self._edits,
            "takes back": self._takes_back,
            "presses": self._presses,
            "opens": self._opens,
            "moves to": self._moves,
            "decides": self._decides,
        }

    def plays(self) -> None:
        """Play all of it."""
        for line in self._recorded.acts:
            self._at = line
            if line.at is not None:
                self._stage.timeline.to(line.at)
            self._deeds[line.does](line)
            self._stage.timeline.settle()
        self._stage.timeline.to(self._recorded.scene.ends)

    @property
    def stands_at(self) -> str:
        """The act that is played now."""
        return f"{self._at.who} {self._at.does} “{self._at.words}”" if self._at else "the opening"

    def so_far(self) -> Recording:
        """Return the recording up to what somebody does now."""
        lines = self._recorded.lines
        return replace(self._recorded, lines=lines[: lines.index(self._at)] if self._at else lines)

    # What people do

    def _says(self, line: Line) -> None:
        place = self._place(line)
        thread, attached = line.more.get("thread"), line.more.get("attaches")
        self._person(line).says(
            self._stage.myself if place is None else place,
            line.words,
            mentions=[self._stage.myself] if line.more.get("mentions") else [],
            parent=self._message(place, thread["of"], thread["message"]) if thread and place else None,
            file=_upload(attached) if attached else None,
        )

    def _edits(self, line: Line) -> None:
        self._stage.world.edits(self._person(line), self._own(line), line.words)

    def _takes_back(self, line: Line) -> None:
        self._stage.world.deletes(self._person(line), self._own(line))

    def _presses(self, line: Line) -> None:
        card, title = self._card(line)
        filled = line.more.get("fills", {})
        self._stage.world.presses(self._person(line), card, title, filled, nth=line.more.get("nth", 0))

    def _opens(self, line: Line) -> None:
        card, title = self._card(line)
        create_password(link_behind(card, title), PASSWORD)

    def _moves(self, line: Line) -> None:
        self._stage.timeline.goes_to(datetime.fromisoformat(line.words))

    def _decides(self, line: Line) -> None:
        self._stage.decide(str(line.more.get("order")), line.words)

    # Who and where

    def _person(self, line: Line) -> Person:
        for each in self._stage.world.people.everybody():
            if each.name == line.who and not each.is_bot:
                return each
        raise Lost(f"nobody in the scene is called {line.who}")

    def _place(self, line: Line) -> Room | None:
        """Return the room where somebody does it; None for a chat with the bot that has not begun."""
        title = line.place or line.who
        rooms = self._stage.world.rooms.all_of(self._stage.myself)
        found = [each for each in rooms if self._stage.world.rooms.title(each, self._stage.myself) == title]
        if line.place and line.place != line.who and not found:
            raise Lost(f"there is no room {line.place}")
        return found[0] if found else None

    def _card(self, line: Line) -> tuple[Message, str]:
        """Return the card with the button, and the button's title; a renamed one is found by its place on the card."""
        place = self._place(line)
        if place is None:
            raise Lost("the bot has said nothing yet")
        number = line.more.get("message")
        if number is not None:
            return self._message(place, BOT, number), line.words
        found = newest_with(self._stage.world, place.id, self._stage.myself, line.words)
        return (found, line.words) if found else self._renamed(place, line)

    def _renamed(self, place: Room, line: Line) -> tuple[Message, str]:
        cards = [each for each in self._stage.world.transcript(place) if each.card]
        there = titles_in(told(cards[-1])) if cards else []
        before = self._recorded.lines[: self._recorded.lines.index(line)]
        shown_there = [each.words for each in before if each.is_answer and each.place == (line.place or line.who)]
        known = next((titles for each in reversed(shown_there) if line.words in (titles := titles_in(each))), [])
        if not known or len(known) != len(there):
            shown = ", ".join(f"“{each}”" for each in there) or "none"
            raise Lost(f"no card has that button any more; the newest has {shown}")
        return cards[-1], there[known.index(line.words)]

    def _own(self, line: Line) -> Message:
        place = self._place(line)
        if place is None:
            raise Lost("the bot has said nothing yet")
        return self._message(place, line.who, line.more["message"])

    def _message(self, place: Room, author: str, number: int) -> Message:
        world = self._stage.world
        wanted = {BOT: self._stage.myself.name}.get(author, author)
        said = [
            each for each in world.transcript(place, deleted=True) if world.people.get(each.person_id).name == wanted
        ]
        if len(said) < number:
            raise Lost(f"{author} has said less here than before")
        return said[number - 1]


def _upload(attached: Mapping[str, Any]) -> Upload:
    packed = attached.get("base64")
    return Upload(str(attached["name"]), b64decode(packed) if packed else str(attached.get("content", "")).encode())
