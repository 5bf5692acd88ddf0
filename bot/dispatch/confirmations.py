"""Confirmations: what is asked before an act that touches many or cannot be taken back, as its handler declares it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.orders import Order
from bot.domain.people import Role
from bot.language.folders import words_in_all
from bot.language.texts import all_texts
from bot.language.typed import said_plainly

# The two answers, as verbs of the buttons. What is asked stands beside, and what it showed.
YES, NO = "yes", "no"
ASKED, SHOWN = "asked", "shown"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked about, as it stands at one moment.

    `shows` are the elements of its card; `values` fill its title. `found` is handed to the act. `mark` tells what was
    found from anything else that would look the same. `step_of` is the order whose step the question stands in for.
    """

    shows: Sequence[Any]
    found: Any = None
    mark: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    step_of: Order | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question before an act: `title`, and what its two buttons say, `yes` and `no`, are marked sentences.

    `role` is who may answer with yes. `asks` is called with the context and with what the question is about, by name,
    and returns the Question as things stand now; None where there is nothing to ask, and it has said so itself.
    `act` is called with the context and with what was found; `left`, after a no, with what the question was about.
    """

    name: str
    title: str
    yes: str
    no: str
    role: Role
    asks: Callable[..., Question | None]
    left: Callable[..., None]
    act: Callable[..., None]

    def answer_in(self, typed: str) -> str:
        """Return YES or NO for the word or the button's words that were typed, in any language; "" for others."""
        for answer, label in ((YES, self.yes), (NO, self.no)):
            words = [*words_in_all("answers", answer), *(t(label) for t in all_texts())]
            if said_plainly(typed) in map(said_plainly, words):
                return answer
        return ""
