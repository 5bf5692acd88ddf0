"""The picture of the growth: three pairs of curves, cost above and wait below."""

from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

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
# From here on a figure is written without its decimal.
WHOLE = 100


def draw(measured: dict[str, list[dict[str, Any]]]) -> None:
    """Draw what was measured, and nothing in between but straight lines."""
    figure = Figure(figsize=(12, 6.4), layout="constrained")
    rows = figure.subplots(2, 3, sharey="row")
    written = StrMethodFormatter("{x:,.0f}")
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
            each.xaxis.set_major_formatter(written)
    for row in rows:
        # After all that share it have been drawn, with room for the figures above the points.
        row[0].set_ylim(bottom=0, top=1.1 * row[0].get_ylim()[1])
    rows[0][0].set_ylabel("CPU a turn, ms")
    rows[1][0].set_ylabel("press to next card, ms")
    rows[1][0].legend(loc="upper left", fontsize="small")
    figure.suptitle("A turn, as people, orders and the file grow (two shared cores, Python 3.11, calls of 100 ms)")
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "growth"}):
        figure.savefig(PICTURE, metadata={"Date": None})


def plot(axes: Axes, at: list[float], values: list[float], color: str, label: str) -> None:
    """Draw a curve with its points, each with its figure."""
    axes.plot(at, values, marker="o", color=color, label=label)
    for x, y in zip(at, values, strict=True):
        figure = f"{y:,.0f}" if y >= WHOLE else f"{y:.1f}"
        axes.annotate(figure, (x, y), textcoords="offset points", xytext=(0, 7), ha="center", fontsize="x-small")
