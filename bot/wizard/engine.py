"""The engine: a wizard is a table of steps, and progress is the answers.

The current step is never stored: it is the first on the path without a valid answer, unless the person went
back to an earlier one. Steps can therefore be added, moved or removed under live conversations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from bot.domain.flags import Flag
from bot.domain.orders import Order
from bot.domain.organizations import Directory
from bot.errors import InvalidAnswer
from bot.language.texts import Texts, _
from bot.language.typed import tidy
from bot.settings.provisioning import Provisioning
from bot.wizard.glossary import Term

Answer = Mapping[str, str]
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a step may decide by: the order, whose wizard it is (`person`, an email), organizations, earlier answers.

    `answers` are those of the steps before; `everything` all there are, for a step that gives an overview. `before` are
    the steps on the path so far, and `steps` the whole table. `flags` are the open ones of the order, and `helpers` who
    helps others with orders, and sets up none. `provisioning` is who provisions it, and `language` the person's.
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
            (*self.before, stop),
            self.steps,
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a step; its subclasses are the kinds of answer (`bot.wizard.fields`).

    `default` gives the value shown before anybody answered, in stored form. What is no setting is asked only for the
    sake of the step, and is not listed with the answers.
    """

    is_setting: ClassVar[bool] = True

    id: str
    label: str
    hint: str = ""
    required: bool = True
    default: Callable[[Situation], str] = lambda situation: ""

    @property
    def asked(self) -> str:
        """The id under which a card keeps what it asks about an earlier entry, such as which country was meant."""
        return f"{self.id}_asked"

    def parse(self, raw: str, situation: Situation) -> str:
        """Return the stored form of what was entered; raises InvalidAnswer with the sentence to show."""
        raise NotImplementedError

    def read(self, inputs: Answer, situation: Situation) -> str:
        """Return the stored form of what the inputs of a card hold for this one; "" where it may be left empty."""
        entered = tidy(inputs.get(self.id, ""))
        if not entered and not self.required:
            return ""
        return self.parse(entered, situation)

    def entered(self, inputs: Answer, situation: Situation) -> str | None:
        """Return what the card shows of an entry that comes back to its person; None where nothing was entered."""
        return inputs.get(self.id)

    def asks(self, value: str, situation: Situation) -> str:
        """Return what the card has to keep of a value so that a typed answer can be read; "" for nothing."""
        return ""

    def is_settled(self, asked: str) -> bool:
        """Return whether what the card keeps leaves no question open."""
        return True

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        """Return a stored value as people read it."""
        return value


@dataclass(frozen=True, slots=True)
class Fact:
    """A line to review: a marked label and a value as people read it; `group` is a marked title for lines together."""

    label: str
    value: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a step: `verb` is what pressing it asks for; `submits` whether the inputs must be filled first."""

    verb: str
    title: str
    submits: bool = False


def nothing_to_fill_in(_situation: Situation) -> tuple[Field, ...]:
    """A step without inputs."""
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One place of the wizard: its question, fields, condition, words, buttons and what follows.

    `then` names the act that an accepted answer sets off (handlers know the acts). `seals` marks a point of
    no return: once answered, it and everything before it stand. `hub` names the step from which this one can
    be opened in any order, and to which Back returns. `chooses` names the input of a hub whose value is the step to
    open next.
    A step that is not `counted` is no question, so the progress line leaves it out. `terms` are the words that *What is
    this?* explains here. `called` is its name in a list, where another step has the same title. `reviewed` tells the
    answer where answers are reviewed; without it, each input is told under its label. A step that stands `aside` of
    another one, its hub, is asked only when somebody goes there, and keeps no answer. `check` refuses inputs that do
    not go together. What a step that `claims` says of Cisco is only simulated, where provisioning is.
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

    def question(self, situation: Situation) -> str:
        """Return the sentence under the title."""
        return self.ask(situation) if callable(self.ask) else self.ask

    def parse(self, raw: Answer, situation: Situation) -> dict[str, str]:
        """Return the answer to store; raises InvalidAnswer about the first input that cannot be taken.

        What is answered without an input has to be what was shown: somebody confirms what they saw.
        """
        answer = dict(self.given(situation))
        if any(raw.get(name, value) != value for name, value in answer.items()):
            raise InvalidAnswer(_("What we found has changed in the meantime. Please check it again."))
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
class Progress:
    """How far one person is in one order's wizard.

    `answers` by step, until the seal also those on ways left again; `sealed` the steps that can no longer change;
    `cursor` the step the person went to by Back, Change or the hub, and `changing` whether answering it returns to
    where they were; `paused` after Exit. `revision` grows with every change, so that an old card cannot write.
    """

    order: str
    person: str
    answers: Answers = field(default_factory=dict)
    sealed: tuple[str, ...] = ()
    cursor: str = ""
    changing: bool = False
    paused: bool = False
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the path, in the situation in which it is asked."""

    step: Step
    situation: Situation

    @property
    def answer(self) -> Answer:
        """What was answered here, in stored form; empty before."""
        return self.situation.everything.get(self.step.name, {})

    @property
    def is_answered_on_a_page(self) -> bool:
        """Whether the answer comes from a page in the browser, to which a button leads."""
        return any(button.verb == "link" for button in self.step.buttons(self.situation))

    def told(self, t: Texts, group: str = "") -> tuple[Fact, ...]:
        """Return the answer as people read it, setting by setting."""
        return tuple(
            Fact(each.label, each.show(self.answer[each.id], t, self.situation), group)
            for each in self.step.fields(self.situation)
            if each.is_setting and self.answer.get(each.id)
        )

    def reviewed(self, t: Texts) -> tuple[Fact, ...]:
        """Return the answer as it is reviewed."""
        if self.step.reviewed is None:
            return self.told(t)
        return self.step.reviewed(self.situation.after(self), t)


class Wizard:
    """Reads a table of steps. Everything here is pure: values in, values out."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps
        self._by_name = {step.name: step for step in steps}
        self._rank = {step.name: n for n, step in enumerate(steps)}

    def path(self, progress: Progress, situation: Situation) -> list[Stop]:
        """Return the steps these answers lead through, each deciding from the ones before it."""
        seal = max((self._rank[name] for name in progress.sealed if name in self._rank), default=-1)
        here = replace(situation, answers={}, everything=progress.answers, before=(), steps=self.steps)
        path = []
        for n, step in enumerate(self.steps):
            # Behind the seal the path stands as it was taken, whatever the table or the directory say now.
            if step.name in progress.sealed if n <= seal else step.when(here):
                path.append(Stop(step, here))
                here = here.after(path[-1])
        return path

    def current(self, progress: Progress, situation: Situation) -> Stop | None:
        """Return the step to show now; None when every step on the path is answered."""
        return self.current_on(self.path(progress, situation), progress)

    def current_on(self, path: list[Stop], progress: Progress) -> Stop | None:
        """Return the step to show now, on a path that was walked already."""
        first_open = next((n for n, stop in enumerate(path) if not self._is_answered(stop, progress)), len(path))
        for n, stop in enumerate(path):
            if stop.step.name == progress.cursor and (n <= first_open or stop.step.hub):
                return stop
        return path[first_open] if first_open < len(path) else None

    def missing(self, progress: Progress, situation: Situation) -> list[Stop]:
        """Return the steps that still want an answer, as far as the path can be seen from here."""
        path = self.path(progress, situation)
        return [stop for stop in path if not self._is_answered(stop, progress) and stop.step.fields(stop.situation)]

    def place(self, progress: Progress, situation: Situation) -> tuple[int, int]:
        """Return (step number, of how many) for the progress line, right for the branch taken so far."""
        path = self.path(progress, situation)
        counted = [stop.step.name for stop in path if stop.step.counted]
        current = self.current_on(path, progress)
        if current is None or current.step.name not in counted:
            return len(counted), len(counted)
        return counted.index(current.step.name) + 1, len(counted)

    def answered(self, progress: Progress, situation: Situation, raw: Answer) -> tuple[Step, Progress]:
        """Take the answer to the current step; returns that step and the progress after it.

        Raises InvalidAnswer when an input cannot be taken, LookupError when nothing is asked.
        """
        stop = self.current(progress, situation)
        if stop is None:
            raise LookupError("every step is answered")
        answer = stop.step.parse(raw, stop.situation)
        answers = {**progress.answers, stop.step.name: answer}
        moved = replace(progress, answers=answers, revision=progress.revision + 1, paused=False)
        moved = replace(moved, cursor=self._after(stop.step, answer, progress, moved, situation))
        moved = replace(moved, changing=progress.changing and bool(moved.cursor))
        if stop.step.seals:
            moved = self._sealed(moved, situation, upto=stop.step)
        return stop.step, moved

    def back(self, progress: Progress, situation: Situation) -> Progress:
        """Go one step back, answers kept; from a step of the hub, back to the hub.

        Where there is nothing to go back to, the very same progress is returned.
        """
        path = self.path(progress, situation)
        stop = self.current_on(path, progress)
        names = [each.step.name for each in path if each.step.name not in progress.sealed and not each.step.aside]
        moved = replace(progress, changing=False, revision=progress.revision + 1, paused=False)
        if stop and stop.step.aside:
            return replace(moved, cursor=stop.step.hub)
        before = names[: names.index(stop.step.name)] if stop and stop.step.name in names else []
        if stop is None or not before:
            return progress
        return self._back_to_hub(moved, stop.step) if stop.step.hub in before else replace(moved, cursor=before[-1])

    def opened(self, progress: Progress, name: str) -> Progress:
        """Go to a step that stands aside; Back returns to where it was opened."""
        return replace(progress, cursor=name, changing=False, revision=progress.revision + 1, paused=False)

    def _back_to_hub(self, progress: Progress, left: Step) -> Progress:
        """Go to the hub with the step just left chosen, so that Next returns to it."""
        chosen = {self._by_name[left.hub].chooses: left.name}
        return replace(progress, cursor=left.hub, answers={**progress.answers, left.hub: chosen})

    def change(self, progress: Progress, situation: Situation, name: str) -> Progress:
        """Go to one answered step, to return afterwards to where the person is now.

        Raises InvalidAnswer when that step is not on the path or cannot change any more.
        """
        if name not in [stop.step.name for stop in self.changeable(progress, situation)]:
            raise InvalidAnswer(_("Choose which answer to change."))
        return replace(progress, cursor=name, changing=True, revision=progress.revision + 1, paused=False)

    def reopened(self, progress: Progress, situation: Situation, name: str) -> Progress:
        """Go back behind seals to a step that has to be answered anew; answers are kept, what they sealed is open.

        Where the step is none of the path, everything is looked at once more before the last step.
        """
        path = self.path(progress, situation)
        names = [stop.step.name for stop in path]
        last_seal = max((n for n, stop in enumerate(path) if stop.step.seals), default=len(path))
        upto = names.index(name) if name in names else last_seal
        before = [n for n, stop in enumerate(path[:upto]) if stop.step.seals]
        taken_back = {stop.step.name for stop in path[upto:] if stop.step.seals}
        answers = {step: answer for step, answer in progress.answers.items() if step not in taken_back}
        sealed = tuple(names[: before[-1] + 1]) if before else ()
        moved = replace(progress, answers=answers, sealed=sealed, changing=False, paused=False)
        hub = path[upto].step.hub if upto < len(path) else ""
        cursor = name if name in names else hub
        return replace(moved, cursor=cursor, changing=bool(name in names and not hub), revision=progress.revision + 1)

    def changeable(self, progress: Progress, situation: Situation) -> list[Stop]:
        """Return the answered steps that can still change."""
        return [
            stop
            for stop in self.path(progress, situation)
            if stop.step.name in progress.answers
            and stop.step.name not in progress.sealed
            and stop.step.fields(stop.situation)
        ]

    def cleared(self, progress: Progress) -> Progress:
        """Start over: what is sealed stays, everything else is forgotten."""
        kept = {name: answer for name, answer in progress.answers.items() if name in progress.sealed}
        return replace(progress, answers=kept, cursor="", changing=False, paused=False, revision=progress.revision + 1)

    def _is_answered(self, stop: Stop, progress: Progress) -> bool:
        name = stop.step.name
        if name in progress.sealed or stop.step.aside:
            return True
        return name in progress.answers and stop.step.holds(progress.answers[name], stop.situation)

    def _after(self, step: Step, answer: Answer, before: Progress, after: Progress, situation: Situation) -> str:
        """Return the cursor after an answer: the hub's choice, the next step on the way forward after Back, or none."""
        if step.chooses:
            return answer[step.chooses]
        if not before.cursor or before.changing or step.hub:
            return ""
        names = [stop.step.name for stop in self.path(after, situation)]
        following = names[names.index(step.name) + 1 :] if step.name in names else []
        return following[0] if following and following[0] in after.answers else ""

    def _sealed(self, progress: Progress, situation: Situation, upto: Step) -> Progress:
        """Let the path up to a step stand for good, and forget what was said on ways not taken."""
        names = [stop.step.name for stop in self.path(progress, situation) if not stop.step.aside]
        answers = {name: answer for name, answer in progress.answers.items() if name in names}
        return replace(
            progress, answers=answers, sealed=tuple(names[: names.index(upto.name) + 1]), cursor="", changing=False
        )
