"""Colours of a terminal: none where the output is a file, or NO_COLOR is set."""

from __future__ import annotations

import os
import sys

BOLD, FAINT, RED, GREEN, BLUE = "1", "2", "31", "32", "34"


def are_wanted() -> bool:
    """Return whether whoever reads the output sees colours, and wants them."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def painted(colour: str, words: str) -> str:
    """Return words in a colour, where colours are wanted."""
    return f"\033[{colour}m{words}\033[0m" if are_wanted() else words
