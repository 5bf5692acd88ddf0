"""Whatever people do in the wizard, in whatever order, it keeps its promises: ten thousand walks, and every place.

A walk is a seed: where it begins and every move follow from it, so one that fails can be walked again. A place to which
many walks come is looked at once.
"""

import random

import pytest

from bot.domain.orders import Service
from bot.language.texts import texts
from bot.settings.provisioning import Provisioning
from bot.wizard.hub import HUB
from bot.wizard.step import Situation
from bot.wizard.steps import WIZARD
from tests.wizard.walking import ENDS, NOBODY, ONE_OF_EACH, SEVERAL, SITUATIONS, Place, beginning, reachable, situation

WALKS = 10_000
LONGEST = 40
ENGLISH = texts("en")
BEGINNINGS = (
    situation(NOBODY, (Service.MEETINGS, Service.CALLING)),
    situation(ONE_OF_EACH, (Service.CONTACT_CENTER,)),
    situation(SEVERAL, ()),
    situation(SEVERAL, (), with_customer=True),
    situation(NOBODY, (Service.MEETINGS,), provisioning=Provisioning.CONTROL_HUB),
)


def no_dead_end(place: Place) -> None:
    if place.stop is None:
        assert ENDS & set(place.progress.answers)
    elif place.stop.step.aside:
        assert "back" in place.moves
    else:
        assert place.answered


def the_seal_keeps_what_is_on_the_path_and_nothing_else(place: Place) -> None:
    on_path = {stop.step.name for stop in place.path}
    assert set(place.progress.sealed) <= on_path
    assert set(place.progress.answers) <= on_path or not place.progress.sealed


def nothing_said_is_lost_before_the_seal(place: Place) -> None:
    for moved in place.moves.values():
        if moved.progress.sealed == place.progress.sealed:
            assert place.progress.answers.keys() <= moved.progress.answers.keys()


def back_and_next_return_with_the_same_answers(place: Place) -> None:
    before = place.moves.get("back")
    if before is None or before.stop is None or place.stop is None or place.stop.step.aside:
        return
    shown = {each.id: each.default(before.stop.situation) for each in before.stop.fields}
    again = before.after({**shown, **before.stop.answer})
    assert again.name == place.name
    assert all(again.progress.answers[name] == answer for name, answer in place.progress.answers.items() if name != HUB)


def the_progress_line_counts(place: Place) -> None:
    counted = [stop.step.name for stop in place.path if stop.step.counted]
    number = counted.index(place.name) + 1 if place.name in counted else len(counted)
    shown = WIZARD.place_on(place.path, WIZARD.current_on(place.path, place.progress))
    assert (shown.number, shown.total) == (number, len(counted))
    if place.name in ENDS:
        assert number == len(counted)


def what_is_sealed_stays(place: Place) -> None:
    sealed = {name: place.progress.answers[name] for name in place.progress.sealed}
    for moved in (*(each.progress for each in place.moves.values()), WIZARD.cleared(place.progress)):
        assert {name: moved.answers.get(name) for name in sealed} == sealed
    assert not sealed.keys() & {stop.step.name for stop in WIZARD.changeable(place.progress, place.here)}


def what_stands_aside_is_shown_only_to_who_goes_there(place: Place) -> None:
    assert not any(moved.stop and moved.stop.step.aside for moved in place.answered.values())


def review_tells_every_answer(place: Place) -> None:
    if place.stop is None or place.name != "review":
        return
    told = {fact.value.removesuffix(" (new)") for fact in place.stop.facts(ENGLISH)}
    for stop in place.stop.situation.before:
        if stop.step.name not in {"role", "owner"} and stop.answer.get("organization") != "new":
            assert {fact.value for fact in stop.told(ENGLISH)} <= told


def a_change_returns_to_review_unless_something_no_longer_holds(place: Place) -> None:
    if not place.progress.changing or place.stop is None:
        return
    for moved in place.answered.values():
        if moved.name != "review":
            assert moved.stop is not None
            assert not moved.stop.answer or not moved.stop.step.holds(moved.stop.answer, moved.stop.situation)


def every_step_before_can_be_reached_again(place: Place) -> None:
    """By Back alone, until the seal."""
    seen, at = {place.name}, place
    while "back" in at.moves:
        at = at.moves["back"]
        assert at.name not in seen
        seen.add(at.name)
    names = [stop.step.name for stop in place.path if stop.step.name not in place.progress.sealed and not stop.step.hub]
    if place.name in names:
        assert set(names[: names.index(place.name)]) <= seen


def sections_come_in_any_order_and_provision_last(place: Place) -> None:
    needed = [stop.step.name for stop in place.path if stop.step.hub == HUB and not stop.step.seals]
    is_ready = set(needed) <= set(place.progress.answers)
    last = "provision" if place.here.is_simulated else "finish"
    if place.name in {"provision", "finish"}:
        assert is_ready
        assert place.name == last
    if place.name == HUB:
        offered = [moved.name for moved in place.answered.values()]
        assert offered == [*needed, *([last] if is_ready else [])]


PROMISES = (
    no_dead_end,
    the_seal_keeps_what_is_on_the_path_and_nothing_else,
    nothing_said_is_lost_before_the_seal,
    back_and_next_return_with_the_same_answers,
    the_progress_line_counts,
    what_is_sealed_stays,
    what_stands_aside_is_shown_only_to_who_goes_there,
    review_tells_every_answer,
    a_change_returns_to_review_unless_something_no_longer_holds,
    every_step_before_can_be_reached_again,
    sections_come_in_any_order_and_provision_last,
)


class Walker:
    """Goes where the dice say, and holds every promise against every new place."""

    def __init__(self) -> None:
        self.beginnings = [beginning(here) for here in BEGINNINGS]
        self.seen: set[Place] = set()

    def walk(self, seed: int) -> None:
        """Walk until the end; a broken promise is told with the way that led to it."""
        dice = random.Random(seed)
        place, story = dice.choice(self.beginnings), [f"walk {seed}"]
        try:
            self.look_at(place)
            while place.moves and len(story) <= LONGEST:
                called = dice.choice(list(place.moves))
                story.append(called)
                place = place.moves[called]
                self.look_at(place)
        except Exception as broken:
            raise AssertionError("\n  ".join([*story, f"{type(broken).__name__}: {broken}"])) from broken

    def look_at(self, place: Place) -> None:
        if place not in self.seen:
            self.seen.add(place)
            for promise in PROMISES:
                promise(place)


def test_ten_thousand_walks_keep_every_promise() -> None:
    walker = Walker()
    for seed in range(WALKS):
        walker.walk(seed)


@pytest.mark.parametrize("here", SITUATIONS, ids=range(len(SITUATIONS)))
def test_every_place_that_answers_lead_to_keeps_every_promise(here: Situation) -> None:
    for place in reachable(here):
        for promise in PROMISES:
            promise(place)
