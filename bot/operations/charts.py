"""Charts: counts as bars in a picture, drawn by a process of its own because the library for it is large."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from bot.allowance import MEGABYTE, Allowance

PAINTER = "bot.operations.chart_painter"
ROOT = Path(__file__).resolve().parents[2]
# A picture takes a second.
PATIENCE = 20
ALLOWANCE = Allowance(memory=2048 * MEGABYTE, cpu_seconds=15, largest_file=8 * MEGABYTE)
# The end of what the painter said names the cause.
LONGEST_CAUSE = 300

log = logging.getLogger(__name__)


class NotPainted(Exception):
    """A picture was not painted; the message is the cause."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A count with its label; `written` is the count as readers of the language write it."""

    label: str
    count: int
    written: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts under one title; `nothing` stands in their place where all are zero."""

    title: str
    bars: Sequence[Bar]
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture to be drawn: its title, the line below, and its charts from top to bottom, in the reader's language."""

    title: str
    subtitle: str
    charts: Sequence[Chart]
    is_right_to_left: bool


def drawn(drawing: Drawing) -> bytes:
    """Return a picture as PNG; empty where it could not be drawn, and the log says why."""
    try:
        return painted_apart(json.dumps(asdict(drawing)).encode())
    except (OSError, NotPainted) as error:
        log.warning("a picture was not drawn", extra={"action": "picture_failed", "cause": str(error)})
        return b""


def painted_apart(drawing: bytes) -> bytes:
    """Return what a process painted in its time. It does not get our environment: no setting, no secret."""
    with TemporaryFile() as given, TemporaryFile() as found, TemporaryFile() as said, TemporaryDirectory() as scratch:
        given.write(drawing)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own module; the words come as its input
            [sys.executable, "-m", PAINTER],
            cwd=ROOT,
            # Its list of fonts goes with it: a home may be read-only.
            env={"PYTHONUTF8": "1", "MPLCONFIGDIR": scratch, "OPENBLAS_NUM_THREADS": "1"},
            stdin=given,
            stdout=found,
            stderr=said,
        )
        with process:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        found.seek(0)
        said.seek(0)
        if process.returncode:
            cause = said.read().decode(errors="replace").strip()[-LONGEST_CAUSE:]
            raise NotPainted(cause or f"status {process.returncode}")
        return found.read()
