"""Rows of cells as lines of a terminal."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows as lines, each cell below the one before, and every column as wide as what is in it."""
    rows = list(rows)
    widths = [max(map(breadth, column)) for column in zip_longest(*rows, fillvalue="")]
    lines = (zip(row, widths, strict=False) for row in rows)
    return ["  ".join(cell + " " * (width - breadth(cell)) for cell, width in line).rstrip() for line in lines]


def breadth(words: str) -> int:
    """Return how many places words take on a terminal: a Chinese letter two, and a mark over a letter none."""
    return sum(0 if unicodedata.category(each) in {"Mn", "Me", "Cf"} else places(each) for each in words)


def places(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1
