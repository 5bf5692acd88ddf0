"""What a look at the calendar costs when few reminders are due, and how much is stored does not matter."""

from datetime import timedelta

from benchmarks.large.asking import cpu
from benchmarks.large.files import FIRST_NUMBER, INVITED, large_stage
from bot.reminders.reminder import Reminder

DUE, SWEEPS = 20, 10


def sweep_seconds(orders: int) -> float:
    """Return the seconds of a processor that it takes to find and note twenty reminders that are due."""
    with large_stage(orders) as on:
        on.settle()
        numbers = [str(FIRST_NUMBER + n) for n in range(2 * INVITED, 2 * (INVITED + DUE * SWEEPS), 2)]
        taken = 0.0
        for first in range(0, DUE * SWEEPS, DUE):
            on.clock.move_to(on.clock.now() + timedelta(minutes=1))
            with on.bot.store.unit_of_work() as uow:
                for number in numbers[first : first + DUE]:
                    invitation = next(each for each in uow.reminders.pending(number) if each.rule == "invite")
                    uow.reminders.plan(Reminder(number, "invite", invitation.occurrence, on.clock.now()))
            with cpu() as watch:
                on.bot.reminders.sweep()
            taken += watch.seconds
            on.settle()
        return taken / SWEEPS
