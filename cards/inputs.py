"""The input for each kind of answer. A kind without one of its own is a line of text."""

from functools import singledispatch

from bot.errors import InvalidAnswer
from bot.language.countries import country_name, is_country
from bot.language.texts import Texts, _
from bot.language.typed import LONGEST_INPUT
from bot.wizard import fields as f
from bot.wizard.step import Field, Situation
from cards import elements as e
from cards.limits import MOST_CHOICES
from cards.words import said

MOST_IN_SIGHT = 4
LONGEST_EMAIL = 254
LONGEST_NAME = 100

# The client's checks are only a first help, so they accept everything that the bot does, such as Arabic digits.
EMAIL = ".+@.+"


@singledispatch
def input_for(field: Field, value: str, situation: Situation, t: Texts) -> e.Input:
    """Return the input for a field. `value` is what it shows: an answer in its stored form, or words as entered."""
    return line(field, value, situation, t)


@input_for.register
def choice(field: f.Choice, value: str, situation: Situation, t: Texts) -> e.ChoiceInput:
    options = field.options(situation)
    return e.ChoiceInput(
        field.id,
        t(field.label),
        picks(options, t),
        value=accepted(field, value, situation),
        expanded=len(options) <= MOST_IN_SIGHT,
        required=field.required,
    )


@input_for.register
def country(field: f.Country, value: str, situation: Situation, t: Texts) -> e.Input:
    """Offer the countries that are likely, or that may be meant; a line to write in where it is another one."""
    offered = field.offered(field.asks(value, situation), situation)
    if not offered:
        return line(field, "" if value == f.OTHER else value, situation, t)
    picks = tuple(e.Pick(n, each, country_words(each, t)) for n, each in enumerate(offered, start=1))
    return e.ChoiceInput(
        field.id,
        t(field.label),
        picks,
        value=value if is_country(value) else "",
        expanded=len(picks) <= MOST_IN_SIGHT,
        required=field.required,
    )


def country_words(value: str, t: Texts) -> str:
    return f.ANOTHER_COUNTRY.show(t) if value == f.OTHER else country_name(value, t)


@input_for.register
def toggle(field: f.Toggle, value: str, situation: Situation, t: Texts) -> e.ToggleInput:
    return e.ToggleInput(
        field.id,
        t(field.label),
        t(field.statement),
        is_on=accepted(field, value, situation) == f.YES,
        required=field.required,
        error=t(field.refusal),
    )


@input_for.register
def text(field: f.Text, value: str, situation: Situation, t: Texts) -> e.TextInput:
    return line(field, value, situation, t, limit=field.limit)


@input_for.register
def email_address(field: f.EmailAddress, value: str, situation: Situation, t: Texts) -> e.TextInput:
    return line(field, value, situation, t, limit=LONGEST_EMAIL, regex=EMAIL)


@input_for.register
def reserved_name(field: f.ReservedName, value: str, situation: Situation, t: Texts) -> e.TextInput:
    error = t(_("Use lower-case letters a to z and digits only, 1 to 63 of them, without blanks."))
    return line(field, value, situation, t, error=error, suffix=field.suffix)


def line(
    field: Field,
    value: str,
    situation: Situation,
    t: Texts,
    *,
    limit: int = LONGEST_NAME,
    regex: str = "",
    error: str = "",
    suffix: str = "",
) -> e.TextInput:
    return e.TextInput(
        field.id,
        t(field.label),
        value=said(field.show(value, t, situation), LONGEST_INPUT),
        hint=t(field.hint),
        limit=limit,
        regex=regex,
        required=field.required,
        error=error or t(field.missing),
        suffix=suffix,
    )


def picks(options: tuple[f.Option, ...], t: Texts) -> tuple[e.Pick, ...]:
    """Return the options with their numbers. Of too many, the first are kept, and the last, which may be "new"."""
    numbered = [e.Pick(n, option.value, title_of(option, t)) for n, option in enumerate(options, start=1)]
    shown = numbered if len(numbered) <= MOST_CHOICES else [*numbered[: MOST_CHOICES - 1], numbered[-1]]
    return tuple(shown)


def title_of(option: f.Option, t: Texts) -> str:
    """Return the words of an option. Where its detail is the code of a country, it becomes the name."""
    words = option.show(t)
    return f"{words} ({country_name(option.detail, t)})" if option.detail else words


def accepted(field: Field, value: str, situation: Situation) -> str:
    """Return the stored form of a value; "" where the field would not accept it."""
    try:
        return field.read({field.id: value}, situation)
    except InvalidAnswer:
        return ""
