"""A step of the wizard: what it asks and shows, and what it may decide by. Everything here is a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import ClassVar, Self

from bot.domain.flags import Flag
from bot.domain.orders import Order
from bot.domain.organizations import Directory
from bot.errors import InvalidAnswer, NothingEntered
from bot.language.addresses import is_bots
from bot.language.texts import Texts, _, texts
from bot.language.typed import tidy
from bot.settings.provisioning import Provisioning
from bot.wizard.glossary import Term

# The name under which a card carries what it shows.
SEEN = "seen"

Answer = Mapping[str, str]
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a step may decide by: the order, whose wizard it is (`person`, an email), organizations, earlier answers.

    `answers` are those of earlier steps; `everything` has all answers, for a step that gives an overview. `before` are
    the steps on the path so far, and `steps` the whole table. `flags` are the open ones of the order; `helpers` are
    people who help others with it and so cannot set it up; `is_bot` tells which addresses belong to bots.
    `provisioning` says who provisions, and `language` is the person's.
    """

    order: Order
    person: str
    directory: Directory
    default_zone: str = "UTC"
    answers: Answers = field(default_factory=dict)
    everything: Answers = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    helpers: frozenset[str] = frozenset()
    provisioning: Provisioning = Provisioning.CONTROL_HUB
    language: str = ""
    is_bot: Callable[[str], bool] = field(default=is_bots, repr=False, compare=False)
    before: tuple["Stop", ...] = field(default=(), repr=False, compare=False)
    steps: tuple["Step", ...] = field(default=(), repr=False, compare=False)

    @property
    def is_simulated(self) -> bool:
        """Whether nothing that is done here reaches Cisco."""
        return self.provisioning is Provisioning.EMBEDDED

    @property
    def is_for_a_system(self) -> bool:
        """Whether the answers go to the partner's own system, which provisions."""
        return self.provisioning is Provisioning.WEBHOOK

    def given(self, step: str, name: str, otherwise: str = "") -> str:
        """Return one earlier answer in its stored form."""
        return self.answers.get(step, {}).get(name, otherwise)

    def knowing(self, answers: Answers, everything: Answers) -> Self:
        """Return the same situation with other answers."""
        return replace(self, answers=dict(answers), everything=everything)

    def after(self, stop: "Stop") -> Self:
        """Return the situation of the step that follows a stop on the path."""
        name = stop.step.name
        answers = {**self.answers, name: self.everything[name]} if name in self.everything else self.answers
        return type(self)(
            self.order,
            self.person,
            self.directory,
            self.default_zone,
            answers,
            self.everything,
            self.flags,
            self.helpers,
            self.provisioning,
            self.language,
            self.is_bot,
            (*self.before, stop),
            self.steps,
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a step; its subclasses are the kinds of answer (`bot.wizard.fields`).

    `default` gives the value shown before anybody answered, in stored form. What is no setting is asked only for the
    sake of the step, and is not listed with the answers. `group` is a marked title for the inputs that belong together,
    and `missing` is said where nothing was entered although something has to be.
    """

    is_setting: ClassVar[bool] = True

    id: str
    label: str
    hint: str = ""
    required: bool = True
    default: Callable[[Situation], str] = lambda situation: ""
    group: str = ""
    missing: str = _("Please fill in this field.")

    @property
    def asked(self) -> str:
        """The id under which a card keeps what it asks about an earlier entry, such as which country was meant."""
        return f"{self.id}_asked"

    def parse(self, raw: str, situation: Situation) -> str:
        """Return the stored form of what was entered; raises InvalidAnswer with the sentence to show."""
        raise NotImplementedError

    def read(self, inputs: Answer, situation: Situation) -> str:
        """Return the stored form of what a card's inputs hold for this one; "" where it was left empty and may be."""
        entered = tidy(inputs.get(self.id, ""))
        if not entered and self.required:
            raise NothingEntered(self.missing)
        return self.parse(entered, situation) if entered else ""

    def entered(self, inputs: Answer, situation: Situation) -> str | None:
        """Return what the card shows when an entry comes back to its person; None where nothing was entered."""
        return inputs.get(self.id)

    def asks(self, value: str, situation: Situation) -> str:
        """Return what the card has to remember of a value so that a typed answer can be read; "" for nothing."""
        return ""

    def is_settled(self, asked: str) -> bool:
        """Return whether what the card remembers leaves no question open."""
        return True

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        """Return a stored value as people read it."""
        return value

    def told(self, value: str, t: Texts, situation: Situation) -> str:
        """Return a stored value as whoever enters it at Cisco needs it."""
        return self.show(value, t, situation)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line to review: a marked label and a value as people read it; `group` is a marked title for lines together."""

    label: str
    value: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a step: `verb` is what pressing it asks for; `submits` whether the inputs must be filled first.

    `says_no` is whether a plain no to what the step asks presses it.
    """

    verb: str
    title: str
    submits: bool = False
    says_no: bool = False


def nothing_to_fill_in(_situation: Situation) -> tuple[Field, ...]:
    """Return no inputs, for a step that has none."""
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One place of the wizard: its question, fields, condition, words, buttons and what follows.

    `then` names the act that an accepted answer sets off (handlers know the acts). `seals` marks a point of
    no return: once answered, it and everything before it stand. `hub` names the step from which this one can
    be opened in any order, and to which Back returns. `chooses` names the input of a hub whose value is the step to
    open next.

    A step that is not `counted` asks nothing, so the progress line leaves it out. `terms` are the words that *What is
    this?* explains here. `called` is its name in a list, where another step has the same title. `reviewed` tells the
    answer at review; without it, each input is told under its label. A step that stands `aside` of its hub is asked
    only when somebody goes there, and keeps no answer. `check` refuses inputs that do not go together. A step that
    `claims` says something about Cisco, which is only simulated where provisioning is. The answer to one that
    `branches` decides how many steps follow.
    """

    name: str
    title: str
    ask: str | Callable[[Situation], str] = ""
    fields: Callable[[Situation], tuple[Field, ...]] = nothing_to_fill_in
    when: Callable[[Situation], bool] = lambda situation: True
    facts: Callable[[Situation, Texts], tuple[Fact, ...]] = lambda situation, t: ()
    warning: Callable[[Situation], str] = lambda situation: ""
    given: Callable[[Situation], Answer] = lambda situation: {}
    buttons: Callable[[Situation], tuple[Button, ...]] = lambda situation: ()
    then: str = ""
    seals: bool = False
    hub: str = ""
    chooses: str = ""
    counted: bool = True
    terms: tuple[Term, ...] = ()
    called: str = ""
    reviewed: Callable[[Situation, Texts], tuple[Fact, ...]] | None = None
    aside: bool = False
    check: Callable[[Answer], None] = lambda answer: None
    claims: bool = False
    branches: bool = False

    def question(self, situation: Situation) -> str:
        """Return the sentence under the title."""
        return self.ask(situation) if callable(self.ask) else self.ask

    def carried(self, situation: Situation) -> Answer:
        """Return what the card carries, so that an answer is one to what stood there.

        That is what takes no input and, in short, what somebody is warned of: the customer and everything listed.
        """
        given, warning = self.given(situation), self.warning(situation)
        if not warning:
            return given
        listed = (situation.order.customer_name, warning, *self.facts(situation, texts()))
        return {**given, SEEN: sha256(repr(listed).encode()).hexdigest()[:16]}

    def parse(self, raw: Answer, situation: Situation) -> dict[str, str]:
        """Return the answer to store; raises InvalidAnswer about the first input that cannot be taken.

        An answer without an input has to be what was shown, and so has what somebody was warned of: they confirm what
        they saw.
        """
        answer = dict(self.given(situation))
        if any(raw.get(name, value) != value for name, value in self.carried(situation).items()):
            raise InvalidAnswer(_("What was found has changed in the meantime. Please check it again."))
        for each in self.fields(situation):
            try:
                answer[each.id] = each.read(raw, situation)
            except InvalidAnswer as complaint:
                raise complaint.about(each.id) from None
        self.check(answer)
        return answer

    def holds(self, answer: Answer, situation: Situation) -> bool:
        """Return whether a stored answer is still one that the step would take."""
        try:
            return self.parse(answer, situation).items() <= dict(answer).items()
        except InvalidAnswer:
            return False


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the path, in the situation in which it is asked."""

    step: Step
    situation: Situation

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are asked here."""
        return self.step.fields(self.situation)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the step here."""
        return self.step.buttons(self.situation)

    @property
    def warning(self) -> str:
        """The sentence that somebody is warned by; "" where there is nothing to be warned of."""
        return self.step.warning(self.situation)

    @property
    def carried(self) -> Answer:
        """The values that the card carries, by which its answer is known to fit what the card showed."""
        return self.step.carried(self.situation)

    def facts(self, t: Texts) -> tuple[Fact, ...]:
        """Return the facts that are shown here."""
        return self.step.facts(self.situation, t)

    def parse(self, raw: Answer) -> dict[str, str]:
        """Return the answer to store; raises InvalidAnswer about the first input that cannot be taken."""
        return self.step.parse(raw, self.situation)

    @property
    def answer(self) -> Answer:
        """The answer given here, in stored form; empty before there is one."""
        return self.situation.everything.get(self.step.name, {})

    @property
    def is_answered_on_a_page(self) -> bool:
        """Whether the answer comes from a page in the browser, to which a button leads."""
        return any(button.verb == "link" for button in self.buttons)

    def told(self, t: Texts, group: str = "") -> tuple[Fact, ...]:
        """Return the answer as people read it, setting by setting."""
        return tuple(
            Fact(each.label, each.told(self.answer[each.id], t, self.situation), group)
            for each in self.fields
            if each.is_setting and self.answer.get(each.id)
        )

    def reviewed(self, t: Texts) -> tuple[Fact, ...]:
        """Return the answer as it is reviewed."""
        if self.step.reviewed is None:
            return self.told(t)
        return self.step.reviewed(self.situation.after(self), t)
