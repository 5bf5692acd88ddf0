"""Mishaps: what can go wrong between a bot, Webex and the services behind an order, each as one button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from playground.demo.clock import MovableClock
from playground.demo.running import Running
from playground.refusals import Refused
from playground.services.admin import WEBEX_ADMIN
from playground.services.trouble import Trouble
from playground.world import World

WAIT = 5
"""Seconds for which Webex asks the bot to wait: long enough to be seen, short enough to be waited for."""
BACK = timedelta(hours=1)


class Call(TypedDict):
    """Which calls something happens to."""

    method: str
    path: str


POST: Call = {"method": "POST", "path": "/messages"}


@dataclass(frozen=True)
class Mishap:
    """One button: what it does, and what one should see if the bot keeps its promises.

    `promise` is the number of the one that is put to the test. `is_on` tells of a switch whether it is on; what happens
    once has none.
    """

    does: str
    title: str
    shows: str
    cause: Callable[[], None]
    is_on: Callable[[], bool] | None = None
    promise: int = 0


def of_webhooks(world: World) -> Iterator[Mishap]:
    """What can happen to a webhook on its way."""
    faults, ways = world.faults, WebhookMishaps(world)
    twice = "Each message and press has one effect."
    yield Mishap("duplicate", "Deliver everything twice", twice, ways.double, lambda: faults.duplicate > 0, promise=1)
    late = "Write three words quickly: all are answered."
    yield Mishap("reorder", "Deliver late and in any order", late, ways.reorder, lambda: faults.reorder, promise=2)
    lost = "Webex does not repeat it: whoever wrote or pressed does it again."
    yield Mishap("drop", "Lose the next one", lost, ways.lose, promise=1)
    known = "204, and nothing happens: its key is known."
    yield Mishap("replay", "Replay the last one", known, ways.replay, promise=1)
    yield Mishap("forge", "Sign the next one wrongly", "401, and nothing is stored.", ways.forge, promise=5)
    off = "Nothing arrives until the bot has looked, within a minute; then it catches up."
    yield Mishap("disable", "Switch the webhooks off", off, ways.disable, promise=1)


@dataclass(frozen=True)
class WebhookMishaps:
    """What becomes of the webhooks of a world."""

    world: World

    def double(self) -> None:
        """Deliver each twice from now on, or once again."""
        self.world.faults.duplicate = 0 if self.world.faults.duplicate else 1

    def reorder(self) -> None:
        """Deliver in any order from now on, or in theirs again."""
        faults = self.world.faults
        faults.reorder = not faults.reorder
        # What leaves at once has nobody to change places with.
        faults.delay = 1.0 if faults.reorder else 0.0

    def lose(self) -> None:
        """Let one more be lost."""
        self.world.faults.drop += 1

    def forge(self) -> None:
        """Sign one more wrongly."""
        self.world.faults.bad_signature += 1

    def replay(self) -> None:
        """Deliver the last one again."""
        if not self.world.deliveries.log:
            raise Refused(409, "Nothing was delivered yet.")
        self.world.deliveries.replay()

    def disable(self) -> None:
        """Switch all of them off, as Webex does with those that fail too often."""
        for person in self.world.people.everybody():
            for webhook in self.world.webhooks.of(person):
                self.world.webhooks.disable(webhook)


def of_answers(world: World) -> Iterator[Mishap]:
    """What Webex may answer to a post."""

    def limited(retry_after: Callable[[], datetime | int | str | None]) -> Callable[[], None]:
        return lambda: world.faults.rate_limited(retry_after=retry_after(), **POST)

    late, guessed = "The answer comes late, and once.", "The answer comes after a quarter of a minute, and once."
    in_a_while = timedelta(seconds=WAIT)
    yield Mishap("429-seconds", f"429, wait {WAIT} seconds", late, limited(lambda: WAIT), promise=6)
    yield Mishap("429-date", "429, wait until a date", late, limited(lambda: world.now() + in_a_while), promise=6)
    yield Mishap("429-nonsense", "429, Retry-After: soon", guessed, limited(lambda: "soon"), promise=6)
    yield Mishap("429-none", "429 without Retry-After", guessed, limited(lambda: None), promise=6)
    again = "The bot tries again, a little later each time."
    yield Mishap("5xx", "503 three times", again, lambda: world.faults.failing(503, 3, **POST), promise=3)


def of_connections(world: World) -> Iterator[Mishap]:
    """What can happen to the connection of a post."""
    faults = world.faults
    meanwhile = "Others are answered meanwhile."
    yield Mishap("slow", f"Answer after {WAIT} seconds", meanwhile, lambda: faults.slow(WAIT, **POST), promise=2)
    again, found = "The bot posts it again.", "The bot finds its own post, and does not say it twice."
    before, after = "Cut before the post is made", "Cut after the post is made"
    yield Mishap("cut-before", before, again, lambda: faults.cut_off(stored=False, **POST), promise=3)
    yield Mishap("cut-after", after, found, lambda: faults.cut_off(**POST), promise=3)


def of_the_bot(running: Running, clock: MovableClock) -> Iterator[Mishap]:
    """What can happen to the bot itself, and to the clock of its machine."""
    stopped = "Write meanwhile, then press again: what was written is answered, in order."
    yield Mishap("stop", "Stop the bot", stopped, running.switch, lambda: running.is_stopped, promise=1)
    goes_on = "Every conversation goes on where it was."
    yield Mishap("restart", "Restart it", goes_on, running.restart, promise=1)
    lost = "Whatever it had in hand is lost to it, and done by the next: once."
    yield Mishap("kill", "Kill it, and start it again", lost, running.kill_and_start, promise=1)
    once = "No reminder comes a second time."
    yield Mishap("clock-back", "Clock back an hour", once, lambda: clock.turn_back(BACK), promise=4)


def of_a_service(name: str, trouble: Trouble) -> Iterator[Mishap]:
    """What can go wrong with a service behind an order: switches, of which one is on at a time."""

    def switch(does: str, title: str, shows: str, **faults: float | int | str | bool) -> Mishap:
        def is_on() -> bool:
            return all(getattr(trouble, fault) == value for fault, value in faults.items())

        def turn() -> None:
            was_on = is_on()
            trouble.calm()
            if not was_on:
                for fault, value in faults.items():
                    setattr(trouble, fault, value)

        return Mishap(f"{name}: {does}", title, shows, turn, is_on)

    refused = "Nobody is kept waiting." + (" /doctor says so, with its fix." if name == WEBEX_ADMIN else "")
    yield switch("refuse", "Refuse: 401", refused, status=401)
    yield switch("forbid", "Forbid: 403", refused, status=403)
    yield switch("limit", f"429, wait {WAIT} seconds", "It is asked again later.", status=429, retry_after=str(WAIT))
    yield switch("fail", "Fail: 503", "It is asked again, later each time.", status=503)
    yield switch("slow", f"Answer after {WAIT} seconds", "The conversation goes on meanwhile.", seconds=float(WAIT))
    yield switch("find-nothing", "Find nothing", "Nothing is concluded from that.", is_empty=True)
