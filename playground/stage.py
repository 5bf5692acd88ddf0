"""The stage: the local Webex with its page, and the real bot beside it, on real ports of this machine."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bot.settings import Settings
from playground import scenes
from playground.clock import MovableClock
from playground.emulator import PREFIX, create_emulator
from playground.model import Person, Room
from playground.page import Page
from playground.serving import LOOPBACK, serve, take_port
from playground.travel import Timeline
from playground.world import World

if TYPE_CHECKING:
    from app import Bot

WEBEX_THREADS = 64
"""The page keeps one call open for each window that looks, and the bot must never wait behind them."""
EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104, where to reach what listens there


@dataclass(frozen=True)
class Stage:
    """Everything that runs, and who is in it."""

    world: World
    clock: MovableClock
    bot: Bot
    timeline: Timeline
    myself: Person
    people: dict[str, Person]
    rep_space: Room
    page_url: str
    bot_url: str

    def person(self, character: scenes.Character) -> Person:
        """The person in the world who plays a character."""
        return self.people[character.email]


@contextmanager
def open_stage(
    *, host: str = LOOPBACK, page_port: int = 0, bot_port: int = 0, real_now: datetime | None = None
) -> Iterator[Stage]:
    """Build everything, load the scene, start the bot two days early, and let it live up to now."""
    from app import Bot

    opens = scenes.curtain(real_now or MovableClock().now())
    clock = MovableClock(scenes.beginning(opens))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="setup-now-")))
        world = World(clock)
        myself = world.bot()
        people = {each.email: world.person(each.email, each.name) for each in scenes.CAST}
        reps = [people[each.email] for each in scenes.CAST if each.is_rep]
        rep_space = world.room(scenes.REP_SPACE, *reps, myself)

        webex = create_emulator(world, token := secrets.token_hex(24))
        page = Page(world, myself, scenes.CAST, scenes.ZONE, scenes.IDEAS)
        webex.register_blueprint(page.blueprint)
        page_socket, bot_socket = take_port(host, page_port), take_port(host, bot_port)
        webex_server = stack.enter_context(serve(webex, page_socket, threads=WEBEX_THREADS))
        stack.callback(page.close)
        stack.enter_context(world)

        bot_url = _url(host, bot_socket)
        bot = Bot.build(_settings(token, webex_server.port, bot_url, rep_space, folder), clock=clock)
        stack.enter_context(serve(bot.web, bot_socket))
        today = opens.astimezone(scenes.ZONE).date()
        bot.import_directory(scenes.directory(), "organizations.csv")
        bot.import_orders(scenes.orders(today), "orders.csv")
        stack.callback(bot.stop)
        bot.start()

        timeline = Timeline(bot, world, clock)
        for each in scenes.CAST:
            if each.first_words:
                world.says(people[each.email], myself, each.first_words)
        timeline.to(opens)
        page.show(timeline)
        yield Stage(
            world, clock, bot, timeline, myself, people, rep_space, _url(host, page_socket), bot_url
        )


def _settings(token: str, webex_port: int, bot_url: str, rep_space: Room, folder: Path) -> Settings:
    given: dict[str, Any] = {
        "webex_teams_access_token": token,
        "webex_api_url": f"http://{LOOPBACK}:{webex_port}{PREFIX}/",
        "webex_webhook_secret": secrets.token_hex(24),
        "public_url": bot_url,
        "database": folder / "setup-now.db",
        "admin_emails": tuple(each.email for each in scenes.CAST if each.is_admin),
        "rep_space_id": rep_space.id,
        "timezone": str(scenes.ZONE),
    }
    return Settings(**given)


def _url(host: str, taken: socket.socket) -> str:
    shown = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{taken.getsockname()[1]}"
