"""Texts: the sentences that the bot says, in the language of their reader.

A source sentence stays where it is read: `_("…")` marks it, and `t("…")` says it. Translations are gettext
catalogues in the folder of each language, read as they are: no compiled files.
"""

import gettext
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers, units
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.language.addresses import in_own_letters
from bot.language.folders import LANGUAGES, LOCALES, SOURCE_LANGUAGE
from bot.language.offsets import shown_zone
from bot.language.zone_names import city_of

# First-strong isolates keep an order number, an address or a name in its own direction inside a sentence.
ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def _(sentence: str) -> str:
    """Mark a source sentence for translation; it is said later, in the reader's language."""
    return sentence


LABELLED, BESIDE = _("{label}: {value}"), _("{words}, {more}")
# Some languages write the first day of a month unlike all others: 1er in French.
FIRST_OF_A_MONTH = _("1")
MEGABYTE, GIGABYTE = 10**6, 10**9


class Texts:
    """Says source sentences in one language, with dates, lists and numbers as its readers write them."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self.is_right_to_left = self.locale.text_direction == "rtl"
        self._catalog = translations

    def __call__(self, sentence: str, /, **values: object) -> str:
        """Say a sentence with its {placeholders} filled; text values are isolated where directions may mix.

        A value that reads differently in each language is a function of the language: it is asked here.
        """
        said = self._catalog.gettext(sentence) if sentence else ""
        return said.format(**self._isolated(values)) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Say a sentence about a number, in the plural form that the language has for it; {n} stands for the number."""
        return self._catalog.ngettext(one, many, n).format(n=self.number(n), **self._isolated(values))

    def number(self, n: int) -> str:
        """Write a whole number."""
        return whole_number(n, self.language)

    def day(self, day: date) -> str:
        """Write a day with its weekday and month as words: no digits that could be read two ways."""
        number = f"'{self(FIRST_OF_A_MONTH)}'" if day.day == 1 else "d"
        return dates.format_date(day, f"EEEE {number} MMMM y", locale=self.locale)

    def moment(self, moment: datetime, zone: ZoneInfo) -> str:
        """Write a moment as the wall clock of a zone shows it, with the zone."""
        local, name = moment.astimezone(zone), self.zone(zone.key)
        return self(_("{day}, {time} ({zone})"), day=self.day(local.date()), time=f"{local:%H:%M}", zone=name)

    def clock(self, moment: datetime, zone: ZoneInfo) -> str:
        """Write a moment as the wall clock of a zone shows it, where what follows names the zone."""
        local = moment.astimezone(zone)
        return self(_("{day}, {time}"), day=self.day(local.date()), time=f"{local:%H:%M}")

    def zone(self, zone: str) -> str:
        """Write a time zone as people say it: by its city, or by its difference from UTC."""
        shown = shown_zone(zone)
        return shown if shown != zone else city_of(zone, self.language)

    def duration(self, length: timedelta) -> str:
        """Write how long something took, in the unit that fits."""
        return dates.format_timedelta(length, granularity="minute", threshold=2, locale=self.locale)

    def size(self, n: int) -> str:
        """Write how many bytes, in megabytes, or in gigabytes where those are many."""
        many = n >= GIGABYTE
        unit, amount = ("gigabyte", n / GIGABYTE) if many else ("megabyte", n // MEGABYTE)
        written = round(amount, 1)
        return units.format_unit(written, unit, length="long", locale=self.locale, numbering_system="latn")

    @property
    def own_name(self) -> str:
        """What the language calls itself."""
        return str(self.locale.display_name)

    def name_of(self, language: str) -> str:
        """Name a language."""
        return Locale.parse(language).get_display_name(self.locale) or language

    def languages(self) -> str:
        """List the languages to choose from."""
        return self.listing(map(self.name_of, LANGUAGES), "or")

    def listing(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Join items as a sentence of this language would: with "and", or with "or"."""
        return lists.format_list(list(items), style=style, locale=self.locale)

    def side_by_side(self, items: Iterable[str]) -> str:
        """Put words side by side, translated already, with commas as the language writes them."""
        comma = self._catalog.gettext(BESIDE).format(words="", more="")
        return comma.join(items)

    def labelled(self, label: str, value: str) -> str:
        """Put a value after its label, both translated already, with a colon as the language writes it."""
        return self._catalog.gettext(LABELLED).format(label=label, value=value)

    def isolate(self, words: object) -> str:
        """Keep words in their own direction inside a right-to-left sentence."""
        return f"{ISOLATE}{words}{POP_ISOLATE}" if self.is_right_to_left and words != "" else str(words)

    def _isolated(self, values: dict[str, object]) -> dict[str, object]:
        said = {name: value(self) if callable(value) else value for name, value in values.items()}
        return {
            name: self.isolate(in_own_letters(value)) if isinstance(value, str) else value
            for name, value in said.items()
        }


def texts(language: str | None = None) -> Texts:
    """Return the sentences of a language; of the source language where there is none, or none was chosen."""
    return texts_in(language if language and language in LANGUAGES else SOURCE_LANGUAGE)


def all_texts() -> list[Texts]:
    """Return the sentences of every language, the source language first."""
    return [texts_in(language) for language in LANGUAGES]


@lru_cache(maxsize=1024)
def whole_number(n: int, language: str) -> str:
    """Write a whole number; small ones stand on every card."""
    return numbers.format_decimal(n, locale=language, numbering_system="latn")


@cache
def texts_in(language: str) -> Texts:
    return Texts(language, catalogue(language))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Load the bot's translations into a language; the source language needs none."""
    return catalogue_in(LOCALES / language / "messages.po", language)


def catalogue_in(path: Path, language: str) -> gettext.NullTranslations:
    """Load the translations of a file; where there is none, sentences are said as they stand in the source."""
    if not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
