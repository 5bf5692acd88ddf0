"""Prints a conversation to a terminal: as wide as it is, with colours unless it is a file or NO_COLOR is set."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from playground.colours import BLUE, BOLD, FAINT, GREEN, RED, painted

NARROWEST, WIDEST = 40, 96
MARGIN = 7
MOST_LINES, LAST_LINES = 40, 4
# What bidirectional text needs on a screen stands as visible noise in many terminals.
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class Script:
    """Prints who says what, and who presses which button."""

    def __init__(self, out: Callable[[str], object]) -> None:
        self._out = out
        self._width = max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))

    def opens(self, title: str) -> None:
        """Print the heading."""
        self._out("")
        self._out(painted(BOLD, title))
        self._out(painted(FAINT, "─" * self._width))

    def tells(self, words: str) -> None:
        """Say what happens beside the conversation."""
        self._out("")
        for line in textwrap.wrap(words, self._width):
            self._out(painted(FAINT, line))

    def says(self, at: datetime, who: str, words: str) -> None:
        """Show a message, shortened."""
        self._head(at, painted(BLUE, who))
        lines = [line for said in words.translate(ISOLATES).split("\n") for line in self._wrapped(said) or [""]]
        for number, line in enumerate(_shortened(lines)):
            self._out((" " * MARGIN + (painted(BOLD, line) if number == 0 else line)).rstrip())

    def does(self, at: datetime, who: str, button: str, fills: Mapping[str, Any]) -> None:
        """Show which button was pressed, and what was filled in."""
        self._head(at, painted(GREEN, who))
        for label, value in fills.items():
            for line in self._wrapped(f"{label}: {'yes' if value is True else value}"):
                self._out(" " * MARGIN + line)
        self._out(" " * MARGIN + painted(GREEN, f"[ {button} ]"))

    def succeeds(self, words: str) -> None:
        """Print that the end was reached."""
        self._ends(GREEN, f"✓ {words}")

    def fails(self, words: str) -> None:
        """Print why the end was not reached."""
        self._ends(RED, f"✗ {words}")

    def _head(self, at: datetime, who: str) -> None:
        self._out("")
        self._out(f"{painted(FAINT, f'{at:%H:%M}')}  {who}")

    def _ends(self, colour: str, words: str) -> None:
        self._out("")
        self._out(painted(FAINT, "─" * self._width))
        for line in textwrap.wrap(words, self._width):
            self._out(painted(colour, line))

    def _wrapped(self, words: str) -> list[str]:
        return textwrap.wrap(words, self._width - MARGIN, break_long_words=False)


def _shortened(lines: list[str]) -> list[str]:
    """Return a long message without its middle: how to answer stands at its end."""
    if len(lines) <= MOST_LINES + LAST_LINES:
        return lines
    first, last = lines[: MOST_LINES - LAST_LINES], lines[-LAST_LINES:]
    return [*first, f"… {len(lines) - MOST_LINES} more lines …", *last]
