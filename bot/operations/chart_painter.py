"""The chart painter: the program of the process that draws bars. JSON comes in, a PNG goes out.

The picture is 800 points wide, with letters that can still be read at half that on a phone. Its ground is light and
opaque, so that it reads the same in a client that is dark. Labels stand above their bars, where any language has room.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from bot.operations.charts import ALLOWANCE

WIDTH, MARGIN, DOTS_PER_INCH = 800, 40, 100
HEAD, CHART_HEAD, ROW, GAP, FOOT = 126, 62, 75, 30, 20
BAR, CORNER, ROOM_FOR_COUNT = 26, 6, 110
TITLE, SUBTITLE, HEADING, LABEL, COUNT = 38, 23, 29, 25, 29
GROUND, INK, QUIET, TRACK = "#F7F8FA", "#14181F", "#4F5866", "#E1E5EB"
# One colour per chart; each contrasts with the ground as much as text has to.
COLOURS = ("#0B63C5", "#0A7A5A", "#A8500A")
ELLIPSIS = "…"


class Canvas:
    """A sheet, measured in points from the top and from the side at which reading begins."""

    def __init__(self, height: int, is_right_to_left: bool) -> None:
        self._is_right_to_left = is_right_to_left
        self.figure = Figure(figsize=(WIDTH / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH)
        self.figure.set_facecolor(GROUND)
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
        self._axes.set_axis_off()

    def write(self, words: str, x: float, y: float, size: int, colour: str = INK, *, bold: bool = False) -> None:
        """Write words on one line that stands on a height; what has no room ends in an ellipsis."""
        text = self._axes.text(
            WIDTH - x if self._is_right_to_left else x,
            y,
            words,
            fontsize=size * 72 / DOTS_PER_INCH,
            family="DejaVu Sans",
            weight="bold" if bold else "normal",
            color=colour,
            ha="right" if self._is_right_to_left else "left",
            va="baseline",
            parse_math=False,
        )
        while text.get_window_extent().width > WIDTH - MARGIN - x and words:
            words = words[:-1].rstrip()
            text.set_text(f"{words}{ELLIPSIS}")

    def bar(self, y: float, length: float, colour: str) -> None:
        """Draw a bar from the side at which reading begins."""
        x = WIDTH - MARGIN - length if self._is_right_to_left else MARGIN
        style = f"round,pad=0,rounding_size={min(CORNER, length / 2)}"
        self._axes.add_patch(FancyBboxPatch((x, y), length, BAR, boxstyle=style, facecolor=colour, linewidth=0))


def painted(drawing: Mapping[str, Any]) -> Figure:
    """Return the picture of some charts, one below the other."""
    charts = drawing["charts"]
    rows = sum(len(shown(chart)) or 1 for chart in charts)
    canvas = Canvas(HEAD + len(charts) * (CHART_HEAD + GAP) + rows * ROW + FOOT, drawing["is_right_to_left"])
    canvas.write(drawing["title"], MARGIN, 62, TITLE, bold=True)
    canvas.write(drawing["subtitle"], MARGIN, 103, SUBTITLE, QUIET)
    top = HEAD
    for n, chart in enumerate(charts):
        top = paint(canvas, chart, top, COLOURS[n % len(COLOURS)]) + GAP
    return canvas.figure


def paint(canvas: Canvas, chart: Mapping[str, Any], top: int, colour: str) -> int:
    """Draw a chart from a height downwards, and return where it ends."""
    canvas.write(chart["title"], MARGIN, top + 38, HEADING, colour, bold=True)
    top += CHART_HEAD
    bars = shown(chart)
    if not bars:
        canvas.write(chart["nothing"], MARGIN, top + 24, LABEL, QUIET)
        return top + ROW
    longest = max(bar["count"] for bar in bars) or 1
    room = WIDTH - 2 * MARGIN - ROOM_FOR_COUNT
    for bar in bars:
        canvas.write(bar["label"], MARGIN, top + 21, LABEL)
        canvas.bar(top + 36, room, TRACK)
        if bar["count"]:
            canvas.bar(top + 36, max(room * bar["count"] / longest, 2 * CORNER), colour)
        canvas.write(bar["written"], MARGIN + room + 16, top + 36 + BAR - 3, COUNT, bold=True)
        top += ROW
    return top


def shown(chart: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the bars of a chart; none where there is something to say in their place and all are zero."""
    bars: list[Mapping[str, Any]] = chart["bars"]
    return bars if any(bar["count"] for bar in bars) or not chart["nothing"] else []


if __name__ == "__main__":
    ALLOWANCE.apply()
    painted(json.load(sys.stdin)).savefig(
        sys.stdout.buffer, format="png", metadata={"Software": None}, pil_kwargs={"optimize": True}
    )
