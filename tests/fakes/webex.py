"""Doors to Webex that do not do what Webex does: they note, hang, wait for each other, or fail when told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

from bot.domain.events import Envelope, Event
from bot.domain.outgoing import Address, Message, Posted
from bot.domain.webhooks import Webhook
from bot.errors import RateLimited, Rejected, Uncertain, Unreachable
from bot.webex.budget import Budget
from bot.webex.client import WebexTeams
from bot.webex.port import Known
from playground.patience import PATIENCE


class Recorder(WebexTeams):
    """A Webex that takes every post and notes it."""

    def __init__(self, budget: Budget) -> None:
        self.posted: list[str] = []
        self.judge: Callable[[Message], None] = lambda message: None
        self._budget = budget

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        self._budget.spend()
        self.judge(message)
        self.posted.append(message.text)
        return Posted(f"M{len(self.posted)}", address.line)

    def find_own(self, *args: Any, **more: Any) -> Posted | None:
        return None


class Stuck(WebexTeams):
    """A Webex that answers posts to a hundred rooms only when all of them and one more are being made."""

    def __init__(self, *given: Any, budget: Budget, **more: Any) -> None:
        super().__init__(*given, budget=budget, **more)
        self.gate = Barrier(101)
        self._slots = budget.slots

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        if message.text == "stuck":
            with self._slots.lent():
                self.gate.wait(timeout=PATIENCE)
        return super().post(address, message, parent_id)


class Fickle(WebexTeams):
    """A Webex of one's own, that does what it is told next, and keeps what arrived."""

    def __init__(self, outcomes: list[str]) -> None:
        self.rooms: dict[str, list[str]] = {}
        self._outcomes = outcomes

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        outcome = self._outcomes.pop() if self._outcomes else "fine"
        if outcome == "429":
            raise RateLimited("429", wait=timedelta(seconds=3))
        if outcome == "503":
            raise Unreachable("503")
        if outcome == "refused":
            raise Rejected(400, "no")
        if outcome == "lost, not arrived":
            raise Uncertain("no answer")
        if outcome == "dies":
            raise KeyboardInterrupt
        self.rooms.setdefault(address.line, []).append(message.text)
        if outcome == "lost, arrived":
            raise Uncertain("no answer")
        if outcome == "dies after":
            raise KeyboardInterrupt
        return Posted(message.text, address.line)

    def now(self) -> None:
        """Tell no time."""

    def find_own(self, address: Address, message: Message, since: datetime, **more: Any) -> Posted | None:
        arrived = message.text in self.rooms.get(address.line, [])
        return Posted(message.text, address.line) if arrived else None


class Appointment(WebexTeams):
    """A Webex whose answers come when two hundred people's messages are being asked for at once, and not before."""

    people = 200

    def __init__(self, *given: Any, budget: Budget, **more: Any) -> None:
        super().__init__(*given, budget=budget, **more)
        self.all_are_here = Barrier(self.people)
        self._slots = budget.slots

    def open(self, envelope: Envelope, known: Known) -> Event:
        with self._slots.lent():
            self.all_are_here.wait(timeout=PATIENCE)
        return super().open(envelope, known)


class Meanwhile(WebexTeams):
    """A Webex during whose calls something else happens: once, when what was asked of it has been done, or refused."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.during: list[Callable[[], object]] = []

    def open(self, envelope: Envelope, known: Known) -> Event:
        try:
            return super().open(envelope, known)
        finally:
            self._let_happen()

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted:
        try:
            return super().post(address, message, parent_id)
        finally:
            self._let_happen()

    def _let_happen(self) -> None:
        while self.during:
            self.during.pop()()


class KeepsSecrets(WebexTeams):
    """A Webex that does not show the secrets of webhooks."""

    def webhooks(self) -> list[Webhook]:
        return [replace(each, secret="") for each in super().webhooks()]
