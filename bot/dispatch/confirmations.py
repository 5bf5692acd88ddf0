"""Confirmations: questions before an act that concerns many or cannot be undone, declared beside the act."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.orders import Order
from bot.domain.people import Role
from bot.language.answers import answer_meant, in_plain_form
from bot.language.texts import all_texts

# The verbs of the two buttons. Each carries which question it answers (ASKED) and what that showed.
YES, NO = "yes", "no"
ASKED, SHOWN = "asked", "shown"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked about, as it stands at one moment.

    `shows` are the elements of its card, and `values` fill its title. `found` is handed to the act. `mark` is text that
    differs where something else was found, so that a yes to an older question does not count. `step_of` is the order in
    whose wizard the question takes the place of a step. `details`, which may be long, stand below the buttons.
    """

    shows: Sequence[Any]
    found: Any = None
    mark: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    step_of: Order | None = None
    details: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question before an act. `title` and the words of its buttons, `yes` and `no`, are sentences to be translated.

    `role` is who may answer with yes. `asks` is called with the context and the question's arguments, and returns the
    Question as things stand now, or None where it has answered otherwise because there is nothing to ask. After a yes
    `act` is called with the context and what was found; after a no `left`, with the context and the arguments.
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
        """Return YES or NO for a typed yes or no, or the words of a button, in any language; "" for anything else."""
        for answer, label in ((YES, self.yes), (NO, self.no)):
            if answer_meant(typed) == answer or in_plain_form(typed) in {in_plain_form(t(label)) for t in all_texts()}:
                return answer
        return ""
