"""The header of a table: which of the columns we know stands where, whatever it is called there."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.intake.problems import UnreadableFile, shortened
from bot.intake.rows import RawRow
from bot.intake.tidying import cleaned
from bot.language.folders import words_in_all
from bot.language.texts import _
from bot.language.typed import folded

WORD = re.compile(r"[^\W_]+")
# What a heading is written with or without, as in "date de début" and "date début".
LINKING = frozenset(map(folded, (*words_in_all("companies", "linking"), *words_in_all("articles", "countries"))))
# This many headings in one row are the header of another table.
FEWEST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """Which known column stands where, how wide the header is, and the columns that nobody knows.

    `is_exported` says that the known ones have the headings of our exports.
    """

    places: Mapping[int, str]
    width: int
    unknown: tuple[str, ...]
    is_exported: bool = False
    keys: tuple[str, ...] = ()

    def is_repeated_by(self, cells: Sequence[str]) -> bool:
        """Return whether a row is the same header again, as where tables were put below one another."""
        return tuple(map(column_key, cells)) == self.keys

    def is_followed_by(self, cells: Sequence[str]) -> bool:
        """Return whether a row is the header of another table: most of its cells are headings that stand here too."""
        keys = [column_key(cell) for cell in cells if cell.strip()]
        known = [key for key in keys if key in self.keys]
        return len(known) >= FEWEST_HEADINGS and 2 * len(known) > len(keys)


def header_among(rows: Sequence[RawRow], read: Callable[[Sequence[str]], Header]) -> tuple[int, Header]:
    """Return the place of the header, which may stand below a title, and the header.

    Raises UnreadableFile, with what the first row lacks.
    """
    complaints = []
    for at, row in enumerate(rows):
        if row.broken:
            complaints.append(UnreadableFile(row.broken.reason, **row.broken.values))
            continue
        try:
            return at, read(row.cells)
        except UnreadableFile as unreadable:
            complaints.append(unreadable)
    raise next(iter(complaints), UnreadableFile(_("The file is empty.")))


def read_header(
    cells: Sequence[str], known: Sequence[str], required: Collection[str], also_called: Sequence[Mapping[str, str]] = ()
) -> Header:
    """Find the known columns; raises UnreadableFile when one is missing or stands there twice."""
    if not cells:
        raise UnreadableFile(_("The file is empty."))
    keys = [column_key(cell) for cell in cells]
    usual = {column_key(name): column for column in known for name in names_among(column, keys)}
    others = ({column_key(name): column for column, name in names.items()} for names in also_called)
    sets = (each for each in chain([usual], others) if set(map(each.get, keys)).issuperset(required))
    # In an export, too, a few columns are called as files of others call them: what knows most of them is meant.
    by_key = max(sets, key=lambda names: sum(key in names for key in keys), default=usual)
    places = {at: by_key[key] for at, key in enumerate(keys) if key in by_key}
    found = list(places.values())
    twice = [column for column in known if found.count(column) > 1]
    if twice:
        raise UnreadableFile(_("The header has a column twice: {columns}."), columns=", ".join(twice))
    missing = [column for column in known if column in required and column not in found]
    if missing:
        raise UnreadableFile(_("The header lacks these columns: {columns}."), columns=", ".join(missing))
    unknown = (shortened(cleaned(cell)) for at, cell in enumerate(cells) if at not in places)
    return Header(places, len(cells), tuple(filter(None, unknown)), by_key is not usual, tuple(keys))


def names_among(column: str, keys: Collection[str]) -> Sequence[str]:
    """Return what a column may be called in a header; where it stands there by its own name, nothing else counts."""
    return (column,) if column_key(column) in keys else (column, *words_in_all("columns", column))


def column_key(heading: str) -> str:
    """Return a heading as headings are compared: letters and digits alone, without case and what links its words."""
    words = WORD.findall(folded(heading))
    return "".join(word for word in words if word not in LINKING) or "".join(words)
