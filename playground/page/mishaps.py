"""Mishaps: what can go wrong between a bot, Webex and the services behind an order, each as one button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from playground.demo.clock import MovableClock
from playground.demo.running import Running
from playground.refusals import Refused
from playground.services.trouble import Trouble
from playground.world import World

POSTS = "/messages"
WAIT = 5
"""Seconds for which Webex asks the bot to wait: long enough to be seen, short enough to be waited for."""
BACK = timedelta(hours=1)


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
    faults = world.faults

    def double() -> None:
        faults.duplicate = 0 if faults.duplicate else 1

    def reorder() -> None:
        faults.reorder = not faults.reorder
        # What leaves at once has nobody to change places with.
        faults.delay = 1.0 if faults.reorder else 0.0

    def lose() -> None:
        faults.drop += 1

    def replay() -> None:
        if not world.deliveries.log:
            raise Refused(409, "Nothing was delivered yet.")
        world.deliveries.replay()

    def forge() -> None:
        faults.bad_signature += 1

    def disable() -> None:
        for person in world.people.everybody():
            for webhook in world.webhooks.of(person):
                world.webhooks.disable(webhook)

    yield Mishap(
        "duplicate",
        "Deliver everything twice",
        "Each message and press has one effect.",
        double,
        lambda: faults.duplicate > 0,
        promise=1,
    )
    yield Mishap(
        "reorder",
        "Deliver late and in any order",
        "Write three words quickly: all are answered.",
        reorder,
        lambda: faults.reorder,
        promise=2,
    )
    yield Mishap(
        "drop",
        "Lose the next one",
        "Webex does not repeat it: whoever wrote or pressed does it again.",
        lose,
        promise=1,
    )
    yield Mishap("replay", "Replay the last one", "204, and nothing happens: its key is known.", replay, promise=1)
    yield Mishap("forge", "Sign the next one wrongly", "401, and nothing is stored.", forge, promise=5)
    yield Mishap(
        "disable",
        "Switch the webhooks off",
        "Nothing arrives until the bot has looked, within a minute; then it catches up.",
        disable,
        promise=1,
    )


def of_answers(world: World) -> Iterator[Mishap]:
    """What Webex may answer to a post."""

    def limited(retry_after: Callable[[], int | str | None]) -> Callable[[], None]:
        return lambda: world.faults.rate_limited(retry_after=retry_after(), method="POST", path=POSTS)

    def until_a_date() -> None:
        later = world.now() + timedelta(seconds=WAIT)
        world.faults.rate_limited(retry_after=later, method="POST", path=POSTS)

    late = "The answer comes late, and once."
    yield Mishap("429-seconds", f"429, wait {WAIT} seconds", late, limited(lambda: WAIT), promise=6)
    yield Mishap("429-date", "429, wait until a date", late, until_a_date, promise=6)
    yield Mishap("429-nonsense", "429, Retry-After: soon", late, limited(lambda: "soon"), promise=6)
    yield Mishap("429-none", "429 without Retry-After", late, limited(lambda: None), promise=6)
    yield Mishap(
        "5xx",
        "503 three times",
        "The bot tries again, a little later each time.",
        lambda: world.faults.failing(503, 3, method="POST", path=POSTS),
        promise=3,
    )


def of_connections(world: World) -> Iterator[Mishap]:
    """What can happen to the connection of a post."""
    faults = world.faults
    yield Mishap(
        "slow",
        f"Answer after {WAIT} seconds",
        "Others are answered meanwhile.",
        lambda: faults.slow(WAIT, method="POST", path=POSTS),
        promise=2,
    )
    yield Mishap(
        "cut-before",
        "Cut before the post is made",
        "The bot posts it again.",
        lambda: faults.cut_off(stored=False, method="POST", path=POSTS),
        promise=3,
    )
    yield Mishap(
        "cut-after",
        "Cut after the post is made",
        "The bot finds its own post, and does not say it twice.",
        lambda: faults.cut_off(method="POST", path=POSTS),
        promise=3,
    )


def of_the_bot(running: Running, clock: MovableClock) -> Iterator[Mishap]:
    """What can happen to the bot itself, and to the clock of its machine."""

    def restart() -> None:
        running.stop()
        running.start()

    def kill() -> None:
        running.kill()
        running.start()

    yield Mishap(
        "stop",
        "Stop the bot",
        "Write meanwhile, then press again: what was written is answered, in order.",
        lambda: running.start() if running.is_stopped else running.stop(),
        lambda: running.is_stopped,
        promise=1,
    )
    yield Mishap("restart", "Restart it", "Every conversation goes on where it was.", restart, promise=1)
    yield Mishap(
        "kill",
        "Kill it, and start it again",
        "Whatever it had in hand is lost to it, and done by the next: once.",
        kill,
        promise=1,
    )
    yield Mishap(
        "clock-back", "Clock back an hour", "No reminder comes a second time.", lambda: clock.turn_back(BACK), promise=4
    )


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

    yield switch("refuse", "Refuse: 401", "/doctor says so, with its fix; nobody is kept waiting.", status=401)
    yield switch("forbid", "Forbid: 403", "/doctor says so, with its fix; nobody is kept waiting.", status=403)
    yield switch("limit", f"429, wait {WAIT} seconds", "It is asked again later.", status=429, retry_after=str(WAIT))
    yield switch("fail", "Fail: 503", "It is asked again, later each time.", status=503)
    yield switch("slow", f"Answer after {WAIT} seconds", "The conversation goes on meanwhile.", seconds=float(WAIT))
    yield switch("find-nothing", "Find nothing", "Nothing is concluded from that.", is_empty=True)
