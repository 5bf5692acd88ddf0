"""A recording: who did what, what the bot said to whom, and the file that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.settings.provisioning import Provisioning

HEAD = """\
# A conversation with the bot, recorded on the page of `make demo`. It is a test: pytest plays it again, and so does
# `setup-now replay FILE`, which shows what the bot says differently now; with --accept that is what it should say.
"""
CLOCK, DESK, BOT = "the clock", "the desk", "the bot"
SAYS, CHANGES, REMOVES = "says", "changes", "removes"
DEEDS = (SAYS, CHANGES, REMOVES, "presses", "edits", "takes back", "opens", "moves to", "decides")


class UnreadableRecording(Exception):
    """The file is no recording; its words say why."""


@dataclass(frozen=True)
class Line:
    """Somebody does one thing: a person at a moment, or the bot in answer. `more` is how: what was filled in, say."""

    who: str
    does: str
    words: str
    place: str = ""
    at: datetime | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_answer(self) -> bool:
        """Whether the bot said it. That is compared; what people did is done again."""
        return self.who == BOT


def _line(given: object) -> object:
    """Return a line from what stands in the file: its deed is the name beside which the words stand."""
    if not isinstance(given, dict):
        return given
    rest = dict(given)
    deeds = [each for each in DEEDS if each in rest]
    if len(deeds) != 1 or "who" not in rest:
        raise ValueError(f"a line has `who`, and one of {', '.join(DEEDS)}")
    about = {"who": rest.pop("who"), "place": rest.pop("in", ""), "at": rest.pop("at", None)}
    return {**about, "does": deeds[0], "words": rest.pop(deeds[0]), "more": rest}


def _pairs(line: Line) -> dict[str, Any]:
    """Return a line as it stands in the file."""
    about = {"who": line.who, "in": line.place, "at": line.at}
    return {name: value for name, value in about.items() if value} | {line.does: line.words} | dict(line.more)


class Scene(BaseModel):
    """Where the conversation begins and ends: the scene of the demo, from one moment to another."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    opens: AwareDatetime
    ends: AwareDatetime
    provisioning: Provisioning = Provisioning.EMBEDDED


class File(BaseModel):
    """What stands in the file."""

    model_config = ConfigDict(extra="forbid")
    scene: Scene
    conversation: list[Annotated[Line, BeforeValidator(_line)]]


@dataclass(frozen=True)
class Recording:
    """A conversation from the opening of the scene to its last word."""

    scene: Scene
    lines: tuple[Line, ...]

    @property
    def acts(self) -> list[Line]:
        """The lines that people wrote or pressed."""
        return [each for each in self.lines if not each.is_answer]


def read(path: Path) -> Recording:
    """Read a recording, or say what is wrong with the file."""
    try:
        file = File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableRecording(f"{path} cannot be read: {error}") from None
    except ValidationError as error:
        complaints = (f"{'.'.join(map(str, each['loc'])) or 'the file'}: {each['msg']}" for each in error.errors())
        raise UnreadableRecording(f"{path} is no recording: {'; '.join(complaints)}") from None
    return Recording(file.scene, tuple(file.conversation))


def written(recording: Recording) -> str:
    """Return the text of the file."""
    scene = recording.scene.model_dump() | {"provisioning": str(recording.scene.provisioning)}
    return HEAD + _yaml({"scene": scene, "conversation": [_pairs(each) for each in recording.lines]})


class _Readable(yaml.SafeDumper):  # type: ignore[misc]
    """Writes words of several lines as lines."""


def _words(dumper: yaml.SafeDumper, words: str) -> yaml.ScalarNode:
    style = "|" if "\n" in words else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Readable.add_representer(str, _words)


def _yaml(thing: Mapping[str, Any]) -> str:
    text: str = yaml.dump(thing, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=120)
    return text
