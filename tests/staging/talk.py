"""People who write to a bot in a process of its own for as long as something else is done to it."""

from functools import partial
from threading import Event, Thread
from typing import Any, Self

from tests.staging.live import where_it_is_noon
from tests.staging.processes import Processes

PEOPLE = 6
INVITED = 3
PACE = 0.25
# Nobody may have more than a hundred messages waiting, and a machine that is busy takes its time to start a bot.
MOST_UNANSWERED = 30


class Talk:
    """People who write one question after another until the block ends; some get an invitation meanwhile."""

    def __init__(self, machine: Processes) -> None:
        self._machine = machine
        self.people = [machine.world.person(f"p{n}@example.com") for n in range(PEOPLE)]
        self._asked = {each.id: 0 for each in self.people}
        self._stop = Event()
        self._threads = [Thread(target=self._write, args=(each,)) for each in self.people]

    def __enter__(self) -> Self:
        zone, today = where_it_is_noon()
        some = enumerate(self.people[:INVITED])
        rows = [f"A{n},A-WX,{today},{each.email},Contoso,,meetings,,{zone},,," for n, each in some]
        self._machine.load(*rows)
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for each in self._threads:
            each.join()

    def go_on_for(self, questions: int) -> None:
        """Let everybody get so many more answers."""
        before = {each.id: len(self.answers(each)) for each in self.people}
        self._machine.until(lambda: all(len(self.answers(p)) >= before[p.id] + questions for p in self.people))

    def answers(self, person: Any) -> list[int]:
        """Return to which questions the bot has answered somebody, one after another."""
        said = [text for text in self._machine.chat(person) if "order" in text and not is_invitation(text)]
        return [int(word) for text in said for word in text.split() if word.isdigit()]

    def is_answered_once(self, *, in_order: bool = True) -> None:
        """Fail unless everybody got every answer, and one invitation at most.

        Not in order where the bot was started anew: who writes meanwhile may be answered before what was missed.
        """
        for each in self.people:
            asked = self._asked[each.id]
            is_done = partial(self._has_answers, each, asked)
            self._machine.until(is_done)
            answers = self.answers(each)
            assert (answers if in_order else sorted(answers)) == list(range(asked)), answers
        expected = [1] * INVITED + [0] * (PEOPLE - INVITED)
        self._machine.until(lambda: sum(self._invitations()) >= INVITED)
        assert self._invitations() == expected, self._invitations()

    def _has_answers(self, person: Any, count: int) -> bool:
        return len(self.answers(person)) >= count

    def _invitations(self) -> list[int]:
        return [sum(map(is_invitation, self._machine.chat(each))) for each in self.people]

    def _write(self, person: Any) -> None:
        asked = 0
        while not self._stop.wait(PACE):
            if asked - len(self.answers(person)) < MOST_UNANSWERED:
                person.says(self._machine.me, f"order {asked}")
                asked += 1
                self._asked[person.id] = asked


def is_invitation(text: str) -> bool:
    return "Set up your Webex order" in text
