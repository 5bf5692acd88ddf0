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
from playground import scenes
from playground.calendar import Calendar
from playground.clock import MovableClock
from playground.emulator import PREFIX, create_emulator
from playground.model import Person, Room
from playground.page import Page
from playground.recordings.recorder import Recorder
from playground.recordings.recording import written
from playground.running import Running
from playground.services.desks import act_at, desk_for, waiting_at
from playground.serving import LOOPBACK, serve, take_port
from playground.travel import Timeline
from playground.troubles import Troubles
from playground.world import World

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


@contextmanager
def open_stage(
    starts: datetime,
    *,
    host: str = LOOPBACK,
    page_port: int = 0,
    bot_port: int = 0,
    provisioning: Provisioning = Provisioning.EMBEDDED,
    by_hand: bool = False,
) -> Iterator[Stage]:
    """Start everything at a moment that may be past, with a fresh database that goes when the stage closes.

    By hand the bot does nothing by itself, and time stands until it is moved: a conversation goes the same each time.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="setup-now-")))
        clock = MovableClock(starts, stands_still=by_hand)
        world, myself, rep_space = _cast(clock)
        page = Page(world, myself, scenes.CAST, scenes.ZONE, scenes.IDEAS)
        token = secrets.token_hex(24)
        webex = create_emulator(world, token)
        webex.register_blueprint(page.blueprint)
        page_port_taken, bot_port_taken = take_port(host, page_port), take_port(host, bot_port)
        bot_url = _url(host, bot_port_taken)
        desk = stack.enter_context(desk_for(provisioning, clock, webex, bot_url))
        more = {"provisioning": provisioning, **(desk.settings() if desk else {})}
        at = {"host": host, "port": bot_port_taken.getsockname()[1]}
        settings = Settings(**_settings(token, page_port_taken, bot_url, rep_space, folder) | at | more)
        running = Running(partial(build, settings, clock=clock), by_hand=by_hand)
        recorder = Recorder(world, myself, scenes.ZONE)
        timeline = Timeline(running, world, clock, recorder.moves)
        calendar = Calendar(world, myself, running, timeline, scenes.ZONE)
        troubles = Troubles(world, running, clock)
        page.offer_recording(lambda: written(recorder.recording()))
        # Before it is served: an old window comes back at once, and would miss what is offered later.
        page.offer("calendar", calendar.look, calendar.act)
        page.offer("faults", troubles.look, troubles.act)
        decide = recorder.decides(partial(act_at, desk, running))
        if desk is not None:
            page.stand_behind(partial(waiting_at, desk, running), decide)
        stack.enter_context(serve(webex, page_port_taken, threads=WEBEX_THREADS))
        stack.callback(page.close)
        stack.enter_context(serve(recorder.web(running.web), bot_port_taken))
        stack.callback(running.stop)
        # The world falls silent first: the bot need not refuse what comes while it stops.
        stack.enter_context(world)
        running.start()
        urls = _url(host, page_port_taken), bot_url
        yield Stage(world, page, running, timeline, myself, rep_space, recorder, decide, *urls)


@contextmanager
def open_scene(
    *,
    host: str = LOOPBACK,
    page_port: int = 0,
    bot_port: int = 0,
    provisioning: Provisioning = Provisioning.EMBEDDED,
    opens: datetime | None = None,
    by_hand: bool = False,
) -> Iterator[Stage]:
    """The stage with the scene of the demo on it, as of today unless it opened another day."""
    opens = opens or scenes.curtain(MovableClock().now())
    begins, ports = scenes.beginning(opens), {"page_port": page_port, "bot_port": bot_port}
    with open_stage(begins, host=host, provisioning=provisioning, by_hand=by_hand, **ports) as stage:
        stage.play_the_scene(opens)
        stage.recorder.begin(provisioning)
        yield stage


def _cast(clock: MovableClock) -> tuple[World, Person, Room]:
    world = World(clock)
    myself = world.bot()
    people = [world.person(each.email, each.name) for each in scenes.CAST]
    reps = [person for person, character in zip(people, scenes.CAST, strict=True) if character.is_rep]
    return world, myself, world.room(scenes.REP_SPACE, *reps, myself)


def _settings(token: str, webex: socket.socket, bot_url: str, rep_space: Room, folder: Path) -> dict[str, Any]:
    return {
        "webex_teams_access_token": token,
        "webex_api_url": f"http://{LOOPBACK}:{webex.getsockname()[1]}{PREFIX}/",
        "webex_webhook_secret": secrets.token_hex(24),
        "public_url": bot_url,
        "database": folder / "setup-now.db",
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
