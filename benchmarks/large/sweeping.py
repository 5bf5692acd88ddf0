"""What a look at the calendar costs when few reminders are due, and how much is stored does not matter.

Among few and among many in turns, since a machine that is shared is now faster and now slower.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from statistics import median

from benchmarks.large.asking import cpu
from benchmarks.large.files import FIRST_NUMBER, INVITED, large_stage
from bot.reminders.reminder import Reminder
from tests.staging.stage import Stage

DUE, SWEEPS = 20, 10


def sweep_seconds(*orders: int) -> list[float]:
    """Return what it takes of a processor to note twenty reminders that are due, among each number of orders."""
    with ExitStack() as stages:
        sweeps = [swept(stages.enter_context(large_stage(each))) for each in orders]
        return [median(taken) for taken in zip(*zip(*sweeps, strict=True), strict=True)]


def swept(on: Stage) -> Iterator[float]:
    """Sweep again and again, each time with twenty others due, and yield what each look took."""
    on.settle()
    numbers = [str(FIRST_NUMBER + n) for n in range(2 * INVITED, 2 * (INVITED + DUE * SWEEPS), 2)]
    for due in (numbers[first : first + DUE] for first in range(0, len(numbers), DUE)):
        on.clock.move_to(on.clock.now() + timedelta(minutes=1))
        make_due(on, due)
        with cpu() as watch:
            on.bot.reminders.sweep()
        yield watch.seconds
        on.settle()


def make_due(on: Stage, numbers: list[str]) -> None:
    """Let the invitations of some orders be due now."""
    with on.bot.store.unit_of_work() as uow:
        for number in numbers:
            invitation = next(each for each in uow.reminders.pending(number) if each.rule == "invite")
            uow.reminders.plan(Reminder(number, "invite", invitation.occurrence, on.clock.now()))
