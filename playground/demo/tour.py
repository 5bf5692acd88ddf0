"""The tour: one order from import to provisioned, without a browser, told as it happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

import requests

from bot.domain.orders import OrderState
from playground import forms
from playground.cards import heading_of
from playground.demo import scenes
from playground.demo.clock import MovableClock
from playground.demo.one_time_page import Unanswered, create_password, link_behind
from playground.demo.script import Script
from playground.demo.stage import Stage, open_stage
from playground.model import Message
from playground.patience import PATIENCE

PASSWORD = "Blue-Harbour-42!"  # noqa: S105, of an organization that is gone when the tour ends
ANN = scenes.ANN


@dataclass(frozen=True)
class Turn:
    """What Ann does when she sees a card with this heading."""

    sees: str
    presses: str
    fills: Mapping[str, Any] = field(default_factory=dict)


TURNS = (
    Turn("Set up your Webex order", "Set Up Now"),
    Turn("What is your role?", "Next", {"Role": "I am a partner"}),
    Turn("Who will set up the services?", "Next", {"Who will set up": "Yes, I will set up"}),
    Turn("Your partner organization", "Next", {"Organization": "Create a new partner organization"}),
    Turn(
        "Your partner organization", "Next", {"Company name": "Northwind Riyadh", "Country or region": "Saudi Arabia"}
    ),
    Turn("Customer administrator", "Next", {"Customer administrator email address": scenes.CARLA.email}),
    Turn("Customer organization", "Next"),
    Turn("Confirm customer and partner", "Confirm and map for good"),
    Turn("Your order is set up successfully", "Continue"),
    Turn("Create a password for your partner organization", "Create password"),
    Turn("Service setup", "Next"),
    Turn("Subscription details", "Next"),
    Turn(
        "Calling settings",
        "Save",
        {"Location name": "Riyadh head office", "Street address": "King Fahd Road 1", "City": "Riyadh"},
    ),
    Turn("Meeting settings", "Save", {"Site name": "contosodental"}),
    Turn("Organization settings", "Check Availability", {"Subdomain": "contosodental"}),
    Turn("Organization settings", "Save", {"Subdomain": "contosodental"}),
    Turn("Provision and start billing", "Provision", {"Billing": True}),
)
END = "Your services are provisioned"


class Lost(Exception):
    """The conversation went otherwise than the tour expects."""


def run_tour(out: Callable[[str], object]) -> int:
    """Walk the order to its end; returns 0 only when it is provisioned."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    script = Script(out)
    opens = scenes.curtain(MovableClock().now())
    with open_stage(scenes.beginning(opens) + scenes.BEGINS_DAYS_EARLIER) as stage:
        tour = Tour(stage, script)
        try:
            tour.walk()
        except (Lost, Unanswered, TimeoutError, forms.Invalid, requests.RequestException) as error:
            script.fails(f"The tour stopped at “{tour.stands_at}”: {error}")
            return 1
        return tour.ends()


class Tour:
    """Ann's way through her order, which knows its place, so that a failure can name it."""

    def __init__(self, stage: Stage, script: Script) -> None:
        self.stands_at = "the import"
        self._stage = stage
        self._script = script
        self._ann = stage.person(ANN)
        self._seen: set[tuple[str, int]] = set()
        self._until = monotonic() + PATIENCE

    def walk(self) -> None:
        """Import the order, wait for its day, and take every turn."""
        self._import()
        self._wait_for_the_day()
        for turn in TURNS:
            self.stands_at = turn.sees
            self._take(turn, self._next_card(turn.sees))
        self.stands_at = END
        self._next_card(END)

    def ends(self) -> int:
        """Say how the order stands now."""
        state = self._state()
        if state is not OrderState.PROVISIONED:
            self._script.fails(f"Order {scenes.ANNS_ORDER} is not provisioned at the end but {state}.")
            return 1
        self._script.succeeds(f"Order {scenes.ANNS_ORDER} is provisioned.")
        return 0

    # What happens

    def _import(self) -> None:
        bot, today = self._stage.bot, self._now().date()
        bot.imports.directory(scenes.directory(), "organizations.csv")
        bot.imports.orders(scenes.orders(today, only=scenes.ANNS_ORDER), "orders.csv")
        self._script.opens("One order, from import to provisioned")
        self._script.tells(
            f"The bot runs at {self._stage.bot_url}, the local Webex at {self._stage.page_url}. "
            f"Order {scenes.ANNS_ORDER} was imported from a file. It is {self._state()}, for today."
        )

    def _wait_for_the_day(self) -> None:
        self.stands_at = "the invitation"
        self._stage.timeline.to_next()
        self._script.tells(f"The clock moves on to {self._now():%A %H:%M}, the reminder hour of the order.")

    def _take(self, turn: Turn, card: Message) -> None:
        if link_behind(card, turn.presses):
            self._use_page(turn, card)
            return
        self._script.does(self._now(), ANN.name, turn.presses, turn.fills)
        self._ann.presses(card, turn.presses, turn.fills)

    def _use_page(self, turn: Turn, card: Message) -> None:
        """Open the one-time page as a browser does, and send its form."""
        self._script.does(self._now(), ANN.name, turn.presses, {"Password": "•" * len(PASSWORD)})
        create_password(link_behind(card, turn.presses), PASSWORD)

    # What Ann sees

    def _next_card(self, heading: str) -> Message:
        """Wait for a card that was not there before, or was changed, with this heading.

        A card that has said what it had to say is changed as well, and shows something else: that one is left aside.
        """
        while True:
            changes = self._stage.world.changes
            for message in self._new_messages():
                self._seen.add((message.id, message.edits))
                if message.edits and heading_of(message.card) != heading:
                    continue
                self._script.says(self._now(), self._stage.myself.name, message.text or "")
                if message.card:
                    return self._checked(message, heading)
            self._check_time()
            self._stage.world.wait_for_change(changes, self._until - monotonic())

    def _new_messages(self) -> Iterator[Message]:
        room = self._ann.room_with(self._stage.myself)
        for each in self._stage.world.transcript(room) if room else []:
            if each.person_id == self._stage.myself.id and (each.id, each.edits) not in self._seen:
                yield each

    def _checked(self, message: Message, heading: str) -> Message:
        if heading_of(message.card) != heading:
            raise Lost("the bot shows another card than this one")
        return message

    def _check_time(self) -> None:
        if monotonic() > self._until:
            raise Lost(f"nothing more came within {PATIENCE:.0f} seconds")

    def _now(self) -> datetime:
        return self._stage.timeline.now().astimezone(scenes.ZONE)

    def _state(self) -> OrderState | None:
        with self._stage.bot.store.reading() as uow:
            order = uow.orders.get(scenes.ANNS_ORDER)
        return order.state if order else None
