"""Prints a conversation to a terminal: as wide as it is, and with colours where the output is no file."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

NARROWEST, WIDEST = 40, 96
MARGIN = 7
MOST_LINES = 9
# What bidirectional text needs on a screen stands as visible noise in many terminals.
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
BOLD, FAINT, BLUE, GREEN, RED = "1", "2", "34", "32", "31"


class Script:
    """Prints who says what, and who presses which button."""

    def __init__(self, out: Callable[[str], object]) -> None:
        self._out = out
        self._width = max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))
        self._is_coloured = sys.stdout.isatty()

    def opens(self, title: str) -> None:
        """Print the heading."""
        self._out("")
        self._out(self._in(BOLD, title))
        self._out(self._in(FAINT, "─" * self._width))

    def tells(self, words: str) -> None:
        """Say what happens beside the conversation."""
        self._out("")
        for line in textwrap.wrap(words, self._width):
            self._out(self._in(FAINT, line))

    def says(self, at: datetime, who: str, words: str) -> None:
        """Show a message, shortened."""
        self._head(at, self._in(BLUE, who))
        lines = [line for said in words.translate(ISOLATES).split("\n") if said for line in self._wrapped(said)]
        for number, line in enumerate(_shortened(lines)):
            self._out(" " * MARGIN + (self._in(BOLD, line) if number == 0 else line))

    def does(self, at: datetime, who: str, button: str, fills: Mapping[str, Any]) -> None:
        """Show which button was pressed, and what was filled in."""
        self._head(at, self._in(GREEN, who))
        for label, value in fills.items():
            for line in self._wrapped(f"{label}: {'yes' if value is True else value}"):
                self._out(" " * MARGIN + line)
        self._out(" " * MARGIN + self._in(GREEN, f"[ {button} ]"))

    def succeeds(self, words: str) -> None:
        """Print that the end was reached."""
        self._ends(GREEN, f"✓ {words}")

    def fails(self, words: str) -> None:
        """Print why the end was not reached."""
        self._ends(RED, f"✗ {words}")

    def _head(self, at: datetime, who: str) -> None:
        self._out("")
        self._out(f"{self._in(FAINT, f'{at:%H:%M}')}  {who}")

    def _ends(self, colour: str, words: str) -> None:
        self._out("")
        self._out(self._in(FAINT, "─" * self._width))
        for line in textwrap.wrap(words, self._width):
            self._out(self._in(colour, line))

    def _wrapped(self, words: str) -> list[str]:
        return textwrap.wrap(words, self._width - MARGIN, break_long_words=False)

    def _in(self, colour: str, words: str) -> str:
        return f"\033[{colour}m{words}\033[0m" if self._is_coloured else words


def _shortened(lines: list[str]) -> list[str]:
    left_out = len(lines) - MOST_LINES
    return lines if left_out <= 1 else [*lines[:MOST_LINES], f"… and {left_out} more lines"]
