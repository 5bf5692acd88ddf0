"""The engine: a wizard is a table of steps, and progress is the answers.

The current step is never stored: it is the first on the path without a valid answer, unless the person went
back to an earlier one. Steps can therefore be added, moved or removed under live conversations.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.errors import InvalidAnswer
from bot.language.texts import _
from bot.wizard.step import Answer, Answers, Situation, Step, Stop


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is in one order's wizard.

    `answers` are kept by step; until a seal, also those on branches that were left again. `sealed` are the steps that
    can no longer change. `cursor` is the step the person went to by Back, Change or the hub, and `changing` whether
    answering it returns to where they were. `paused` is set by Exit. `revision` grows with every change, so that an old
    card cannot write.
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
class Position:
    """Where somebody is: the number of the step, of how many. The total `may_change` while a step to come branches."""

    number: int
    total: int
    may_change: bool = False


class Wizard:
    """Reads a table of steps. Everything here is pure: values in, values out."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps
        self._by_name = {step.name: step for step in steps}
        self._rank = {step.name: n for n, step in enumerate(steps)}

    def path(self, progress: Progress, situation: Situation) -> list[Stop]:
        """Return the steps these answers lead through, each deciding from the ones before it."""
        return list(self._walk(progress, situation))

    def _walk(self, progress: Progress, situation: Situation) -> Iterator[Stop]:
        """Yield the steps of the path, which is looked at no further than somebody asks."""
        seal = max((self._rank[name] for name in progress.sealed if name in self._rank), default=-1)
        here = replace(situation, answers={}, everything=progress.answers, before=(), steps=self.steps)
        for n, step in enumerate(self.steps):
            # Up to the seal the path stays as it was taken, whatever the table or the directory say now.
            if step.name in progress.sealed if n <= seal else step.when(here):
                stop = Stop(step, here)
                yield stop
                here = here.after(stop)

    def current(self, progress: Progress, situation: Situation) -> Stop | None:
        """Return the step to show now; None when every step on the path is answered."""
        return self.current_on(self._walk(progress, situation), progress)

    def current_on(self, path: Iterable[Stop], progress: Progress) -> Stop | None:
        """Return the step to show now, on a path that is known already, or known as far as it is looked at."""
        went_to = self._by_name.get(progress.cursor)
        first_open = None
        for stop in path:
            if stop.step is went_to:
                # What is for good waits for whatever has come up meanwhile.
                return first_open if first_open and stop.step.seals else stop
            if first_open is None and not self._is_answered(stop, progress):
                first_open = stop
            # Only steps of the hub can be gone to past one that is open.
            if first_open is not None and not (went_to and went_to.hub):
                break
        return first_open

    def missing(self, progress: Progress, situation: Situation) -> list[Stop]:
        """Return the steps that still need an answer, as far as the path can be seen from here."""
        path = self.path(progress, situation)
        return [stop for stop in path if not self._is_answered(stop, progress) and stop.fields]

    def place_on(self, path: list[Stop], current: Stop | None) -> Position:
        """Return where a person is on the branch taken so far, for the progress line."""
        counted = [stop.step.name for stop in path if stop.step.counted]
        if current is None or current.step.name not in counted:
            return Position(len(counted), len(counted))
        may_change = any(stop.step.branches for stop in path[path.index(current) :])
        return Position(counted.index(current.step.name) + 1, len(counted), may_change)

    def answered_at(self, stop: Stop, progress: Progress, raw: Answer) -> Progress:
        """Take the answer to the step at which somebody is. Raises InvalidAnswer when an input cannot be taken."""
        situation = stop.situation
        answer = stop.parse(raw)
        answers = {**progress.answers, stop.step.name: answer}
        moved = replace(progress, answers=answers, revision=progress.revision + 1, paused=False)
        moved = replace(moved, cursor=self._after(stop.step, answer, progress, moved, situation))
        moved = replace(moved, changing=progress.changing and bool(moved.cursor))
        if stop.step.seals:
            moved = self._sealed(moved, situation, upto=stop.step)
        return moved

    def back_from(self, stop: Stop, progress: Progress) -> Progress:
        """Go one step back from the step at which somebody is, answers kept; from a step of the hub, back to the hub.

        Where there is nothing to go back to, the very same progress is returned.
        """
        moved = replace(progress, changing=False, revision=progress.revision + 1, paused=False)
        if stop.step.aside:
            return replace(moved, cursor=stop.step.hub)
        taken = [each.step.name for each in stop.situation.before if not each.step.aside]
        before = [name for name in taken if name not in progress.sealed]
        if not before or stop.step.name in progress.sealed:
            return progress
        return self._back_to_hub(moved, stop.step) if stop.step.hub in before else replace(moved, cursor=before[-1])

    def opened(self, progress: Progress, name: str) -> Progress:
        """Go to a step that stands aside; Back returns to where it was opened from."""
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
        """Go back, past seals, to a step that has to be answered anew; answers are kept, and their seals are broken.

        Where the step is not on the path, everything is reviewed once more before the last step.
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
            if stop.step.name in progress.answers and stop.step.name not in progress.sealed and stop.fields
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
        ahead = self._walk(after, situation)
        following = next(ahead, None) if any(stop.step is step for stop in ahead) else None
        return following.step.name if following and following.step.name in after.answers else ""

    def _sealed(self, progress: Progress, situation: Situation, upto: Step) -> Progress:
        """Let the path up to a step stand for good, and forget the answers on branches that were not taken."""
        names = [stop.step.name for stop in self.path(progress, situation) if not stop.step.aside]
        answers = {name: answer for name, answer in progress.answers.items() if name in names}
        return replace(
            progress, answers=answers, sealed=tuple(names[: names.index(upto.name) + 1]), cursor="", changing=False
        )
