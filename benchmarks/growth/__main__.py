"""Measure how the cost of a turn grows, and draw it: `python -m benchmarks.growth`.

What was measured is kept beside this, in measured.json, each point with its day and the machine's load; `--draw` draws
that again. A point that was not measured is not drawn.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks.growth.drawing import draw
from benchmarks.growth.files import file_of, file_with_past
from benchmarks.growth.measuring import point

MEASURED = Path(__file__).with_name("measured.json")
PEOPLE = (1, 2, 8, 16, 50, 100, 200)
ORDERS = (1_000, 10_000, 100_000, 1_000_000)
# Orders with events behind them, so that files are of 15 MB, 0.1 GB, 1 GB, 5.6 GB, 6.6 GB and 10 GB.
AGES = (
    (10_000, 0),
    (100_000, 0),
    (10_000, 180_000),
    (100_000, 1_000_000),
    (1_000_000, 1_000_000),
    (1_000_000, 1_640_000),
)
MEGABYTE = 2**20


def points(axis: str, turns: int, waits: int) -> Iterator[dict[str, Any]]:
    """Measure one axis, point by point."""
    if axis == "people":
        for people in PEOPLE:
            yield {"at": people, **asdict(point(people, None, turns, waits))}
    elif axis == "orders":
        for orders in ORDERS:
            yield {"at": orders, **asdict(point(1, file_of(orders), turns, waits))}
    else:
        for orders, events in AGES:
            file = file_with_past(orders, events)
            size = file.stat().st_size / MEGABYTE
            yield {"at": size, "orders": orders, "events": events, **asdict(point(1, file, turns, waits))}


@click.command()
@click.option("--turns", default=100, show_default=True, help="How many turns are counted at each point.")
@click.option("--waits", default=60, show_default=True, help="How many presses are timed at each point.")
@click.option("--axis", "axes", multiple=True, type=click.Choice(["people", "orders", "size"]), help="This one alone.")
@click.option("--draw", "only_draws", is_flag=True, help="Draw what was measured before.")
def main(turns: int, waits: int, axes: tuple[str, ...], *, only_draws: bool) -> None:
    """Measure, keep what was measured, and draw it into docs/."""
    logging.disable(logging.CRITICAL)
    kept: dict[str, list[dict[str, Any]]] = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for axis in () if only_draws else axes or ("people", "orders", "size"):
        kept[axis] = []
        for found in points(axis, turns, waits):
            noted = found | {"on": f"{datetime.now(UTC):%Y-%m-%d}", "load": round(os.getloadavg()[0], 1)}
            kept[axis].append(noted)
            click.echo(f"{axis}: {json.dumps(noted)}")
            MEASURED.write_text(json.dumps(kept, indent=1) + "\n")
    draw(kept)


if __name__ == "__main__":
    main()
