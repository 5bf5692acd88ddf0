"""Which buttons have room beside one another on a phone of 320 pixels."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple, TypeVar

from cards import elements as e

# The widest row of buttons on a phone of 320 pixels, in letters, and how many letters' room the margins of each take.
LONGEST_ROW, BUTTON_SIDES = 39, 6

T = TypeVar("T")
Row = tuple[e.Button, ...]


class Shape(NamedTuple):
    """What decides where a button stands: its width in letters, whether it is the main one, or only shows more."""

    width: int
    is_main: bool
    is_more: bool


# The places at which buttons are cut into rows, with the beginning and the end.
Cuts = tuple[int, ...]


def rows_of(buttons: Row) -> list[Row]:
    """Return the buttons in rows that fit on a phone, because clients wrap or hide what does not.

    A button that only shows more comes last, and beside another if it can.
    """
    acts = tuple(each for each in buttons if not isinstance(each, e.Unfold))
    more = tuple(each for each in buttons if isinstance(each, e.Unfold))
    ordered = acts + more
    return in_rows(ordered, best_cuts(tuple(map(shape_of, ordered))))


def shape_of(button: e.Button) -> Shape:
    is_main = isinstance(button, e.Submit) and button.main
    return Shape(len(button.title) + BUTTON_SIDES, is_main, isinstance(button, e.Unfold))


@lru_cache
def best_cuts(shapes: tuple[Shape, ...]) -> Cuts:
    """Return where to cut: nearly all cards have the buttons of another one, so it is seldom worked out."""
    return min(all_cuts(shapes), key=lambda cuts: unevenness(in_rows(shapes, cuts)))


def all_cuts(shapes: tuple[Shape, ...]) -> Iterator[Cuts]:
    """Yield every way to cut buttons into rows that are not too long; one alone may be."""
    for many in range(len(shapes)):
        for inner in combinations(range(1, len(shapes)), many):
            cuts = (0, *inner, len(shapes))
            if all(len(row) == 1 or width_of(row) <= LONGEST_ROW for row in in_rows(shapes, cuts)):
                yield cuts


def in_rows(things: tuple[T, ...], cuts: Cuts) -> list[tuple[T, ...]]:
    return [things[start:end] for start, end in pairwise(cuts)]


def width_of(row: tuple[Shape, ...]) -> int:
    return sum(each.width for each in row)


def unevenness(rows: list[tuple[Shape, ...]]) -> tuple[int, int, bool, int, int]:
    """Return how far rows are from the best.

    They are few, with the main button in the first and little beside it; nothing else stands alone, and the widest of
    the rows below is narrow, so that these are much alike.
    """
    lonely = sum(len(row) == 1 and row[0].is_more for row in rows)
    is_main_late = any(each.is_main for row in rows[1:] for each in row)
    return lonely, len(rows), is_main_late, width_of(rows[0]), max(map(width_of, rows[1:]), default=0)
