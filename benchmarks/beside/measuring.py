"""What is measured of each contestant: the cost of a turn, the wait of a press, the wait of a delivery."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event

from benchmarks.beside.contestants import Contestant
from benchmarks.beside.crowd import Crowd
from benchmarks.beside.delivering import Acknowledged, Body, delivering
from benchmarks.numbered import FIRST, numbers_in, unheard
from playground.model import Message
from tests.staging.deliveries import delivery

# So many turns after a start are told apart. What a few rounds say, chance says: a round of many people takes seconds.
WARM_UP, LEAST_ROUNDS = 60, 10
CALL_SECONDS = 0.1
# Between a press and the next card the press is read, and the card is posted.
CALLS_BETWEEN = 2
TURNS_A_SECOND = 2.0
EVENTS_A_SECOND = 200.0
LISTENERS = 40
# So long nothing is called once everything was handled.
DRAINED_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn took: milliseconds of a processor, those of the first turns, and the most megabytes of memory."""

    cpu: float
    first: float
    memory: float


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a press waited for the next card, as a multiple of the two calls between them."""

    middle: float
    late: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of many events while Webex stalled."""

    acknowledged: Acknowledged
    told: int
    lost: int
    twice: int
    out_of_order: int
    drained_in: float


def turns_of(groups: Iterable[tuple[type[Contestant], int]], turns: int) -> list[Turn]:
    """Let so many people of each contestant make so many turns: all press at once, at one after the other.

    A machine that others share changes its speed within seconds, which meets all alike that take turns so quickly.
    """
    with TemporaryDirectory() as folder, ExitStack() as stack:
        crowds = [
            Crowd(stack.enter_context(kind(Path(folder) / f"{n}", people))) for n, (kind, people) in enumerate(groups)
        ]
        for each in crowds:
            # So both make the same calls: the bot would edit the card before the next one, and the floor deletes it.
            each.contestant.world.faults.card_edits_refused = True
        at_once = max(len(each.contestant.people) for each in crowds)
        first = cpu_a_turn(crowds, at_once, ceil(WARM_UP / at_once))
        cpu = cpu_a_turn(crowds, at_once, max(LEAST_ROUNDS, ceil(turns / at_once)))
        return list(map(Turn, cpu, first, [each.contestant.peak_memory() for each in crowds]))


def cpu_a_turn(crowds: list[Crowd], presses: int, rounds: int) -> list[float]:
    """Let so many presses be made in each round; return the milliseconds of a processor for a turn of each crowd.

    What a contestant does while the others have their turn is its own, such as the end of its last card.
    """
    before = [each.contestant.cpu() for each in crowds]
    for _ in range(rounds):
        for each in crowds:
            each.presses(presses)
    for each in crowds:
        each.contestant.settle_down()
    return [
        1000 * (each.contestant.cpu() - spent) / (presses * rounds) for each, spent in zip(crowds, before, strict=True)
    ]


def wait(kind: type[Contestant], people: int, turns: int, warm_up: int = 0, **settings: str) -> Wait:
    """Let people press two times a second in all, each call taking its time, after some turns that do not count."""
    with TemporaryDirectory() as folder, kind(Path(folder) / kind.name, people, **settings) as on:
        crowd = Crowd(on)
        crowd.presses(people)
        on.settle_down()
        on.latency = CALL_SECONDS
        crowd.presses(warm_up, TURNS_A_SECOND)
        taken = sorted(each / (CALLS_BETWEEN * CALL_SECONDS) for each in crowd.presses(turns, TURNS_A_SECOND))
        return Wait(median(taken), taken[min(len(taken) - 1, int(0.99 * len(taken)))])


def hear(kind: type[Contestant], seconds: float, stall: float, *, killed: bool = False) -> Heard:
    """Tell of what people write, 200 a second, while Webex answers nothing for a while; then let it be handled.

    Where it is killed in the middle of the stall, it is started again at once.
    """
    with TemporaryDirectory() as folder, kind(Path(folder) / kind.name, LISTENERS) as on:
        Crowd(on).presses(LISTENERS)
        on.settle_down()
        said = list(messages(on, int(seconds * EVENTS_A_SECOND)))
        on.stalls = stalled = Event()
        end = delivering(on.port, [signed(each) for each in said], EVENTS_A_SECOND)
        time.sleep(stall / 2)
        if killed:
            on.kill()
            on.start()
        time.sleep(stall / 2)
        on.stalls = None
        stalled.set()
        acknowledged = end()
        started = time.monotonic()
        on.settle_down(DRAINED_SECONDS)
        drained_in = time.monotonic() - started - DRAINED_SECONDS
        kept = [each for each, seconds in zip(said, acknowledged.seconds, strict=True) if seconds is not None]
        return counted(on, kept, acknowledged, drained_in)


def messages(on: Contestant, count: int) -> Iterator[Message]:
    """Let people write, and nobody hear of it yet; each message has a number of its own."""
    with unheard(on.world):
        for n in range(count):
            yield on.people[n % LISTENERS].says(on.me, f"order {FIRST + n}")


def signed(message: Message) -> Body:
    """Return a delivery that tells of a message."""
    told = delivery("messages", message.id, message.person_id, message.room_id)
    return told["data"], told["headers"]


def counted(on: Contestant, said: list[Message], acknowledged: Acknowledged, drained_in: float) -> Heard:
    """Count which of the messages that were acknowledged were answered, how often, and in which order."""
    asked = Counter(numbers_in([each.text or "" for each in said]))
    chats = [numbers_in(on.chat(each)) for each in on.people]
    given = Counter(number for chat in chats for number in chat)
    turned = sum(earlier > later for chat in chats for earlier, later in pairwise(chat))
    return Heard(
        acknowledged,
        told=len(said),
        lost=len(asked - given),
        twice=sum(count > 1 for count in given.values()),
        out_of_order=turned,
        drained_in=drained_in,
    )
