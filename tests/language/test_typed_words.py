"""Every language has words to type for everything, and no word means two things."""

from collections import defaultdict

import pytest
from babel import Locale

from bot.dispatch.commands import COMMANDS, Command
from bot.domain.orders import Service
from bot.domain.organizations import OrgKind
from bot.intake import directory, orders
from bot.intake.headers import column_key
from bot.language.folders import LANGUAGES, OTHERS, SOURCE_LANGUAGE, words_for, words_of
from bot.language.recognizing import language_named, language_of, language_written_in
from bot.language.texts import texts
from bot.language.typed import folded
from bot.language.zone_names import is_zone
from bot.wizard.steps import WIZARD
from handlers import GRAMMAR
from handlers.wizard import asides
from tests.language.catalogues import fail_with
from tests.tables import each_row

# A command with a slash is for representatives and admins, who share one language in their spaces.
TYPED = [command for command in GRAMMAR.commands if command.shown and not command.name.startswith("/")]
COLUMNS = (*orders.HEADINGS, *directory.COLUMNS)
CODES = Locale.parse(SOURCE_LANGUAGE).territories

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_other = pytest.mark.parametrize("language", OTHERS)

# What the words of each section may mean; every other meaning is a slip that nobody would notice.
MEANINGS = {
    COMMANDS: {command.name for command in GRAMMAR.commands},
    "answers": {"yes", "no", "next", "all", "fine", "accept", "decline", "done"},
    "languages": set(LANGUAGES),
    "countries": set(CODES),
    "companies": {"leading", "kinds", "article", "joined", "linking", "legal_forms"},
    "trades": set(words_of(SOURCE_LANGUAGE)["trades"]),
    "columns": set(COLUMNS),
    "statuses": {"cancelled", "closed"},
    "kinds": set(OrgKind),
    "services": set(Service),
    "months": {str(month) for month in range(1, 13)},
    "dates": {"beside", "ordinals", "eras"},
    "neighbours": {"languages"},
    "readers": {"countries"},
    "regions": {"months", "zones"},
    "articles": {"countries", "joined", "zones"},
    "truths": {"true", "false"},
    "blanks": {"nothing"},
    "courtesy": {"hello", "thanks", "wait"},
    "letters": {"dear", "closing", "sent_from"},
    "asking": {"what", "rep"},
    "options": {"partner", "customer", "self", "colleague"} | {step.name for step in WIZARD.steps},
    "roles": {"partner", "customer"},
    "asides": set(asides.ANSWERS),
    "choosing": {
        "already",
        "any",
        "beside",
        "change",
        "corrects",
        "joins",
        "is",
        "they_do",
        "i_do",
        "no_place",
        "of_oneself",
        "not",
        "polite",
        "rather",
        "with_address",
        "with_language",
    },
    "places": {str(place) for place in range(1, 6)},
    "credentials": {"names", "weak", "is", "now", "as", "pins", "entering", "accounts"}
    | {"spoken", "own", "belongs", "keys", "public", "talk", "endings", "copula", "inflections", "common", "own_only"},
}


@each_language
def test_every_word_means_something_there_is(language: str) -> None:
    words = {name: set(section) for name, section in words_of(language).items()}
    # A name of several countries means all of them.
    words["countries"] = {code for codes in words["countries"] for code in codes.split()}
    assert all(map(is_zone, words.pop("cities", set())))
    # What is written for short stands for words of the language, whatever they mean.
    words.pop("spellings", None)
    assert words.keys() <= MEANINGS.keys()
    fail_with([f"[{name}] {found - MEANINGS[name]}" for name, found in words.items() if found - MEANINGS[name]])


@each_other
def test_every_command_has_a_word(language: str) -> None:
    fail_with([each.name for each in TYPED if not words_for(COMMANDS, each.name, language)])


@each_other
@each_row("command", TYPED, ids=lambda command: command.name)
def test_help_shows_the_words_of_its_readers(command: Command, language: str) -> None:
    how = folded(command.how(texts(language)))
    usual = folded(words_for(COMMANDS, command.name, language)[0])
    assert how == usual or how.startswith(f"{usual} ")


@each_other
@each_row("name", COLUMNS)
def test_every_column_has_a_word(name: str, language: str) -> None:
    assert words_for("columns", name, language)


@each_language
def test_yes_no_and_next_can_be_said(language: str) -> None:
    assert all(words_for("answers", answer, language) for answer in MEANINGS["answers"])


def test_no_word_is_that_of_two_commands() -> None:
    meant = defaultdict(set)
    for command in GRAMMAR.commands:
        for word in command.words:
            meant[folded(word)].add(command.name)
    fail_with([f"{word}: {names}" for word, names in meant.items() if len(names) > 1])


@pytest.mark.parametrize(
    "section", sorted(MEANINGS.keys() - {COMMANDS, "companies", "credentials", "columns", "choosing", "regions"})
)
def test_no_word_means_two_things(section: str) -> None:
    meant = defaultdict(set)
    for language in LANGUAGES:
        for meaning, words in words_of(language).get(section, {}).items():
            for word in words:
                meant[folded(word)].add(meaning)
    fail_with([f"{word}: {names}" for word, names in meant.items() if len(names) > 1])


@pytest.mark.parametrize("known", [orders.HEADINGS, directory.COLUMNS], ids=["orders", "directory"])
def test_no_heading_is_that_of_two_columns(known: tuple[str, ...]) -> None:
    meant = defaultdict(set)
    for column in known:
        for word in (column, *(word for language in LANGUAGES for word in words_for("columns", column, language))):
            meant[column_key(word)].add(column)
    fail_with([f"{word}: {columns}" for word, columns in meant.items() if len(columns) > 1])


@each_language
def test_a_language_is_known_by_its_code_and_its_name_in_each(language: str) -> None:
    for shown in LANGUAGES:
        assert language_named(Locale.parse(language).get_display_name(shown) or "") == language
    assert language_named(language) == language_named(f"{language}-SA") == language
    assert language_named("French (Canada)") == language_named("fr-CA")


@pytest.mark.parametrize(
    ("words", "language"),
    [("مرحبا", "ar"), ("Order مرحبا", "ar"), ("hello", ""), ("bonjour", ""), ("你好", ""), ("123", "")],
)
def test_letters_tell_a_language_that_alone_has_them(words: str, language: str) -> None:
    assert language_written_in(words) == language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *(("Bonjour !", "fr"), ("merci", "fr"), ("J'ai reçu un courriel de Cisco", "fr"), ("marhaba", "ar")),
        *(("مرحبا", "ar"), ("Can you help me with my Webex order?", "en"), ("I have a service question", "en")),
        *(("hello", ""), ("merci, thanks", ""), ("Ann Larsen", ""), ("90417263", ""), ("Guten Tag", ""), ("", "")),
    ],
)
def test_words_tell_a_language_where_letters_do_not(words: str, language: str) -> None:
    assert language_of(words) == language
