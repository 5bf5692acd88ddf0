"""The picture of the growth: three pairs of curves, cost above and wait below."""

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURE = DOCS / "growth.svg"
AXES = {
    "people": "people who press at once",
    "orders": "orders in the file",
    "size": "size of the file, MB",
}
COST, MIDDLE, LATE = "#1f5fa8", "#2f7d4f", "#b4561f"
# The two calls to Webex that stand between a press and the next card.
LEAST = 200


def draw(measured: dict[str, list[dict[str, Any]]]) -> None:
    """Draw what was measured, and nothing in between but straight lines."""
    figure = Figure(figsize=(12, 6.4), layout="constrained")
    rows = figure.subplots(2, 3, sharey="row")
    for (name, title), cost, wait in zip(AXES.items(), *rows, strict=True):
        found = measured.get(name, [])
        at = [each["at"] for each in found]
        plot(cost, at, [each["cpu"] for each in found], COST, "CPU a turn")
        plot(wait, at, [each["late"] for each in found], LATE, "99th percentile")
        plot(wait, at, [each["middle"] for each in found], MIDDLE, "median")
        wait.axhline(LEAST, color="#888888", linewidth=1, linestyle=":", label="the two calls between them")
        wait.set_xlabel(title)
        for each in (cost, wait):
            each.set_xscale("log")
            each.grid(visible=True, which="major", color="#dddddd")
            each.set_ylim(bottom=0)
    rows[0][0].set_ylabel("CPU a turn, ms")
    rows[1][0].set_ylabel("press to next card, ms")
    rows[1][0].legend(loc="upper left", fontsize="small")
    figure.suptitle("A turn, as people, orders and the file grow (two shared cores, Python 3.11, calls of 100 ms)")
    figure.savefig(PICTURE, metadata={"Date": None})


def plot(axes: Axes, at: list[float], values: list[float], color: str, label: str) -> None:
    """Draw a curve with its points, each with its figure."""
    axes.plot(at, values, marker="o", color=color, label=label)
    for x, y in zip(at, values, strict=True):
        axes.annotate(f"{y:.3g}", (x, y), textcoords="offset points", xytext=(0, 7), ha="center", fontsize="x-small")
