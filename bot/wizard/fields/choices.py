"""Choices: one of several options, and a statement to agree to."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import ClassVar

from bot.errors import InvalidAnswer
from bot.language.addresses import email_address
from bot.language.answers import answer_meant, in_plain_form
from bot.language.folders import words_in_all
from bot.language.texts import Texts, _, all_texts
from bot.language.typed import folded, latin_digits, said_plainly
from bot.wizard.choosing import (
    address_said,
    answer_in,
    is_only_beside,
    is_question,
    negations,
    place_said,
    said_around,
    speaks_of_others,
    words_for_oneself,
)
from bot.wizard.step import Answer, Field, Situation

YES, NO = "true", "false"
# How much of an option's words says which is meant, if it is in no other's.
FEWEST_LETTERS = 3
# How long a word has to be, and how like a name, to be taken for it mistyped.
FEWEST_NEARLY, NEARLY = 5, 0.82
# A longer name, such as *for a customer*, says by itself of whom it is said.
MOST_WORDS_OF_A_ROLE = 2
PUNCTUATION = re.compile(r"[^\w\s]")
# The values by which a client or a person agrees: a plain yes in any language. What follows may be billed or for good.
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


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of a few options, chosen by its number, its value, or words that no other option has.

    Where it is `of_oneself`, what somebody says of what others are or do chooses nothing. `by_address` is what the
    address of somebody says by itself; "" for nothing.
    """

    of_oneself: bool = False
    by_address: Callable[[str, Situation], str] = lambda address, situation: ""
    missing: str = _("Choose one of the answers.")
    options: Callable[[Situation], tuple[Option, ...]] = lambda situation: ()

    def parse(self, raw: str, situation: Situation) -> str:
        options = self.options(situation)
        exact = {option.value for option in options if option.value == raw}
        exact = exact or at_place(options, place_in(raw, len(options)))
        if exact:
            return exact.pop()
        if self.of_oneself and speaks_of_others(folded(raw)):
            raise InvalidAnswer(_("This is about your own role; who sets up is asked next."))
        meant = next(filter(None, self._readings(raw, options, situation)), set[str]())
        if len(meant) == 1:
            return meant.pop()
        if meant:
            raise InvalidAnswer(_("These words fit several answers. Reply with the number of one."))
        raise InvalidAnswer(_("Choose one of the answers."))

    def _readings(self, raw: str, options: Sequence[Option], situation: Situation) -> Iterator[set[str]]:
        """Yield which options words may mean by each way to read them, the surest first."""
        wanted = folded(raw)
        named = options_named(options, wanted, of_oneself=self.of_oneself)
        yield named if len(named) == 1 else set()
        yield set() if is_only_beside(wanted) else options_meant(options, wanted, spoken)
        yield at_place(options, place_said(wanted))
        yield options_meant(options, answer_in(wanted), spoken_answers)
        yield {self.by_address(email_address(address_said(raw)), situation)} - {""}
        yield options_nearly(options, answer_in(wanted))

    def is_named_in(self, words: str, situation: Situation) -> bool:
        """Return whether words name one of the options, of whomever they speak."""
        return bool(options_named(self.options(situation), folded(words)))

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        option = self.option(value, situation)
        return option.show(t) if option else value

    def entered(self, inputs: Answer, situation: Situation) -> str | None:
        """Return the entry if it is one of the options: a choice cannot show other words."""
        try:
            return Field.read(self, inputs, situation)
        except InvalidAnswer:
            return None

    def option(self, value: str, situation: Situation) -> Option | None:
        """Return the option that a stored value stands for, if it is still offered."""
        return next((option for option in self.options(situation) if option.value == value), None)


def options_meant(options: Sequence[Option], wanted: str, words_of: Callable[[Option], frozenset[str]]) -> set[str]:
    """Return the options with exactly these words, else those that begin with them, else those that contain them."""
    is_it = (lambda words: words == wanted, lambda words: begins(words, wanted), lambda words: holds(words, wanted))
    found = ({option.value for option in options if any(map(check, words_of(option)))} for check in is_it)
    return next(filter(None, found), set()) if wanted else set()


def options_named(options: Sequence[Option], wanted: str, *, of_oneself: bool = False) -> set[str]:
    """Return the options that are called so, else those called so among other words, as in *my colleague does it*.

    `of_oneself`, those that somebody says they are: in *the customer is Contoso* nobody speaks of themselves.
    """
    names = {
        option: called(option) | (called_in_the_question(option) if of_oneself else frozenset()) for option in options
    }
    said = in_plain_form(wanted)
    # As in *yes, me* and *no, I'm a customer*.
    first, _blank, rest = said.partition(" ")
    ways = {said, *((rest, answer_in(rest)) if answer_meant(first) else ())}
    exact = {option.value for option in options if not ways.isdisjoint(names[option])}
    if exact or is_question(wanted) or not negations().isdisjoint(wanted.split()):
        return exact
    spelt = (said, wanted.replace("'", " "))
    return {
        option.value
        for option in options
        if any(is_named(each, name, names[option], of_oneself=of_oneself) for name in names[option] for each in spelt)
    }


def is_named(said: str, name: str, names: frozenset[str], *, of_oneself: bool) -> bool:
    """Return whether words have a name, one of several for the same, among them.

    A short one `of_oneself` counts only with what is said around a role, and a word for oneself, such as *moi*, only at
    the beginning: in *rappelle-moi* it names nobody.
    """
    is_pronoun = words_for_oneself().issuperset(name.split())
    if not (holds(said, name) or (is_pronoun and name in PUNCTUATION.sub("", said).split())):
        return False
    if not is_pronoun and (not of_oneself or len(name.split()) > MOST_WORDS_OF_A_ROLE):
        return True
    before, _name, behind = (part.split() for part in f" {PUNCTUATION.sub('', said)} ".partition(f" {name} "))
    around = said_around() | names
    is_free = is_pronoun or not words_for_oneself().isdisjoint(before) or around.issuperset(behind)
    return around.issuperset(before) and is_free


def options_nearly(options: Sequence[Option], word: str) -> set[str]:
    """Return the options that are called nearly so, as when a letter is missing."""
    if len(word) < FEWEST_NEARLY or not word.isalpha():
        return set()
    return {option.value for option in options if get_close_matches(word, called(option), 1, NEARLY)}


@lru_cache(maxsize=1024)
def called(option: Option) -> frozenset[str]:
    """Return what people call an option besides its own words; the name of an organization is nothing else."""
    return frozenset() if option.is_name else frozenset(map(in_plain_form, words_in_all("options", option.value)))


@lru_cache(maxsize=1024)
def called_in_the_question(option: Option) -> frozenset[str]:
    """Return what somebody says of a role who answers in the words of its question, as in *for a customer*."""
    return frozenset(map(in_plain_form, words_in_all("roles", option.value)))


def place_in(typed: str, length: int) -> int:
    """Return which place of a numbered list was typed, counted from 1; 0 for none."""
    number = latin_digits(typed).rstrip(".)")
    is_place = number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= length
    return int(number[:4]) if is_place else 0


def at_place(options: Sequence[Option], place: int) -> set[str]:
    """Return the option at a place of the list, counted from 1; none where the list has no such place."""
    return {options[place - 1].value} if 1 <= place <= len(options) else set()


def begins(words: str, wanted: str) -> bool:
    return len(wanted) >= FEWEST_LETTERS and words.startswith(wanted)


def holds(words: str, wanted: str) -> bool:
    """Return whether an option's words contain what was said, as whole words."""
    return len(wanted) >= FEWEST_LETTERS and f" {wanted} " in f" {PUNCTUATION.sub('', words)} "


@lru_cache(maxsize=1024)
def spoken(option: Option) -> frozenset[str]:
    """Return an option's words in every language, as words are compared."""
    return frozenset(folded(option.show(t)) for t in all_texts())


@lru_cache(maxsize=1024)
def spoken_answers(option: Option) -> frozenset[str]:
    """Return the part of an option's words that is the answer, in every language."""
    return frozenset(map(answer_in, spoken(option)))


@dataclass(frozen=True, slots=True)
class Toggle(Field):
    """A statement to agree to. `refusal` is said when somebody goes on without agreeing."""

    is_setting: ClassVar[bool] = False

    statement: str = ""
    refusal: str = _("Turn this on to go on.")

    def parse(self, raw: str, situation: Situation) -> str:
        if raw == YES or answer_meant(raw) == "yes":
            return YES
        raise InvalidAnswer(self.refusal)

    def show(self, value: str, t: Texts, situation: Situation) -> str:
        return t(self.statement) if value == YES else t(_("No"))
