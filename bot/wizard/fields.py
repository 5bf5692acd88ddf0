"""Kinds of answer: how each is understood, stored and shown. A new kind is a class here and its look in `cards`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from anyascii import anyascii

from bot.domain.addresses import written_address
from bot.domain.company_names import company_name
from bot.domain.places import countries_meant, country_named, zone_named
from bot.errors import InvalidAnswer
from bot.language.addresses import domain_of, is_free_mail, own_letters
from bot.language.countries import country_name, is_country
from bot.language.folders import words_in_all
from bot.language.offsets import shown_zone
from bot.language.texts import Texts, _, all_texts
from bot.language.typed import folded, is_without_vowels, latin_digits, one_line, said_plainly, tidy
from bot.wizard.choosing import answer_in, place_said
from bot.wizard.step import Answer, Field, Situation

YES, NO = "true", "false"
# How much of an option's words says which is meant, if it is in no other's.
FEWEST_LETTERS = 3
PUNCTUATION = re.compile(r"[^\w\s]")
# Subdomain and site name: help.webex.com n3ltzqcb gives letters, digits and 63 characters; lower case because
# they become host names. The reserved words are ours: names that would mislead in an address.
NAME = re.compile(r"[a-z0-9]{1,63}")
RESERVED_NAMES = frozenset(
    {
        "www",
        "mail",
        "admin",
        "api",
        "webex",
        "cisco",
        "test",
        "support",
        "help",
        "login",
        "idbroker",
        "sip",
        "calls",
        "rooms",
    }
)


# The value of "another country" in a choice, and the longest name that is looked at.
OTHER, LONGEST_COUNTRY = "other", 60
WRITE_COUNTRY = _("Write the country or region: its name, or its two-letter code such as SA.")


# What a client or a person agrees with: a plain yes in any language. What follows may be billed, or be for good.
AGREEMENTS = frozenset({YES, *map(said_plainly, words_in_all("answers", "yes"))})
REFUSALS = frozenset(map(said_plainly, words_in_all("answers", "no")))


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: `value` is stored, `label` is a marked sentence, or a name when `is_name`."""

    value: str
    label: str
    is_name: bool = False
    detail: str = ""

    def show(self, t: Texts) -> str:
        return self.label if self.is_name else t(self.label)


ANOTHER_COUNTRY = Option(OTHER, _("Another country or region"))


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of a few options; by its number, its value, or words of it that no other has."""

    options: Callable[[Situation], tuple[Option, ...]] = lambda situation: ()

    def parse(self, raw: str, situation: Situation) -> str:
        options = self.options(situation)
        for option in options:
            if raw == option.value:
                return option.value
        place = place_in(raw, len(options))
        if place:
            return options[place - 1].value
        wanted = folded(raw)
        meant = options_meant(options, wanted, spoken)
        place = 0 if meant else place_said(wanted)
        if 1 <= place <= len(options):
            return options[place - 1].value
        meant = meant or options_meant(options, answer_in(wanted), spoken_answers)
        if len(meant) == 1:
            return meant.pop()
        if meant:
            raise InvalidAnswer(_("These words fit several answers. Reply with the number of one."))
        raise InvalidAnswer(_("Choose one of the answers."))

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        option = self.option(value, situation)
        return option.show(t) if option else value

    def entered(self, inputs: Answer, situation: Situation) -> str | None:
        """Return the entry if it is one of the answers: other words cannot stand in a choice."""
        try:
            return Field.read(self, inputs, situation)
        except InvalidAnswer:
            return None

    def option(self, value: str, situation: Situation) -> Option | None:
        """Return the option that a stored value stands for, if it is still offered."""
        return next((option for option in self.options(situation) if option.value == value), None)


def options_meant(options: Sequence[Option], wanted: str, words_of: Callable[[Option], frozenset[str]]) -> set[str]:
    """Return the options that are said so, else those that begin so, else those that have these words."""
    is_it = (lambda words: words == wanted, lambda words: begins(words, wanted), lambda words: holds(words, wanted))
    found = ({option.value for option in options if any(map(check, words_of(option)))} for check in is_it)
    return next(filter(None, found), set()) if wanted else set()


def place_in(typed: str, length: int) -> int:
    """Return which place of a numbered list was typed, counted from 1; 0 for none."""
    number = latin_digits(typed).rstrip(".)")
    is_place = number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= length
    return int(number[:4]) if is_place else 0


def begins(words: str, wanted: str) -> bool:
    return len(wanted) >= FEWEST_LETTERS and words.startswith(wanted)


def holds(words: str, wanted: str) -> bool:
    """Return whether some of an option's words were said, whole ones."""
    return len(wanted) >= FEWEST_LETTERS and f" {wanted} " in f" {PUNCTUATION.sub('', words)} "


@lru_cache(maxsize=1024)
def spoken(option: Option) -> frozenset[str]:
    """Return an option's words in every language, as words are compared."""
    return frozenset(folded(option.show(t)) for t in all_texts())


@lru_cache(maxsize=1024)
def spoken_answers(option: Option) -> frozenset[str]:
    """Return what of an option's words is the answer."""
    return frozenset(map(answer_in, spoken(option)))


@dataclass(frozen=True, slots=True)
class Toggle(Field):
    """A statement to agree to. `refusal` is what to say when somebody goes on without agreeing."""

    is_setting: ClassVar[bool] = False

    statement: str = ""
    refusal: str = _("Turn this on to go on.")

    def parse(self, raw: str, situation: Situation) -> str:
        if said_plainly(raw) in AGREEMENTS:
            return YES
        raise InvalidAnswer(self.refusal)

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        return t(self.statement) if value == YES else t(_("No"))


@dataclass(frozen=True, slots=True)
class Text(Field):
    """A line of words."""

    limit: int = 128

    def parse(self, raw: str, situation: Situation) -> str:
        line = one_line(raw)
        if not line:
            raise InvalidAnswer(_("Please fill in this field."))
        if len(line) > self.limit:
            raise InvalidAnswer(
                _("Shorten this to {limit} characters; it has {length}."), length=len(line), limit=self.limit
            )
        return line


@dataclass(frozen=True, slots=True)
class PostalCode(Text):
    """A postal code, in the digits that the post reads everywhere."""

    def parse(self, raw: str, situation: Situation) -> str:
        return Text.parse(self, latin_digits(raw), situation)


@dataclass(frozen=True, slots=True)
class CompanyName(Text):
    """The name of a company."""

    def parse(self, raw: str, situation: Situation) -> str:
        return company_name(Text.parse(self, raw, situation))


@dataclass(frozen=True, slots=True)
class EmailAddress(Field):
    """An email address. `check` may refuse one that is well-formed but cannot be used here."""

    check: Callable[[str, Situation], None] = lambda address, situation: None

    def parse(self, raw: str, situation: Situation) -> str:
        address = written_address(one_line(raw))
        self.check(address, situation)
        return address


@dataclass(frozen=True, slots=True)
class Code(Field):
    """A code that Cisco gives out: letters, digits and dashes."""

    def parse(self, raw: str, situation: Situation) -> str:
        code = latin_digits(one_line(raw)).upper()
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{3,63}", code):
            raise InvalidAnswer(_("Enter a transfer code of 4 to 64 letters, digits and dashes."))
        return code


@dataclass(frozen=True, slots=True)
class Country(Field):
    """A country or region: chosen among the likely ones, or said by any usual name or code; stored as the code.

    Words that no country has are never taken for a name that is near: the card offers what may be meant and keeps the
    words it asks about, until one is chosen or agreed to. OTHER is kept while the name is to be written.
    """

    likely: Callable[[Situation], tuple[str, ...]] = lambda situation: ()

    def parse(self, raw: str, situation: Situation) -> str:
        if not raw:
            raise InvalidAnswer(_("Please fill in this field."))
        return country_named(raw)

    def read(self, inputs: Answer, situation: Situation) -> str:
        """Return the country that was chosen, written, or agreed to where one name was near to what was written."""
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
        """Return the country of an entry, the words that are asked about, or OTHER where a name is to be written."""
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
    """A time zone: by any usual name; stored as the IANA name, under which a form at Cisco has it."""

    def parse(self, raw: str, situation: Situation) -> str:
        if not raw:
            raise InvalidAnswer(_("Please fill in this field."))
        return zone_named(raw)

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        return t.zone(value)

    def told(self, value: str, t: Texts, situation: Situation) -> str:
        city, name = t.zone(value), shown_zone(value)
        return name if city == name else f"{t.isolate(city)} ({t.isolate(name)})"


# What people and keyboards put around a name that is none of it.
AROUND_NAMES = " ./\"'“”«»"


@dataclass(frozen=True, slots=True)
class ReservedName(Field):
    """A name only one order can have (`kind`: "subdomain" or "site"): lower-case letters and digits, 1 to 63.

    `suffix` is what makes a host name of it. `moved_by` names the input that, filled in, says that the name exists
    already and is brought along. Whether a name is still free is known only when it is taken; see `handlers.services`.
    """

    kind: str = ""
    suffix: str = ""
    moved_by: str = ""

    def parse(self, raw: str, situation: Situation) -> str:
        # Keyboards begin with a capital and end with a full stop.
        written = latin_digits(one_line(raw)).strip(AROUND_NAMES).lower()
        name = written.removeprefix("https://").removesuffix(self.suffix)
        if not NAME.fullmatch(name):
            raise InvalidAnswer(_("Use lower-case letters a to z and digits only, 1 to 63 of them, without blanks."))
        if name in RESERVED_NAMES:
            raise InvalidAnswer(_("“{name}” is reserved. Please choose another one."), name=name)
        return name


def suggested_for(company: str, address: str) -> str:
    """Return a subdomain or site name to suggest to a company with an administrator at this address.

    Of words written without their short vowels nobody would recognize the letters in Latin: the domain is better.
    """
    return name_in_domain(address) if is_without_vowels(company) else suggested_name(company)


def name_in_domain(address: str) -> str:
    """Return the word of an address that says whose it is, as in it@mail.contoso.com; "" at a free mail service."""
    if is_free_mail(address):
        return ""
    words = own_letters(domain_of(address)).split(".")[:-1]
    telling = [word for word in words if word not in {"co", "com", "org", "net", "gov", "edu", "ac"}]
    return suggested_name(telling[-1]) if telling else ""


def suggested_name(company: str) -> str:
    """Return a company name, in whatever script, as a subdomain or site name could have it; "" when nothing is left."""
    name = "".join(letter for letter in anyascii(company).lower() if letter.isascii() and letter.isalnum())[:63]
    return "" if name in RESERVED_NAMES else name
