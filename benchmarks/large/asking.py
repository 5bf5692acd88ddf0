"""What the first answer to an admin costs, from the event in the inbox to the message on Webex."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.large.files import ADMIN, FIRST_NUMBER
from tests.staging.actors import Actor
from tests.staging.stage import Stage

QUESTIONS = (
    "/board",
    "/report",
    "/forecast 7",
    "/orders",
    "/orders customer 77",
    f"/order {FIRST_NUMBER + 4}",
    "/export",
)


@dataclass(slots=True)
class Stopwatch:
    """How many seconds of a processor this process has taken, from the start of a measurement to its end."""

    seconds: float = 0.0


@contextmanager
def cpu() -> Iterator[Stopwatch]:
    """Measure what all threads of this process take meanwhile."""
    watch, before = Stopwatch(), time.process_time()
    yield watch
    watch.seconds = time.process_time() - before


def first_answers(on: Stage) -> Iterator[tuple[str, float]]:
    """Ask everything, and yield what the first message in answer took."""
    # As after each start, so that the calendars of the countries are known.
    on.bot.reminders.audit()
    ada = on.person(ADMIN, "Ada")
    on.world.invite(on.space, ada.person)
    on.settle()
    ada.says("help")
    for question in QUESTIONS:
        yield question, first_answer(on, ada, question)
        on.settle()


def first_answer(on: Stage, ada: Actor, question: str) -> float:
    """Ask something, and return what it took until something was said."""
    said = len(ada.answers)
    ada.person.says(on.me, question)
    on.world.settle()
    with cpu() as taken:
        while len(ada.answers) == said and (on.bot.workers.posting.next() or on.bot.workers.handling.next()):
            pass
    return taken.seconds
