"""What much that is stored costs: start, questions, sweeps and imports, at 10,000 and 100,000 orders.

Measured in seconds of a processor, in one run; ends with 1 where a target is missed. The files are made once, and kept
in the folder for temporary files.
"""

import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from benchmarks.large.asking import first_answers
from benchmarks.large.files import large_stage
from benchmarks.large.holding import longest_holds
from benchmarks.large.importing import import_seconds
from benchmarks.large.starting import started
from benchmarks.large.sweeping import sweep_seconds

FEW, SOME, MANY = 1_000, 10_000, 100_000
IMPORT_SECONDS, READY_SECONDS, ANSWER_MS, MEMORY_MB, SAME = 5.0, 1.5, 100.0, 120.0, 1.2
# A delivery is told after three seconds that nothing can be written; on a busy machine all takes several times as long.
TRANSACTION_MS = 500.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, in a unit, and the most that it should be."""

    what: str
    orders: int
    figure: float
    unit: str
    most: float

    @property
    def is_short(self) -> bool:
        return self.figure > self.most

    @property
    def line(self) -> str:
        verdict = "too much" if self.is_short else ""
        figure, most = f"{self.figure:.4g} {self.unit}", f"{self.most:g} {self.unit}"
        return f"{self.what:<44} {self.orders:>9,} {figure:>12} {most:>12}  {verdict}".rstrip()


def all_measured() -> Iterator[Measured]:
    """Measure one thing after another."""
    yield Measured("orders import, all its processes", SOME, import_seconds(SOME), "s", IMPORT_SECONDS)
    for orders in (SOME, MANY):
        begun = started(orders)
        yield Measured("start until it answers", orders, begun.ready, "s", READY_SECONDS)
        yield Measured("most memory, all planned anew", orders, begun.memory, "MB", MEMORY_MB)
        with large_stage(orders) as on:
            for question, seconds in first_answers(on):
                yield Measured(f"{question}: first message", orders, 1000 * seconds, "ms", ANSWER_MS)
    with large_stage(MANY) as on:
        for work, seconds in longest_holds(on):
            yield Measured(f"{work}: longest transaction", MANY, 1000 * seconds, "ms", TRANSACTION_MS)
    few, many = sweep_seconds(FEW, MANY)
    yield Measured("sweep, 20 due", FEW, 1000 * few, "ms", ANSWER_MS)
    yield Measured(f"sweep, 20 due, as against {FEW:,} orders", MANY, many / few, "times", SAME)


def main() -> None:
    """Measure everything, say each figure beside its target, and end."""
    logging.disable(logging.CRITICAL)
    click.echo(f"{'seconds of a processor':<44} {'orders':>9} {'measured':>12} {'at most':>12}")
    missed = 0
    for measured in all_measured():
        click.echo(measured.line)
        missed += measured.is_short
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
