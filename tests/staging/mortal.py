"""A bot that is killed at any moment and begins another life, and the orders that are set up through it all."""

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.bootstrap import build
from bot.domain.orders import OrderState
from playground.serving import LOOPBACK, take_port
from playground.world import World
from tests.staging.files import directory_file, order_file
from tests.staging.live import where_it_is_noon
from tests.staging.lives import live_again_and_again
from tests.staging.processes import FORKS, begin
from tests.staging.scenery import Scenery


class Mortal(Scenery):
    """A bot in a process that can be killed, the world around it, and orders to be set up."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, World(seed=7), ALLOWED_DOMAINS="example.com", REMINDER_TIME="00:00")
        self.deaths = 0
        self._replayed = 0
        self._listening = take_port()
        self._url = f"http://{LOOPBACK}:{self._listening.getsockname()[1]}"
        self._log_file = folder / "bot.log"
        self.bot = build(self.settings(self._url))

    def __enter__(self) -> Self:
        self.bot.lifecycle.guard.check()
        self._life, theirs = FORKS.Pipe()
        live = partial(live_again_and_again, theirs, self._listening)
        environment = os.environ | self.environment(self._url)
        self._process = FORKS.Process(target=begin, args=(live, self.folder, environment, self._log_file), daemon=True)
        self._process.start()
        theirs.close()
        self.live()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._life.close()
        self.bot.store.close()
        self.strike()
        self._listening.close()

    def doom(self, touches: int) -> None:
        self._life.send(f"doom {touches}")

    def rise(self) -> None:
        """Begin another life; nothing kills it unless it is told."""
        self.deaths += 1
        self.live()

    def live(self) -> None:
        self._life.send("live")
        assert self._life.recv() == "up", self._log_file.read_text()

    def settle(self) -> None:
        """Let everything happen that is due, through however many deaths."""
        while True:
            self.let_arrive()
            self._life.send("go")
            word = self._life.recv()
            if word == "dead":
                self.rise()
            self.deliver_again()
            if word == "idle" and self.world.deliveries.idle() and self.is_idle():
                return

    def let_arrive(self) -> None:
        """Wait for what is on its way, but not for ever: whoever should take it may be dead."""
        for _look in range(25):
            with suppress(TimeoutError):
                self.world.settle(0.02)
                return
            if self.has_died():
                return

    def has_died(self) -> bool:
        """Return whether the process has said, without being asked, that a life has ended."""
        return self._life.poll()

    def deliver_again(self) -> None:
        """Repeat what was not answered with 204: that much is not promised, so the person does it again."""
        log = self.world.deliveries.log
        for each in log[self._replayed :]:
            if not each.arrived:
                self.world.deliveries.replay(each)
        self._replayed = len(log)

    def is_idle(self) -> bool:
        return self.bot.health.is_idle()

    def order(self, number: str, contact: str) -> Any:
        """Let an order come in that is due today, for somebody new; returns that person."""
        person = self.world.person(contact, "Ann Archer")
        zone, today = where_it_is_noon()
        self.bot.imports.directory(
            directory_file(
                f"org-p-{number},Northwind {number},partner,US,2021-05-04,{contact},",
                f"org-c-{number},Contoso {number},customer,SA,2022-01-10,it-{number}@contoso.example.org,",
            ),
            "directory.csv",
        )
        row = f"{number},A-FLEX-3,{today},{contact},Contoso,Northwind,meetings;calling,SA,{zone},,,"
        self.bot.imports.orders(order_file(row), "orders.csv")
        return person

    def cards(self, person: Any) -> list[Any]:
        """Return the cards that somebody can press now."""
        room = self.world.direct(person, self.me)
        return [each for each in self.world.transcript(room) if each.card and each.card.get("actions")]

    def story(self, person: Any, number: str) -> list[str]:
        """Return all that the bot ever said to somebody, without what tells one story from another."""
        room = self.world.direct(person, self.me)
        said = [each for each in self.world.transcript(room, deleted=True) if each.person_id == self.me.id]
        return [each.words.replace(number, "N").replace(person.email, "E") for each in said]

    def answered(self, number: str) -> list[str]:
        """Return the steps that were answered, as the audit log has them."""
        with self.bot.store.reading() as uow:
            return [line.detail["step"] for line in uow.audit.of_order(number) if line.verb == "answered"]

    def state(self, number: str) -> OrderState:
        with self.bot.store.reading() as uow:
            order = uow.orders.get(number)
        assert order
        return order.state
