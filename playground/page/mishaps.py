"""Mishaps: what can go wrong between a bot, Webex and the services behind an order, each as one button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from bot.language.texts import _
from playground.demo.clock import MovableClock
from playground.demo.running import Running
from playground.refusals import Refused
from playground.services.admin import WEBEX_ADMIN
from playground.services.commerce import CISCO_COMMERCE
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
    """Yield what can happen to a webhook on its way."""
    faults, ways = world.faults, WebhookMishaps(world)
    doubled, twice = _("Deliver everything twice"), _("Each message and press has one effect.")
    yield Mishap("duplicate", doubled, twice, ways.double, lambda: faults.duplicate > 0, promise=1)
    late = _("Write three words quickly: all are answered.")
    yield Mishap("reorder", _("Deliver late and in any order"), late, ways.reorder, lambda: faults.reorder, promise=2)
    lost = _("Webex does not repeat it: whoever wrote or pressed does it again.")
    yield Mishap("drop", _("Lose the next one"), lost, ways.lose, promise=1)
    known = _("204, and nothing happens: its key is known.")
    yield Mishap("replay", _("Replay the last one"), known, ways.replay, promise=1)
    yield Mishap("forge", _("Sign the next one wrongly"), _("401, and nothing is stored."), ways.forge, promise=5)
    off = _("Nothing arrives until the bot has looked, within a minute; then it catches up.")
    yield Mishap("disable", _("Switch the webhooks off"), off, ways.disable, promise=1)


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
            raise Refused(409, _("Nothing has been delivered yet."))
        self.world.deliveries.replay()

    def disable(self) -> None:
        """Switch all of them off, as Webex does with those that fail too often."""
        for person in self.world.people.everybody():
            for webhook in self.world.webhooks.of(person):
                self.world.webhooks.disable(webhook)


def of_answers(world: World) -> Iterator[Mishap]:
    """Yield what Webex may answer to a post."""

    def limited(retry_after: Callable[[], datetime | int | str | None]) -> Callable[[], None]:
        return lambda: world.faults.rate_limited(retry_after=retry_after(), **POST)

    late, guessed = _("The answer comes late, and once."), _("The answer comes after a quarter of a minute, and once.")
    by_date, in_a_while = _("429, with a date to wait for"), timedelta(seconds=WAIT)
    yield Mishap("429-seconds", _("429, with seconds to wait"), late, limited(lambda: WAIT), promise=6)
    yield Mishap("429-date", by_date, late, limited(lambda: world.now() + in_a_while), promise=6)
    yield Mishap("429-nonsense", _("429, with nonsense to wait for"), guessed, limited(lambda: "soon"), promise=6)
    yield Mishap("429-none", _("429, without a word of how long"), guessed, limited(lambda: None), promise=6)
    again = _("The bot tries again, a little later each time.")
    yield Mishap("5xx", _("503 three times"), again, lambda: world.faults.failing(503, 3, **POST), promise=3)


def of_connections(world: World) -> Iterator[Mishap]:
    """Yield what can happen to the connection of a post."""
    faults = world.faults
    meanwhile = _("Others are answered meanwhile.")
    yield Mishap("slow", _("Answer after five seconds"), meanwhile, lambda: faults.slow(WAIT, **POST), promise=2)
    again, found = _("The bot posts it again."), _("The bot finds its own post, and does not say it twice.")
    before, after = _("Cut before the post is made"), _("Cut after the post is made")
    yield Mishap("cut-before", before, again, lambda: faults.cut_off(stored=False, **POST), promise=3)
    yield Mishap("cut-after", after, found, lambda: faults.cut_off(**POST), promise=3)


def of_the_bot(running: Running, clock: MovableClock) -> Iterator[Mishap]:
    """Yield what can happen to the bot itself, and to the clock of its machine."""
    stopped = _("Write meanwhile, then press again: what was written is answered, in order.")
    yield Mishap("stop", _("Stop the bot"), stopped, running.switch, lambda: running.is_stopped, promise=1)
    goes_on = _("Every conversation goes on where it was.")
    yield Mishap("restart", _("Restart it"), goes_on, running.restart, promise=1)
    lost = _("Whatever it had in hand is lost to it, and done by the next: once.")
    yield Mishap("kill", _("Kill it, and start it again"), lost, running.kill_and_start, promise=1)
    once = _("No reminder comes a second time.")
    yield Mishap("clock-back", _("Clock back an hour"), once, lambda: clock.turn_back(BACK), promise=4)


def of_a_service(name: str, trouble: Trouble) -> Iterator[Mishap]:
    """Yield what can go wrong with a service behind an order: switches, of which one is on at a time."""

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

    looked_at = name in (WEBEX_ADMIN, CISCO_COMMERCE)
    refused = _("Nobody is kept waiting. /doctor says so, with its fix.") if looked_at else _("Nobody is kept waiting.")
    yield switch("refuse", _("Refuse: 401"), refused, status=401)
    yield switch("forbid", _("Forbid: 403"), refused, status=403)
    later = _("It is asked again later.")
    yield switch("limit", _("429, with seconds to wait"), later, status=429, retry_after=str(WAIT))
    yield switch("fail", _("Fail: 503"), _("It is asked again, later each time."), status=503)
    yield switch("slow", _("Answer after five seconds"), _("The conversation goes on meanwhile."), seconds=float(WAIT))
    yield switch("find-nothing", _("Find nothing"), _("Nothing is concluded from that."), is_empty=True)
