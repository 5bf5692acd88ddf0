"""The stage: the local Webex with its page, and the real bot beside it, on real ports of this machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask

from bot.bootstrap import build
from bot.language.addresses import domain_of
from bot.language.folders import SOURCE_LANGUAGE
from bot.lifecycle import Bot
from bot.settings import Settings
from bot.settings.provisioning import Provisioning
from playground.demo import scenes
from playground.demo.clock import MovableClock
from playground.demo.doors import ANY, Doors, Ports
from playground.demo.ideas import IDEAS
from playground.demo.keeping import Folder, Keeper, Kept, Stock, Unusable
from playground.demo.running import Running
from playground.demo.travel import Timeline
from playground.emulator import create_emulator
from playground.model import Person, Room
from playground.page.calendar import Calendar
from playground.page.chat import Page
from playground.page.troubles import Troubles
from playground.recordings.recorder import Recorder
from playground.recordings.recording import written
from playground.services.desks import Desk, act_at, desk_for, waiting_at
from playground.serving import serve
from playground.world import World, WorldState
from store import UnitOfWork

WEBEX_THREADS = 64
"""The page keeps one call open for each window that looks, and the bot must never wait behind them."""


@dataclass(frozen=True)
class Stage:
    """Everything that runs, and who is in it."""

    world: World
    page: Page
    running: Running
    timeline: Timeline
    myself: Person
    rep_space: Room
    recorder: Recorder
    decide: Callable[[str, str], None]
    keeper: Keeper | None
    page_url: str
    bot_url: str

    @property
    def bot(self) -> Bot:
        """The bot that runs now."""
        return self.running.bot

    def person(self, character: scenes.Character) -> Person:
        """Return the person in the world who plays a character."""
        return self.world.people.at(character.email)

    def furnish(self, clock: MovableClock, desk: Desk | None) -> None:
        """Give the page what stands beside the chat: time, faults, the recording, and whoever is behind the orders."""
        self.page.offer_recording(partial(_saved, self.timeline, self.recorder))
        self.page.views.hear(partial(_spoken, self.running))
        calendar = Calendar(self.world, self.myself, self.running, self.timeline, scenes.ZONE)
        self.page.offer("calendar", calendar.look, calendar.act)
        troubles = Troubles(self.world, self.running, clock, desk.troubles if desk else {})
        self.page.offer("faults", troubles.look, troubles.act)
        if desk is not None:
            self.page.stand_behind(partial(waiting_at, desk, self.running), self.decide)

    def goes_on_the_air(self, stack: ExitStack, doors: Doors, webex: Flask) -> None:
        """Serve all of it until the stack unwinds: from the last line up."""
        if self.keeper:
            # It writes the last word when all has come to rest.
            stack.callback(self.keeper.stop)
        stack.enter_context(serve(webex, doors.page, threads=WEBEX_THREADS))
        stack.callback(self.page.close)
        stack.enter_context(serve(self.recorder.web(self.running.web), doors.bot))
        stack.callback(self.running.stop)
        # The world falls silent first: the bot need not refuse what comes while it stops.
        stack.enter_context(self.world)
        self.running.start()

    def play_the_scene(self, opens: datetime) -> None:
        """Load the sample data, and let the bot live up to the moment at which the scene opens."""
        self.bot.imports.directory(scenes.directory(), "organizations.csv")
        self.bot.imports.orders(scenes.orders(opens.astimezone(scenes.ZONE).date()), "orders.csv")
        for each in scenes.CAST:
            if each.first_words:
                self.person(each).says(self.myself, each.first_words)
        self.timeline.to(opens)
        self.page.show(self.timeline)

    def goes_on(self, kept: Kept) -> None:
        """Go on where it was when it was kept."""
        self.page.views.put_back(kept.read)
        self.recorder.goes_on(kept.recording)
        self.timeline.settle()
        self.page.show(self.timeline)


@contextmanager
def open_stage(
    starts: datetime,
    *,
    ports: Ports = ANY,
    provisioning: Provisioning = Provisioning.EMBEDDED,
    by_hand: bool = False,
    folder: Folder | None = None,
    kept: Kept | None = None,
) -> Iterator[Stage]:
    """Start everything at a moment that may be past; without a folder with a fresh database that goes at the end.

    By hand the bot does nothing by itself, and time stands until it is moved: a conversation goes the same each time.
    """
    with ExitStack() as stack:
        clock = MovableClock(starts, stands_still=by_hand)
        world, myself, rep_space = _put_back(clock, kept.world) if kept else _cast(clock)
        page = Page(world, myself, scenes.CAST, scenes.ZONE, IDEAS)
        webex = create_emulator(world, myself.token)
        webex.register_blueprint(page.blueprint)
        doors = Doors.at(ports)
        desk = stack.enter_context(desk_for(provisioning, clock, webex, doors.bot_url))
        if kept:
            _find_again(kept, world, desk, doors.bot_url)
        secret = kept.secret if kept else secrets.token_hex(24)
        database = folder.database if folder else _temporary(stack) / "setup-now.db"
        chosen = {"provisioning": provisioning, "database": database, **(desk.settings() if desk else {})}
        settings = Settings(**_settings(myself.token, secret, doors, rep_space), **chosen)
        running = Running(partial(build, settings, clock=clock), by_hand=by_hand)
        recorder = Recorder(world, myself, scenes.ZONE)
        timeline = Timeline(running, world, clock, recorder.moves)
        decide = recorder.decides(partial(act_at, desk, running))
        stock = Stock(world, recorder, page.views, desk, provisioning, secret)
        keeper = Keeper(folder, world, stock.take) if folder else None
        urls = doors.page_url, doors.bot_url
        stage = Stage(world, page, running, timeline, myself, rep_space, recorder, decide, keeper, *urls)
        # Before it is served: an old window comes back at once, and would miss what is offered later.
        stage.furnish(clock, desk)
        stage.goes_on_the_air(stack, doors, webex)
        yield stage


@contextmanager
def open_scene(
    *,
    ports: Ports = ANY,
    provisioning: Provisioning = Provisioning.EMBEDDED,
    opens: datetime | None = None,
    by_hand: bool = False,
    state: Path | None = None,
) -> Iterator[Stage]:
    """The stage with the scene of the demo on it: as of today, as of another day, or as it was kept in a folder."""
    opens = opens or scenes.curtain(MovableClock().now())
    with ExitStack() as stack:
        folder = Folder(state) if state else None
        kept = stack.enter_context(folder.taken()) if folder else None
        if kept and kept.provisioning is not provisioning:
            raise Unusable(f"{state} was begun with --provisioning {kept.provisioning}. Go on with that.")
        starts = kept.now if kept else scenes.beginning(opens)
        stage = stack.enter_context(
            open_stage(starts, ports=ports, provisioning=provisioning, by_hand=by_hand, folder=folder, kept=kept)
        )
        if kept:
            stage.goes_on(kept)
        else:
            stage.play_the_scene(opens)
            stage.recorder.begin(provisioning)
        if stage.keeper:
            stage.keeper.start()
        yield stage


def _cast(clock: MovableClock) -> tuple[World, Person, Room]:
    world = World(clock)
    myself = world.bot(token=secrets.token_hex(24))
    people = [world.person(each.email, each.name) for each in scenes.CAST]
    reps = [person for person, character in zip(people, scenes.CAST, strict=True) if character.is_rep]
    return world, myself, world.room(scenes.REP_SPACE, *reps, myself)


def _put_back(clock: MovableClock, state: WorldState) -> tuple[World, Person, Room]:
    world = World(clock)
    world.put_back(state)
    myself = next(each for each in world.people.everybody() if each.is_bot)
    return world, myself, next(each for each in world.rooms.all_of(myself) if each.title == scenes.REP_SPACE)


def _find_again(kept: Kept, world: World, desk: Desk | None, bot_url: str) -> None:
    """Let whoever was told where the bot is, and what stands behind the orders, be as they were."""
    world.webhooks.follow(bot_url)
    if desk is not None:
        desk.put_back(kept.desk)


def _saved(timeline: Timeline, recorder: Recorder) -> str:
    """Return the conversation as a file, once the bot has answered everything that was said so far."""
    timeline.settle()
    return written(recorder.recording())


def _spoken(running: Running, room: Room, reader: Person) -> str:
    """Return in which language the bot speaks: that of its reader, or what was chosen for a space."""

    def chosen(uow: UnitOfWork) -> str | None:
        if not room.is_direct:
            return uow.spaces.language(room.id)
        person = uow.people.by_id(reader.id)
        return person.language if person else None

    return running.reads(chosen) or SOURCE_LANGUAGE


def _temporary(stack: ExitStack) -> Path:
    return Path(stack.enter_context(TemporaryDirectory(prefix="setup-now-")))


def _settings(token: str, secret: str, doors: Doors, rep_space: Room) -> dict[str, Any]:
    return {
        "webex_teams_access_token": token,
        "webex_api_url": doors.webex_url,
        "webex_webhook_secret": secret,
        "public_url": doors.bot_url,
        "host": doors.host,
        "port": doors.bot.getsockname()[1],
        "admin_emails": tuple(each.email for each in scenes.CAST if each.is_admin),
        "rep_domains": tuple({domain_of(each.email) for each in scenes.CAST if each.is_rep}),
        "rep_space_id": rep_space.id,
        "timezone": str(scenes.ZONE),
        # The local Webex has no quota unless it is told to, and its clock may stand.
        "calls_per_minute": 1_000_000,
    }
