"""Which buttons have room beside one another on a phone of 320 pixels."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from cards import elements as e

# The widest row of buttons on a phone of 320 pixels, in letters, and how many letters' room the margins of each take.
LONGEST_ROW, BUTTON_SIDES = 39, 6

Row = tuple[e.Button, ...]


def rows_of(buttons: Row) -> list[Row]:
    """Return the buttons in rows that fit on a phone, because clients wrap or hide what does not.

    What only shows more comes last, and stands in no row alone if that can be helped.
    """
    acts = tuple(each for each in buttons if not isinstance(each, e.Unfold))
    more = tuple(each for each in buttons if isinstance(each, e.Unfold))
    return min(cut_in_rows(acts + more), key=unevenness)


def cut_in_rows(buttons: Row) -> Iterator[list[Row]]:
    """Yield every way to cut buttons into rows that are not too long; one alone may be."""
    for many in range(len(buttons)):
        for cuts in combinations(range(1, len(buttons)), many):
            rows = [buttons[start:end] for start, end in pairwise((0, *cuts, len(buttons)))]
            if all(len(row) == 1 or width_of(row) <= LONGEST_ROW for row in rows):
                yield rows


def width_of(row: Row) -> int:
    return sum(len(each.title) + BUTTON_SIDES for each in row)


def unevenness(rows: list[Row]) -> tuple[int, int, bool, int]:
    """Return how far rows are from the best: few of them, the main button in the first, with little beside it."""
    lonely = sum(len(row) == 1 and isinstance(row[0], e.Unfold) for row in rows)
    is_main_late = any(isinstance(each, e.Submit) and each.main for row in rows[1:] for each in row)
    return lonely, len(rows), is_main_late, width_of(rows[0])
