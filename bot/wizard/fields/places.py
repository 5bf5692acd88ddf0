"""Places: countries and time zones, by whatever name they are written."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.places import countries_meant, country_named, zone_named
from bot.errors import InvalidAnswer, NothingEntered
from bot.language.countries import country_name, is_country
from bot.language.offsets import shown_zone
from bot.language.texts import Texts, _
from bot.language.typed import said_plainly, tidy
from bot.wizard.fields.choices import AGREEMENTS, REFUSALS, Option, place_in, spoken
from bot.wizard.step import Answer, Field, Situation

# The value of "another country" in a choice, and the longest name that is read.
OTHER, LONGEST_COUNTRY = "other", 60
WRITE_COUNTRY = _("Write the country or region: its name, or its two-letter code such as SA.")
ANOTHER_COUNTRY = Option(OTHER, _("Another country or region"))


@dataclass(frozen=True, slots=True)
class Country(Field):
    """A country or region: chosen among the likely ones, or given by any usual name or code; stored as the code.

    Words that are no country's name are never taken for a similar one: the card offers what may be meant and keeps the
    words it asks about, until one is chosen or agreed to. OTHER is kept while the name has still to be written.
    """

    missing: str = _("Choose a country or region, or write its name.")
    likely: Callable[[Situation], tuple[str, ...]] = lambda situation: ()

    def parse(self, raw: str, situation: Situation) -> str:
        if not raw:
            raise NothingEntered(self.missing)
        return country_named(raw)

    def read(self, inputs: Answer, situation: Situation) -> str:
        """Return the country that was chosen, written, or agreed to after a similar name was offered."""
        raw, asked = tidy(inputs.get(self.id, "")), inputs.get(self.asked, "")
        meant = countries_meant(asked)
        said = said_plainly(raw)
        if raw == OTHER or said in spoken(ANOTHER_COUNTRY) or (meant and said in REFUSALS):
            raise InvalidAnswer(WRITE_COUNTRY)
        offered = self.offered(asked, situation) if raw[:1].isdecimal() else ()
        place = place_in(raw, len(offered))
        if place:
            return self.read({self.id: offered[place - 1]}, situation)
        if len(meant) == 1 and said in AGREEMENTS:
            return meant[0]
        return self.parse(asked if meant and (not raw or said in AGREEMENTS) else raw, situation)

    def entered(self, inputs: Answer, situation: Situation) -> str | None:
        """Return the country of an entry, the words that are asked about, or OTHER where a name has to be written."""
        try:
            return self.read(inputs, situation)
        except InvalidAnswer as complaint:
            raw, asked = inputs.get(self.id), inputs.get(self.asked, "")
            is_kept = countries_meant(asked) and (not raw or said_plainly(raw) in AGREEMENTS)
            return OTHER if complaint.text == WRITE_COUNTRY else asked if is_kept else raw

    def asks(self, value: str, situation: Situation) -> str:
        """Return words that may mean a country, OTHER for those that mean none, or a country that is not likely."""
        if not value or is_country(value):
            return value if value not in self.likely(situation) else ""
        return value[:LONGEST_COUNTRY] if countries_meant(value) else OTHER

    def is_settled(self, asked: str) -> bool:
        return not asked or is_country(asked)

    def offered(self, asked: str, situation: Situation) -> tuple[str, ...]:
        """Return the values to choose from: what the words asked about may mean, else what is likely; OTHER at the end.

        None where a name is to be written.
        """
        countries = () if asked == OTHER else countries_meant(asked) or self.likely(situation)
        chosen = (asked,) if is_country(asked) else ()
        return (*countries, *chosen, OTHER) if countries else ()

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        return country_name(value, t)


@dataclass(frozen=True, slots=True)
class TimeZone(Field):
    """A time zone, given by any usual name; stored as the IANA name, which forms at Cisco use."""

    missing: str = _("Enter a time zone: a city, such as Riyadh.")

    def parse(self, raw: str, situation: Situation) -> str:
        return zone_named(raw)

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        return t.zone(value)

    def told(self, value: str, t: Texts, situation: Situation) -> str:
        city, name = t.zone(value), shown_zone(value)
        return name if city == name else f"{t.isolate(city)} ({t.isolate(name)})"
