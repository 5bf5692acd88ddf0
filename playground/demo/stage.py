"""The stage: the local Webex with its page, and the real bot beside it, on real ports of this machine."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.bootstrap import build
from bot.language.addresses import domain_of
from bot.lifecycle import Bot
from bot.settings import Settings
from bot.settings.provisioning import Provisioning
from playground.demo import scenes
from playground.demo.clock import MovableClock
from playground.demo.ideas import IDEAS
from playground.demo.keeping import Folder, Keeper, Kept, Unusable
from playground.demo.running import Running
from playground.demo.travel import Timeline
from playground.emulator import PREFIX, create_emulator
from playground.model import Person, Room
from playground.page.calendar import Calendar
from playground.page.chat import Page
from playground.page.troubles import Troubles
from playground.page.views import Views
from playground.recordings.recorder import Recorder
from playground.recordings.recording import written
from playground.services.desks import Desk, act_at, desk_for, waiting_at
from playground.serving import LOOPBACK, serve, take_port
from playground.world import World, WorldState

WEBEX_THREADS = 64
"""The page keeps one call open for each window that looks, and the bot must never wait behind them."""
EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104, where to reach what listens there


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
        """The person in the world who plays a character."""
        return self.world.people.at(character.email)

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
    host: str = LOOPBACK,
    page_port: int = 0,
    bot_port: int = 0,
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
        secret = kept.secret if kept else secrets.token_hex(24)
        page = Page(world, myself, scenes.CAST, scenes.ZONE, IDEAS)
        webex = create_emulator(world, myself.token)
        webex.register_blueprint(page.blueprint)
        page_port_taken, bot_port_taken = take_port(host, page_port), take_port(host, bot_port)
        bot_url = _url(host, bot_port_taken)
        desk = stack.enter_context(desk_for(provisioning, clock, webex, bot_url))
        if kept:
            world.webhooks.follow(bot_url)
        if desk is not None and kept:
            desk.put_back(kept.desk)
        database = folder.database if folder else _temporary(stack) / "setup-now.db"
        settings = Settings(
            **_settings(myself.token, secret, page_port_taken, bot_url, rep_space),
            **{"provisioning": provisioning, "database": database, **(desk.settings() if desk else {})},
            host=host,
            port=bot_port_taken.getsockname()[1],
        )
        running = Running(partial(build, settings, clock=clock), by_hand=by_hand)
        recorder = Recorder(world, myself, scenes.ZONE)
        timeline = Timeline(running, world, clock, recorder.moves)
        calendar = Calendar(world, myself, running, timeline, scenes.ZONE)
        troubles = Troubles(world, running, clock, desk.troubles if desk else {})
        page.offer_recording(partial(_saved, timeline, recorder))
        # Before it is served: an old window comes back at once, and would miss what is offered later.
        page.offer("calendar", calendar.look, calendar.act)
        page.offer("faults", troubles.look, troubles.act)
        decide = recorder.decides(partial(act_at, desk, running))
        if desk is not None:
            page.stand_behind(partial(waiting_at, desk, running), decide)
        stock = Stock(world, recorder, page.views, desk, provisioning, secret)
        keeper = Keeper(folder, world, stock.take) if folder else None
        if keeper:
            # It writes the last word when all has come to rest.
            stack.callback(keeper.stop)
        stack.enter_context(serve(webex, page_port_taken, threads=WEBEX_THREADS))
        stack.callback(page.close)
        stack.enter_context(serve(recorder.web(running.web), bot_port_taken))
        stack.callback(running.stop)
        # The world falls silent first: the bot need not refuse what comes while it stops.
        stack.enter_context(world)
        running.start()
        urls = _url(host, page_port_taken), bot_url
        yield Stage(world, page, running, timeline, myself, rep_space, recorder, decide, keeper, *urls)


@contextmanager
def open_scene(
    *,
    host: str = LOOPBACK,
    page_port: int = 0,
    bot_port: int = 0,
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
        where: dict[str, Any] = {"host": host, "page_port": page_port, "bot_port": bot_port}
        stage = stack.enter_context(
            open_stage(starts, provisioning=provisioning, by_hand=by_hand, folder=folder, kept=kept, **where)
        )
        if kept:
            stage.goes_on(kept)
        else:
            stage.play_the_scene(opens)
            stage.recorder.begin(provisioning)
        if stage.keeper:
            stage.keeper.start()
        yield stage


@dataclass(frozen=True)
class Stock:
    """What is kept of a stage: whatever another start cannot find out by itself."""

    world: World
    recorder: Recorder
    views: Views
    desk: Desk | None
    provisioning: Provisioning
    secret: str

    def take(self) -> Kept:
        """Everything as it stands now."""
        with self.world.turn():
            return Kept(
                now=self.world.now(),
                provisioning=self.provisioning,
                secret=self.secret,
                world=self.world.kept(),
                recording=self.recorder.recording(),
                read=self.views.kept(),
                desk=self.desk.kept() if self.desk else {},
            )


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


def _saved(timeline: Timeline, recorder: Recorder) -> str:
    """The conversation as a file, once the bot has answered everything: what it was about to say belongs to it."""
    timeline.settle()
    return written(recorder.recording())


def _temporary(stack: ExitStack) -> Path:
    return Path(stack.enter_context(TemporaryDirectory(prefix="setup-now-")))


def _settings(token: str, secret: str, webex: socket.socket, bot_url: str, rep_space: Room) -> dict[str, Any]:
    return {
        "webex_teams_access_token": token,
        "webex_api_url": f"http://{LOOPBACK}:{webex.getsockname()[1]}{PREFIX}/",
        "webex_webhook_secret": secret,
        "public_url": bot_url,
        "admin_emails": tuple(each.email for each in scenes.CAST if each.is_admin),
        "rep_domains": tuple({domain_of(each.email) for each in scenes.CAST if each.is_rep}),
        "rep_space_id": rep_space.id,
        "timezone": str(scenes.ZONE),
        # The local Webex has no quota unless it is told to, and its clock may stand.
        "calls_per_minute": 1_000_000,
    }


def _url(host: str, taken: socket.socket) -> str:
    shown = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{taken.getsockname()[1]}"
