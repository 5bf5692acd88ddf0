"""Troubles: the panel of the page on which one breaks things, and sees what the bot owes meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial

from bot.language.texts import Texts, _
from playground.deliveries import Delivery
from playground.demo.clock import MovableClock
from playground.demo.running import Running
from playground.model import Json
from playground.page import mishaps
from playground.page.guarantees import promise
from playground.page.mishaps import Mishap
from playground.refusals import Refused
from playground.services.trouble import Trouble
from playground.world import World
from store import UnitOfWork

SHOWN_DELIVERIES = 6


class Troubles:
    """All that one can break between a bot, Webex and the services behind the orders.

    Without a bot of ours nothing is said about promises.
    """

    def __init__(
        self,
        world: World,
        running: Running | None = None,
        clock: MovableClock | None = None,
        services: Mapping[str, Trouble] | None = None,
    ) -> None:
        self._world = world
        self._running = running
        self._services = services or {}
        self._groups: dict[str, Sequence[Mishap]] = {
            _("Webhooks on their way"): tuple(mishaps.of_webhooks(world)),
            _("Webex's answers to a post"): tuple(mishaps.of_answers(world)),
            _("Connections"): tuple(mishaps.of_connections(world)),
            **({_("The bot"): tuple(mishaps.of_the_bot(running, clock))} if running and clock else {}),
            **{name: tuple(mishaps.of_a_service(name, trouble)) for name, trouble in self._services.items()},
            _("All of them"): (Mishap("calm", _("Everything calm again"), _("All faults above are off."), self._calm),),
        }

    def look(self, t: Texts) -> Json:
        """Return the buttons, how much is owed by which promise, and how the last deliveries went."""
        return {
            "groups": [
                {"title": t(title), "troubles": [self._shown(each, t) for each in group]}
                for title, group in self._groups.items()
            ],
            "owed": self._owed(t),
            "deliveries": [_told(each) for each in reversed(self._world.deliveries.log[-SHOWN_DELIVERIES:])],
        }

    def act(self, sent: Json) -> None:
        """Press a button."""
        for group in self._groups.values():
            for each in group:
                if each.does == sent.get("does"):
                    each.cause()
                    self._world.changed()
                    return
        raise Refused(404, _("There is no such fault."))

    def _calm(self) -> None:
        self._world.faults.clear()
        for each in self._services.values():
            each.calm()
        if self._running:
            self._running.start()

    def _shown(self, mishap: Mishap, t: Texts) -> Json:
        is_on = mishap.is_on() if mishap.is_on else None
        about = {"does": mishap.does, "title": t(mishap.title), "shows": t(mishap.shows), "isOn": is_on}
        return {**about, "promise": _promise(mishap.promise, t) if self._running and mishap.promise else None}

    def _owed(self, t: Texts) -> list[Json]:
        """Return what the bot has still to do, by which promise it will, and how many faults are still to come."""
        waiting = {"name": t(_("faults waiting")), "count": self._world.faults.planned}
        if self._running is None:
            return [waiting]
        owed = self._running.reads(partial(self._counted, t=t))
        return [*(owed or [{"name": t(_("bot")), "count": t(_("stopped"))}]), waiting]

    def _counted(self, uow: UnitOfWork, t: Texts) -> list[Json]:
        events, messages = uow.inbox.counts(), uow.outbox.counts()
        dead, due = uow.dead_letters.count(), len(uow.reminders.due_by(self._world.now()))
        return [
            {"name": t(_("inbox")), "count": events["waiting"] + events["leased"], "promise": _promise(1, t)},
            {"name": t(_("outbox")), "count": messages["due"] + messages["leased"], "promise": _promise(3, t)},
            {"name": t(_("reminders due")), "count": due, "promise": _promise(4, t)},
            {"name": t(_("dead letters")), "count": dead, "promise": _promise(7, t)},
        ]


def _promise(number: int, t: Texts) -> Json:
    return {"number": number, "title": t(promise(number).title)}


def _told(delivery: Delivery) -> Json:
    envelope = json.loads(delivery.body)
    return {"what": f"{envelope['resource']} {envelope['event']}", "outcome": str(delivery.outcome)}
