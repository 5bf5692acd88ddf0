"""Recognizing a language of ours: by one of its names, or by the letters and words in which somebody writes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from babel import Locale

from bot.language.answers import in_plain_form, without_please
from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE, meanings, words_in_all, words_of
from bot.language.typed import folded, scripts_of, without_question_mark

# What people say to a bot, rather than what they name: names and places are the same in several languages.
SAID = ("courtesy", "commands", "answers", "asking", "asides")


def language_named(words: str) -> str:
    """Return the code of the language meant by its code, as in ar or ar-SA, or by a name it has in any of ours.

    It is "" where none of our languages is meant.
    """
    wanted = folded(words)
    return languages_by_name().get(wanted) or languages_by_name().get(re.split("[-_(]", wanted)[0].strip(), "")


def language_asked_for(words: str) -> str:
    """Return the code of the language in which somebody asks to go on, as in *in French, please*; "" for none."""
    said = without_please(in_plain_form(without_question_mark(words))).split()
    beside = set(map(in_plain_form, words_in_all("choosing", "with_language")))
    named = [word for word in said if word not in beside]
    return language_named(named[0]) if len(named) == 1 else ""


def language_of(words: str) -> str:
    """Return the code of the language in which somebody writes, by its letters, else by its words; "" for none."""
    return language_written_in(words) or language_said_in(words)


def language_said_in(words: str) -> str:
    """Return the code of the language that alone has most words of a text, of those said to a bot; "" for none."""
    only_in = words_of_one_language()
    counts = Counter(only_in[word] for word in in_plain_form(words).split() if word in only_in)
    most = [language for language, count in counts.items() if count == max(counts.values())]
    return most[0] if len(most) == 1 else ""


@cache
def words_of_one_language() -> Mapping[str, str]:
    """Return the words that people say to a bot in one of our languages and that no other one knows, with its code."""
    known = {language: set(single_words(language, words_of(language))) for language in LANGUAGES}
    return {
        word: language
        for language in LANGUAGES
        for word in single_words(language, SAID)
        if not any(word in words for other, words in known.items() if other != language)
    }


def single_words(language: str, sections: Iterable[str]) -> Iterator[str]:
    """Yield each word of what a language says for the meanings of some sections, in plain form."""
    for section in sections:
        for said in words_of(language).get(section, {}).values():
            yield from in_plain_form(" ".join(said)).split()


def language_written_in(words: str) -> str:
    """Return the code of the only language with the letters of a text; "" where there is none, or several.

    Letters of the source language say nothing: names and addresses have them in a text of any language.
    """
    scripts = scripts_of(words) - script_of(SOURCE_LANGUAGE)
    written_so = [language for language in LANGUAGES if script_of(language) & scripts]
    return written_so[0] if len(written_so) == 1 else ""


@cache
def script_of(language: str) -> frozenset[str]:
    """Return the script of a language: the one in which it writes its own name."""
    return scripts_of(Locale.parse(language).display_name)


@cache
def languages_by_name() -> dict[str, str]:
    """Return our languages by their folded names, in CLDR's words and in those of the folders, and by their codes."""
    names = {
        folded(Locale.parse(language).get_display_name(shown) or language): language
        for shown in LANGUAGES
        for language in LANGUAGES
    }
    return names | meanings("languages") | {folded(language): language for language in LANGUAGES}
