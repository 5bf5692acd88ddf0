"""The process is killed, at every point of a conversation and at random, and started again: nobody notices."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.orders import OrderState
from tests.staging.actors import heading_of
from tests.staging.mortal import Mortal

pytestmark = pytest.mark.crash

# The walk is cut into parts that run side by side; each begins with a process, and a walk in which nobody dies.
PARTS = 2

CALLING = {
    "country": "SA",
    "location": "Riyadh HQ",
    "zone": "Asia/Riyadh",
    "address": "King Fahd Road 1",
    "city": "Riyadh",
}


def presses(number: str) -> list[tuple[str, dict[str, str]]]:
    """Return what somebody presses from the invitation to the end."""
    name = f"contoso{number}"
    return [
        ("Set Up Now", {}),
        ("Next", {"role": "partner"}),
        ("Next", {"owner": "self"}),
        ("Next", {}),
        ("Next", {"email": f"it-{number}@contoso.example.org"}),
        ("Next", {}),
        ("Confirm and map for good", {}),
        ("Continue", {}),
        ("Next", {}),
        ("Next", {}),
        ("Save", CALLING),
        ("Save", {"site": name, "zone": "Asia/Riyadh"}),
        ("Check Availability", {"subdomain": name}),
        ("Save", {"subdomain": name}),
        ("Provision", {"consent": "true"}),
    ]


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Mortal]:
    with Mortal(tmp_path) as mortal:
        yield mortal


def conversation(mortal: Mortal, number: str, doom: Callable[[], int]) -> tuple[list[str], list[str]]:
    """Set up an order; before each thing the person does the bot is doomed anew."""
    contact = f"ann-{number}@northwind.example.com"
    person = mortal.order(number, contact)
    mortal.doom(doom())
    mortal.settle()
    for button, inputs in presses(number):
        mortal.doom(doom())
        person.presses(mortal.cards(person)[-1], button, inputs)
        mortal.settle()
    mortal.doom(0)
    assert mortal.state(number) is OrderState.PROVISIONED, heading_of(mortal.cards(person)[-1].card)
    return mortal.answered(number), mortal.story(person, number)


@pytest.mark.parametrize("first", range(1, PARTS + 1))
def test_killed_at_every_touch_of_a_conversation_it_goes_on_as_if_nothing_had_happened(
    mortal: Mortal, first: int
) -> None:
    undisturbed = conversation(mortal, "1000", lambda: 0)
    assert len(undisturbed[0]) >= 12
    for touch in range(first, 40, PARTS):
        before = mortal.deaths
        assert conversation(mortal, str(1000 + touch), lambda touch=touch: touch) == undisturbed, f"touch {touch}"  # type: ignore[misc]
        if mortal.deaths == before:
            break
    assert mortal.deaths > 100 / PARTS
    assert mortal.deaths == before, "a conversation has been walked in which nothing was left to be killed"


def shown(card: Any) -> tuple[str, str]:
    """Return which card it is and what it says: one that was only looked at changes where it stands."""
    return card.id, card.text


def test_killed_at_random_among_many_people_nothing_is_lost_or_done_twice(mortal: Mortal) -> None:
    dice = random.Random(1)
    numbers = [str(2000 + n) for n in range(6)]
    people = {number: mortal.order(number, f"p-{number}@northwind.example.com") for number in numbers}
    todo = {number: presses(number) for number in numbers}
    pressed: dict[str, tuple[str, str]] = {}
    while any(todo.values()):
        mortal.doom(dice.randrange(1, 60) if mortal.deaths < 30 else 0)
        mortal.settle()
        for number in dice.sample(numbers, len(numbers)):
            cards = mortal.cards(people[number])
            if todo[number] and len(cards) > 0 and shown(cards[-1]) != pressed.get(number):
                button, inputs = todo[number].pop(0)
                pressed[number] = shown(cards[-1])
                people[number].presses(cards[-1], button, inputs)
    mortal.settle()
    assert mortal.deaths >= 5
    stories = [(mortal.answered(number), mortal.story(people[number], number)) for number in numbers]
    assert all(mortal.state(number) is OrderState.PROVISIONED for number in numbers)
    assert all(each == stories[0] for each in stories)
