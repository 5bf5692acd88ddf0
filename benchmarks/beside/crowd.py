"""People who press: each as soon as the next card is there, or so many in all each second."""

import threading
from collections import deque
from dataclasses import dataclass, field
from time import monotonic, sleep

from benchmarks.beside.contestants import Contestant
from playground.model import Message, Person

PATIENCE = 300.0


@dataclass
class Crowd:
    """Everybody of a contestant. `waited` has how long each press took until the next card was there, in seconds."""

    contestant: Contestant
    waited: list[float] = field(default_factory=list)
    _cards: "deque[tuple[Person, Message]]" = field(default_factory=deque)
    _pressed: dict[str, float] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        for each in self.contestant.people:
            card = self.contestant.card_of(each)
            if card is not None:
                self._cards.append((each, card))
        self.contestant.saw = self._saw

    def presses(self, turns: int, a_second: float = 0.0) -> list[float]:
        """Let so many presses be made and answered; returns how long each took. `a_second` is how many in all."""
        self.waited.clear()
        started = monotonic()
        for n in range(turns):
            if a_second:
                sleep(max(0.0, started + n / a_second - monotonic()))
            person, card = self._next_card()
            self._pressed[person.id] = monotonic()
            self.contestant.press(person, card)
        with self._news:
            if not self._news.wait_for(lambda: len(self.waited) == turns, PATIENCE):
                raise TimeoutError(f"{turns - len(self.waited)} presses were not answered")
        return list(self.waited)

    def _next_card(self) -> tuple[Person, Message]:
        with self._news:
            if not self._news.wait_for(lambda: self._cards, PATIENCE):
                raise TimeoutError("nobody has a card to press")
            return self._cards.popleft()

    def _saw(self, person: Person, card: Message) -> None:
        with self._news:
            pressed = self._pressed.pop(person.id, None)
            if pressed is not None:
                self.waited.append(monotonic() - pressed)
            self._cards.append((person, card))
            self._news.notify_all()
