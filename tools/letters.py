"""Write bot/intake/letters.json: which letters stand beside each other in the languages of each code page.

They are counted in the names of countries, languages, currencies and cities as CLDR has them. To be run when Babel
brings a newer CLDR: `python -m tools.letters`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import click
from babel import Locale

from bot.intake.letters import FILE, small, tokens

ROOT = Path(__file__).resolve().parent.parent
# The languages that are usually written in each page.
LANGUAGES = {
    "cp1250": "ro hr sl cs sk pl hu sq",
    "cp1251": "ru uk bg sr mk be",
    "cp1252": "en fr de es it pt nl sv da nb fi is ca",
    "cp1253": "el",
    "cp1254": "tr az",
    "cp1255": "he",
    "cp1256": "ar fa",
    "cp1257": "lt lv et",
}
# Letters that a page has not, and what is written in their place.
INSTEAD = {"ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ", "ی": "ي"}


def pairs_of(names: Iterator[str], page: str) -> Counter[str]:
    """Count the letters that stand beside each other in names, as far as a page has them; a blank ends a word."""
    found: Counter[str] = Counter()
    for name in names:
        written = "".join(INSTEAD.get(letter, letter) for letter in name).encode(page, "ignore")
        for word in tokens(written):
            padded = f" {small(word.decode(page))} "
            found.update(a + b for a, b in pairwise(padded))
    return found


def names_in(language: str) -> Iterator[str]:
    """Yield names that a language writes in its own letters."""
    locale = Locale.parse(language)
    yield from locale.territories.values()
    yield from locale.languages.values()
    yield from locale.currencies.values()
    yield from (str(zone.get("city", "")) for zone in locale.time_zones.values())


def grouped(pairs: Mapping[str, int]) -> list[str]:
    """Return the pairs one behind the other: first those that were counted once, then up to three times, to seven..."""
    groups: dict[int, str] = {}
    for pair, count in sorted(pairs.items()):
        groups[count.bit_length() - 1] = groups.get(count.bit_length() - 1, "") + pair
    return [groups.get(at, "") for at in range(max(groups) + 1)]


@click.command(help=__doc__)
def main() -> None:
    """Count, and write the file."""
    found = {
        page: {language: grouped(pairs_of(names_in(language), page)) for language in languages.split()}
        for page, languages in LANGUAGES.items()
    }
    FILE.write_text(f"{json.dumps(found, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
    click.echo(f"{FILE.relative_to(ROOT)}: {sum(map(len, found.values()))} languages")


if __name__ == "__main__":
    main()
