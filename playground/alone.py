"""Alone: the local Webex without our bot, for any other, with the people and rooms of a file."""

from __future__ import annotations

import socket
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.language.texts import _
from playground.demo.scenes import Character
from playground.emulator import PREFIX, create_emulator
from playground.page.chat import Page
from playground.page.troubles import Troubles
from playground.serving import LOOPBACK, serve, take_port
from playground.stopping import stop_on_signals
from playground.world import World

EXAMPLE = Path(__file__).parent / "world.toml"
THREADS = 64


class BotOfFile(BaseModel):
    """The bot that calls: it is whoever has this token."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1)
    email: str = Field(pattern="@")
    token: str = Field(min_length=1)


class PersonOfFile(BaseModel):
    """Somebody one can be on the page; with a token of their own a program can be them as well."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1)
    email: str = Field(pattern="@")
    role: str = ""
    language: str = ""
    token: str | None = None


class RoomOfFile(BaseModel):
    """A group room; the first of its members opened it."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    members: list[str] = Field(min_length=1)


class WorldFile(BaseModel):
    """Who is there when it starts, and in which rooms."""

    model_config = ConfigDict(extra="forbid")
    bot: BotOfFile
    people: list[PersonOfFile] = Field(min_length=1)
    rooms: list[RoomOfFile] = []


class UnreadableWorld(Exception):
    """The file is no world; its words say why."""


@dataclass(frozen=True)
class Alone:
    """The local Webex as it runs: where its API is, and its page."""

    world: World
    api_url: str
    page_url: str
    token: str


def read_world(path: Path) -> WorldFile:
    """Read a file of people and rooms, or say what is wrong with it."""
    try:
        read = WorldFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableWorld(f"{path} cannot be read: {error}") from None
    except ValidationError as error:
        complaints = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise UnreadableWorld(f"{path}: {'; '.join(complaints)}") from None
    emails = [each.casefold() for each in (read.bot.email, *(person.email for person in read.people))]
    unknown = {each for room in read.rooms for each in room.members if each.casefold() not in emails}
    if unknown:
        raise UnreadableWorld(f"{path}: nobody in it is {', '.join(sorted(unknown))}.")
    if len(set(emails)) < len(emails):
        raise UnreadableWorld(f"{path}: two in it have the same email address.")
    return read


@contextmanager
def open_alone(file: WorldFile, *, host: str = LOOPBACK, port: int = 0) -> Iterator[Alone]:
    """Serve a world until the block ends."""
    world = World()
    bot = world.bot(file.bot.email, file.bot.name, token=file.bot.token)
    for each in file.people:
        world.person(each.email, each.name, token=each.token)
    for room in file.rooms:
        world.room(room.title, *map(world.people.at, room.members))
    page = Page(
        world,
        bot,
        [Character(each.name, each.email, each.role, language=each.language) for each in file.people],
        ZoneInfo("UTC"),
    )
    troubles = Troubles(world)
    page.offer("faults", troubles.look, troubles.act)
    webex = create_emulator(world)
    webex.register_blueprint(page.blueprint)
    taken = take_port(host, port)
    url = _url(host, taken)
    page.point_here({"API": f"{url}{PREFIX}/", _("Token"): file.bot.token})
    with ExitStack() as stack:
        stack.enter_context(serve(webex, taken, threads=THREADS))
        stack.callback(page.close)
        stack.enter_context(world)
        yield Alone(world, f"{url}{PREFIX}/", url, file.bot.token)


def run_alone(path: Path, host: str, port: int, out: Callable[[str], None]) -> None:
    """Serve a file's world until somebody presses Ctrl-C."""
    file = read_world(path)
    stop = stop_on_signals()
    with open_alone(file, host=host, port=port) as alone:
        for line in banner(file, alone, path):
            out(line)
        stop.wait()
    out("Stopped. Nothing of it is kept.")


def banner(file: WorldFile, alone: Alone, path: Path) -> list[str]:
    """Return what a bot has to be told, and where people go."""
    return [
        "",
        f"  Page   {alone.page_url}",
        f"  API    {alone.api_url}",
        f"  Token  {alone.token}  ({file.bot.name})",
        "",
        f"  Its people and rooms are those of {path}. Ctrl-C stops it.",
        "",
    ]


def _url(host: str, taken: socket.socket) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}"
