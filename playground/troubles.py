"""Troubles: what can go wrong, as buttons of the page, each with what one should see if the bot keeps its promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from playground.clock import MovableClock
from playground.deliveries import Delivery
from playground.model import Json
from playground.refusals import Refused
from playground.running import Running
from playground.world import World

POSTS = "/messages"
WAIT = 5
"""Seconds for which Webex asks the bot to wait: long enough to be seen, short enough to be waited for."""
BACK = timedelta(hours=1)
SHOWN_DELIVERIES = 6


@dataclass(frozen=True)
class Trouble:
    """One button. `is_on` tells of a switch whether it is on; what happens once has none."""

    does: str
    title: str
    shows: str
    cause: Callable[[], None]
    is_on: Callable[[], bool] | None = None


class Troubles:
    """All that one can break between a bot and Webex, and what the bot still owes meanwhile."""

    def __init__(self, world: World, running: Running | None = None, clock: MovableClock | None = None) -> None:
        self._world = world
        self._running = running
        self._groups = {
            "Webhooks on their way": self._of_webhooks(),
            "Webex's answers to a post": self._of_answers(),
            "Connections": self._of_connections(),
            **({"The bot": _of_the_bot(running, clock)} if running and clock else {}),
            "All of them": self._of_all(),
        }

    def look(self) -> Json:
        """The buttons, how much is owed, and how the last deliveries went."""
        return {
            "groups": [
                {"title": title, "troubles": [_shown(each) for each in troubles]}
                for title, troubles in self._groups.items()
            ],
            "owed": self._owed(),
            "planned": self._world.faults.planned,
            "deliveries": [_told(each) for each in reversed(self._world.deliveries.log[-SHOWN_DELIVERIES:])],
        }

    def act(self, sent: Json) -> None:
        """Press a button."""
        for troubles in self._groups.values():
            for each in troubles:
                if each.does == sent.get("does"):
                    each.cause()
                    self._world.changed()
                    return
        raise Refused(404, "There is no such fault.")

    # What there is

    def _of_webhooks(self) -> tuple[Trouble, ...]:
        faults = self._world.faults
        return (
            Trouble(
                "duplicate",
                "Deliver everything twice",
                "Each message and press has one effect.",
                self._switch("duplicate", on=1, off=0),
                lambda: faults.duplicate > 0,
            ),
            Trouble(
                "reorder",
                "Deliver late and in any order",
                "Write three words quickly: all are answered.",
                self._reorder,
                lambda: faults.reorder,
            ),
            Trouble(
                "drop",
                "Lose the next one",
                "Webex does not repeat it: whoever wrote or pressed does it again.",
                lambda: self._next("drop"),
            ),
            Trouble(
                "replay",
                "Replay the last one",
                "204, and nothing happens: its key is known.",
                self._replay,
            ),
            Trouble(
                "forge",
                "Sign the next one wrongly",
                "401, and nothing is stored.",
                lambda: self._next("bad_signature"),
            ),
            Trouble(
                "disable",
                "Switch the webhooks off",
                "Nothing arrives until the bot has looked, within a minute; then it catches up.",
                self._disable,
            ),
        )

    def _of_answers(self) -> tuple[Trouble, ...]:
        def limited(kind: str, title: str, retry_after: Callable[[], object]) -> Trouble:
            shows = "The answer comes late, and once."
            return Trouble(kind, title, shows, lambda: self._limited(retry_after()))

        return (
            limited("429-seconds", f"429, wait {WAIT} seconds", lambda: WAIT),
            limited("429-date", "429, wait until a date", lambda: self._world.now() + timedelta(seconds=WAIT)),
            limited("429-nonsense", "429, Retry-After: soon", lambda: "soon"),
            limited("429-none", "429 without Retry-After", lambda: None),
            Trouble(
                "5xx",
                "503 three times",
                "The bot tries again, a little later each time.",
                lambda: self._world.faults.failing(503, 3, method="POST", path=POSTS),
            ),
        )

    def _of_connections(self) -> tuple[Trouble, ...]:
        faults = self._world.faults
        return (
            Trouble(
                "slow",
                f"Answer after {WAIT} seconds",
                "Others are answered meanwhile.",
                lambda: faults.slow(WAIT, method="POST", path=POSTS),
            ),
            Trouble(
                "cut-before",
                "Cut before the post is made",
                "The bot posts it again.",
                lambda: faults.cut_off(stored=False, method="POST", path=POSTS),
            ),
            Trouble(
                "cut-after",
                "Cut after the post is made",
                "The bot finds its own post, and does not say it twice.",
                lambda: faults.cut_off(method="POST", path=POSTS),
            ),
        )

    def _of_all(self) -> tuple[Trouble, ...]:
        return (Trouble("calm", "Everything calm again", "All faults above are off.", self._calm),)

    # What they do

    def _switch(self, name: str, *, on: int, off: int) -> Callable[[], None]:
        faults = self._world.faults
        return lambda: setattr(faults, name, off if getattr(faults, name) else on)

    def _reorder(self) -> None:
        faults = self._world.faults
        faults.reorder = not faults.reorder
        # What leaves at once has nobody to change places with.
        faults.delay = 1.0 if faults.reorder else 0.0

    def _next(self, name: str) -> None:
        setattr(self._world.faults, name, getattr(self._world.faults, name) + 1)

    def _replay(self) -> None:
        if not self._world.deliveries.log:
            raise Refused(409, "Nothing was delivered yet.")
        self._world.deliveries.replay()

    def _disable(self) -> None:
        for person in self._world.people.everybody():
            for webhook in self._world.webhooks.of(person):
                self._world.webhooks.disable(webhook)

    def _limited(self, retry_after: object) -> None:
        self._world.faults.rate_limited(retry_after=retry_after, method="POST", path=POSTS)  # type: ignore[arg-type]

    def _calm(self) -> None:
        self._world.faults.clear()
        if self._running:
            self._running.start()

    # What is owed

    def _owed(self) -> Json | None:
        if self._running is None:
            return {}
        if self._running.is_stopped:
            return None
        with self._running.bot.store.reading() as uow:
            events, messages, dead = uow.inbox.counts(), uow.outbox.counts(), uow.dead_letters.count()
        return {
            "inbox": events["waiting"] + events["leased"],
            "outbox": messages["due"] + messages["leased"],
            "dead letters": dead,
        }


def _of_the_bot(running: Running, clock: MovableClock) -> tuple[Trouble, ...]:
    def restart() -> None:
        running.stop()
        running.start()

    return (
        Trouble(
            "stop",
            "Stop the bot",
            "Write meanwhile, then press again: what was written is answered, in order.",
            lambda: running.start() if running.is_stopped else running.stop(),
            lambda: running.is_stopped,
        ),
        Trouble("restart", "Restart it", "Every conversation goes on where it was.", restart),
        Trouble(
            "clock-back",
            "Clock back an hour",
            "No reminder comes a second time.",
            lambda: clock.turn_back(BACK),
        ),
    )


def _shown(trouble: Trouble) -> Json:
    is_on = trouble.is_on() if trouble.is_on else None
    return {"does": trouble.does, "title": trouble.title, "shows": trouble.shows, "isOn": is_on}


def _told(delivery: Delivery) -> Json:
    envelope = json.loads(delivery.body)
    return {"what": f"{envelope['resource']} {envelope['event']}", "outcome": str(delivery.outcome)}
